"""The commands about how long things are kept."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.base import Database, Rules, group, run

retention = group("retention", "What is kept too long goes, unless a legal hold keeps it.")


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
    """List the holds that stand. Reads only."""
    run("retention", "holds", database=database)
