"""The commands about what is kept: how long, and all of it about one person or case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.base import Database, Rules, group, run

retention = group("retention", "What is kept too long goes, unless a legal hold keeps it.")

export = group("export", "Everything held of one person or case, for a request for access.")
Folder = Annotated[Path, typer.Option(help="Where the page and the JSON are written.")]


@export.command("person")
def export_person(
    staff_number: Annotated[str, typer.Argument(help="Whose.")],
    folder: Folder = Path(),
    database: Database = "",
) -> None:
    """Everything held of a member of staff, what has to be looked at first marked. The trail keeps that it was made."""
    run("export", "export", kind="person", name=staff_number, folder=folder, database=database)


@export.command("case")
def export_case(
    reference: Annotated[str, typer.Argument(help="Which.")], folder: Folder = Path(), database: Database = ""
) -> None:
    """Everything held of a case, without its worker's personal sessions. The trail keeps that it was made."""
    run("export", "export", kind="case", name=reference, folder=folder, database=database)


@retention.command("run")
def retention_run(
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
    given = {"case": case, "person": person, "everything": everything}
    run("retention", "hold", reference=reference, database=database, **given)


@retention.command("lift")
def retention_lift(
    reference: Annotated[str, typer.Argument(help="The hold's reference.")], database: Database = ""
) -> None:
    """Lift every hold of a reference."""
    run("retention", "lift", reference=reference, database=database)


@retention.command("holds")
def retention_holds(database: Database = "") -> None:
    """List the holds that stand. That you read them is in the trail."""
    run("retention", "holds", database=database)
