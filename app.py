"""The command line. Each command imports what it needs when it is called; ``bot/command_line/`` has more of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

try:
    import typer
except ModuleNotFoundError:
    sys.exit(
        "Set the bot up first: sh requirements/install run. Then begin each command with: .venv/bin/python app.py"
    )

from bot.command_line import data, kept
from bot.command_line.base import Database, Json, Rules, app, collect_seldom, group, run
from bot.command_line.slack import slack
from bot.version import named_version

__all__ = ["app"]

audit = group("audit", "The trail: read it in plain words, and see whether it is whole.")
keys = group("keys", "The keys that people's words are sealed with.")
policy = group("policy", "Rule sets: check, explain and compare them, begin one, list the shipped ones.")
teams = group("teams", "Microsoft Teams: the app that is uploaded, and a look at it in the Playground.")
for one in (
    audit,
    data.import_,
    data.person,
    data.merge,
    kept.export,
    keys,
    kept.retention,
    policy,
    slack,
    teams,
):
    app.add_typer(one)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(named_version())
        raise typer.Exit


@app.callback()
def supervision(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Supervision bot for children's social care."""


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the desk; 0 for any free one.")] = 8080,
    size: Annotated[
        str, typer.Option(help="small (12 people, reads well) or large (240 staff, 2,100 cases).")
    ] = "small",
    fresh: Annotated[bool, typer.Option("--fresh", help="Start again from the sample's first day.")] = False,
    folder: Annotated[str, typer.Option(help="Where the sample database is kept.")] = "build/demo",
    rules: Annotated[
        str, typer.Option(help="A shipped rule set's name, such as york, or a changed copy of one.")
    ] = "",
) -> None:
    """Serve the desk with a sample council, on this machine only."""
    run("demo", "demo", port=port, size=size, fresh=fresh, folder=folder, rules=rules)


@app.command()
def serve() -> None:
    """Run the bot with the settings in the environment (SUPERVISION_…)."""
    run("serve", "serve")


@app.command()
def due(
    case: Annotated[str, typer.Argument(help="A case's reference; without one, everything.")] = "",
    person: Annotated[str, typer.Option(help="What this person answers for: a staff number.")] = "",
    on: Annotated[str, typer.Option(help="As of a later day, if nothing happens until then.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="A line each, also of a whole council; else what is late by team.")
    ] = False,
    met: Annotated[
        bool, typer.Option("--met", help="What was done in the last three months, and how late.")
    ] = False,
    as_json: Json = False,
    database: Database = "",
    rules: Rules = "",
) -> None:
    """When is it due, and why? That you read it is in the trail."""
    if met:
        run("met", "met", case=case, person=person, as_json=as_json, database=database, rules=rules)
    else:
        asked = {"case": case, "person": person, "on": on, "as_json": as_json, "everything": everything}
        run("due", "due", **asked, database=database, rules=rules)


@app.command()
def backup(
    folder: Annotated[Path, typer.Option(help="Where it is written.")] = Path("backups"),
    database: Database = "",
) -> None:
    """Make a whole copy of the database while the bot runs, and check it."""
    run("backup", "backup", folder=folder, database=database)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup; what is in it stands beside it, in a .json.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="In the place of a database that is there; the old file is kept."),
    ] = False,
    database: Database = "",
) -> None:
    """Put a backup in the place of the database, once it is seen to be whole. Stop the bot first."""
    run("backup", "restore", file=file, replace=replace, database=database)


@app.command()
def report(
    start: Annotated[str, typer.Option("--from", help="The first day.")],
    to: Annotated[str, typer.Option(help="The last day.")],
    team: Annotated[str, typer.Option(help="This team only, by its name.")] = "",
    person: Annotated[str, typer.Option(help="This person only: a staff number.")] = "",
    reader: Annotated[
        str,
        typer.Option(
            "--for",
            help="For whose eyes: a staff number. Who isn't in their line is only added up, never under five.",
        ),
    ] = "",
    folder: Annotated[Path, typer.Option(help="Where the page and the workbook are written.")] = Path(),
    database: Database = "",
    rules: Rules = "",
) -> None:
    """What was held, on time, late or missed, and why: a page that prints and a workbook. The trail keeps that it was
    made."""
    run(
        "report",
        "report",
        first=start,
        last=to,
        team=team,
        person=person,
        reader=reader,
        folder=folder,
        database=database,
        rules=rules,
    )


@app.command()
def draw(
    rule: Annotated[str, typer.Argument(help="The rule that asks for the audit, such as B22.")],
    window: Annotated[str, typer.Argument(help="For when it was drawn, such as 2026-11.")],
    staff_number: Annotated[str, typer.Argument(help="From whose team.")],
    as_json: Json = False,
    database: Database = "",
    rules: Rules = "",
) -> None:
    """Make an audit's random draw again and compare it with the one that was made. The trail keeps that you did."""
    run(
        "draw",
        "show",
        rule=rule,
        window=window,
        staff_number=staff_number,
        as_json=as_json,
        database=database,
        rules=rules,
    )


@app.command()
def simulate(
    to: Annotated[str, typer.Option(help="The last day.")],
    start: Annotated[str, typer.Option("--from", help="The first day shown; today unless said.")] = "",
    people: Annotated[
        str, typer.Option(help="prompt: everybody does what is asked; idle: nobody does anything.")
    ] = "idle",
    as_json: Json = False,
    database: Database = "",
    rules: Rules = "",
) -> None:
    """Who would be told what, and when? On a copy: the database isn't changed and nobody is told."""
    run(
        "simulate",
        "simulate",
        start=start,
        to=to,
        people=people,
        as_json=as_json,
        database=database,
        rules=rules,
    )


@app.command()
def doctor(
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Print a new encryption key, and nothing else.")
    ] = False,
    drift: Annotated[bool, typer.Option("--drift", help="Assess everything afresh and compare.")] = False,
) -> None:
    """Is everything in order? Says what to do where it isn't."""
    run("doctor", "doctor", new_key=new_key, drift=drift)


@keys.command("rotate")
def keys_rotate() -> None:
    """Seal everything anew with the first key, so that an old one can be taken out. Cut short, it goes on."""
    run("keys", "rotate")


@audit.command("show")
def audit_show(
    case: Annotated[str, typer.Option(help="About this case: its reference.")] = "",
    person: Annotated[str, typer.Option(help="By and about this person: a staff number.")] = "",
    looked: Annotated[
        bool, typer.Option("--looked", help="Only who looked at what is private, and at what.")
    ] = False,
    upkeep: Annotated[
        bool, typer.Option("--upkeep", help="What is about nobody: backups, imports, keys, deletions, rules.")
    ] = False,
    start: Annotated[str, typer.Option("--from", help="From this day on.")] = "",
    to: Annotated[str, typer.Option(help="Up to this day.")] = "",
    as_json: Json = False,
    database: Database = "",
) -> None:
    """What happened, who did it and who looked, the latest first. That you read it is in the trail too."""
    run(
        "audit",
        "show",
        case=case,
        person=person,
        looked=looked,
        upkeep=upkeep,
        first=start,
        last=to,
        as_json=as_json,
        database=database,
    )


@audit.command("verify")
def audit_verify(
    digest: Annotated[
        str, typer.Option("--seal", help="A seal kept elsewhere: it must still be in the chain.")
    ] = "",
    database: Database = "",
) -> None:
    """Is every row as it was sealed, and none missing or out of order? Reads only."""
    run("audit", "verify", digest=digest, database=database)


@policy.command("check")
def policy_check(
    file: Annotated[str, typer.Argument(help="A rule set file, or the name of a shipped one.")],
) -> None:
    """Prove a rule set: faults with their lines, worked examples, gaps and blanks."""
    run("policy", "check", file=file)


@policy.command("list")
def policy_list() -> None:
    """List the shipped rule sets."""
    run("policy", "show_shipped")


RuleFile = Annotated[str, typer.Argument(help="A rule set file, or the name of a shipped one.")]


RuleFiles = Annotated[
    str, typer.Argument(help="The same, or several versions of one policy separated by commas.")
]


@policy.command("explain")
def policy_explain(
    file: RuleFile, rule: Annotated[str, typer.Argument(help="One entry's id; all without it.")] = ""
) -> None:
    """Read a rule set back in plain English, to lay beside the document."""
    run("policy", "explain", file=file, rule=rule)


@policy.command("new")
def policy_new(file: Annotated[str, typer.Argument(help="The file to write.")]) -> None:
    """Begin a rule set: a commented file that already passes the check."""
    run("policy", "new", file=file)


@policy.command("diff")
def policy_diff(old: RuleFiles, new: RuleFiles, database: Database = "") -> None:
    """What would change for the imported data? Nothing is written."""
    run("policy", "diff", old=old, new=new, database=database)


@policy.command("make", hidden=True)
def policy_make() -> None:
    """Write the table of rows and the JSON Schema afresh."""
    run("policy", "make")


@teams.command("package")
def teams_package(
    address: Annotated[str, typer.Argument(help="Where Teams reaches the bot: https://bot.council.gov.uk")],
    app_id: Annotated[str, typer.Option(help="The Azure bot's app id, if not the settings'.")] = "",
    council: Annotated[str, typer.Option(help="Whose app it is, as people read it.")] = "Your council",
    version: Annotated[str, typer.Option(help="Higher than the one that is uploaded.")] = "1.0.0",
    file: Annotated[Path, typer.Option(help="The file to write.")] = Path("supervision-teams.zip"),
    slash: Annotated[
        bool, typer.Option("--slash", help="Commands after a slash too, which Teams has as a preview.")
    ] = False,
) -> None:
    """Write the app package for Microsoft Teams: manifest and icons."""
    run(
        "teams",
        "make",
        address=address,
        app_id=app_id,
        council=council,
        version=version,
        file=file,
        slash=slash,
    )


@teams.command("playground")
def teams_playground(
    person: Annotated[str, typer.Option(help="Who you are there, by the sample's names.")] = "Priya Mosswell",
    folder: Annotated[str, typer.Option(help="Where the sample database is kept.")] = "build/playground",
    port: Annotated[int, typer.Option(help="Port on which the Playground finds the bot.")] = 3978,
) -> None:
    """Serve the sample council to Microsoft's Agents Playground: no tenant, this machine only."""
    run("playground", "playground", person=person, folder=folder, port=port)


if __name__ == "__main__":
    os.umask(0o077)  # whatever is made here is for its owner only
    collect_seldom()  # before anything heavy is imported
    sys.exit(app())
