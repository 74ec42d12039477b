"""The command line's groups about what is kept: the trail, retention and the keys."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.calling import Database, Json, Rules, run

audit = typer.Typer(
    help="The trail: read it in plain words, and see whether it is whole.", no_args_is_help=True
)
keys = typer.Typer(help="The keys that people's words are sealed with.", no_args_is_help=True)
retention = typer.Typer(
    help="What is kept too long goes, unless a legal hold keeps it.", no_args_is_help=True
)


@audit.command("show")
def audit_show(
    case: Annotated[str, typer.Option(help="About this case: its reference.")] = "",
    person: Annotated[str, typer.Option(help="By and about this person: a staff number.")] = "",
    looked: Annotated[
        bool, typer.Option("--looked", help="Only who looked at what is private, and at what.")
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


@keys.command("rotate")
def keys_rotate() -> None:
    """Seal everything anew with the first key, so that an old one can be taken out. Cut short, it goes on."""
    run("keys", "rotate")


@retention.command("run")
def retentionrun(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; delete nothing.")] = False,
    database: Database = "",
    rules: Rules = "",
) -> None:
    """Delete what has been kept for its term, as each night does; the trail keeps how much."""
    run("retention", "run", dry_run=dry_run, database=database, rules=rules)


@retention.command("hold")
def retention_hold(
    reference: Annotated[str, typer.Argument(help="The council's own, such as LH-2026-03.")],
    case: Annotated[str, typer.Option(help="Over this case: its reference.")] = "",
    person: Annotated[str, typer.Option(help="Over this person: a staff number.")] = "",
    everything: Annotated[bool, typer.Option("--everything", help="Over all there is.")] = False,
    database: Database = "",
) -> None:
    """Place a legal hold: nothing under it is deleted until it is lifted."""
    run(
        "retention",
        "hold",
        reference=reference,
        case=case,
        person=person,
        everything=everything,
        database=database,
    )


@retention.command("lift")
def retention_lift(
    reference: Annotated[str, typer.Argument(help="The hold's reference.")], database: Database = ""
) -> None:
    """Lift every hold of a reference."""
    run("retention", "lift", reference=reference, database=database)


@retention.command("holds")
def retention_holds(database: Database = "") -> None:
    """List the holds that stand. Reads only."""
    run("retention", "holds", database=database)
