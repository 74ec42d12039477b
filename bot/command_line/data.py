"""The commands that bring a council's data in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer
import typer.core

from bot.command_line.base import Rules, group, run
from bot.platform import account_shapes

_SHEET: Final = "Which sheet of a workbook that has several."


class ImportGroup(typer.core.TyperGroup):
    """``import FILE…`` is ``import files FILE…``, whatever the file is called but ``map``."""

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        if words and words[0] not in ("map", "--help"):
            words = ["files", *words]
        return super().parse_args(context, words)


import_ = group(
    "import",
    "Bring a council's data in: `import FILE…`. `import map FILE` proposes what its columns are.",
    ImportGroup,
)


@import_.command("files")
def import_files(
    files: Annotated[
        list[Path], typer.Argument(help="CSV files, workbooks (.xlsx) and calendars (.ics), in any order.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; change nothing, make no database.")
    ] = False,
    complete: Annotated[
        bool, typer.Option("--complete", help="Each file is all there is: what it lacks has ended.")
    ] = False,
    mapping: Annotated[
        list[Path],
        typer.Option(help="A mapping of the council's own columns, or a folder of them; may be repeated."),
    ] = [],  # noqa: B006 - Typer's way of saying none
    sheet: Annotated[str, typer.Option(help=_SHEET)] = "",
    report: Annotated[
        Path | None, typer.Option(help="Write every fault and every difference into this CSV file.")
    ] = None,
    lines: Annotated[
        Path | None,
        typer.Option(
            help="Write whom sessions show with another supervisor than their line says into this file."
        ),
    ] = None,
    again_within: Annotated[
        int | None,
        typer.Option(
            min=1, help="For a timer: administrators are told when it stops, or isn't made for so many days."
        ),
    ] = None,
    ends_many: Annotated[bool, typer.Option("--ends-many", help="Unusually much ends: that is so.")] = False,
    leave_out_faults: Annotated[
        bool,
        typer.Option(
            "--leave-out-faults", help="Rows with a fault stay out and are named; the rest comes in."
        ),
    ] = False,
) -> None:
    """What `import FILE…` does: bring people, cases, sessions and the rest in, unless a row has a fault."""
    run(
        "import_",
        "import_files",
        files=files,
        dry_run=dry_run,
        complete=complete,
        mappings=mapping,
        sheet=sheet,
        report=report,
        lines=lines,
        again_within=again_within,
        ends_many=ends_many,
        leave_out_faults=leave_out_faults,
    )


@import_.command("map")
def import_map(
    files: Annotated[list[Path], typer.Argument(help="Exports as they are: CSV or workbooks (.xlsx).")],
    to: Annotated[
        Path | None,
        typer.Option(
            help="The folder for the mappings, or of one file its mapping (NAME.yaml); else beside the files."
        ),
    ] = None,
    sheet: Annotated[str, typer.Option(help=_SHEET)] = "",
    rules: Rules = "",
) -> None:
    """Propose which columns of the council's own exports are which: for each a file to read through and correct.
    Whoever they name is looked for among the people of these files, and of the database."""
    run("import_map", "propose_mapping", files=files, to=to, sheet=sheet, rules=rules)


merge = group("merge", "Make one of two that are stored in two spellings; `doctor` lists them.")
GiveUp = Annotated[str, typer.Argument(help="The spelling to give up, exactly as doctor names it.")]
Keep = Annotated[str, typer.Argument(help="The spelling to keep.")]


@merge.command("people")
def merge_people(give_up: GiveUp, keep: Keep) -> None:
    """One person of two: what hangs on the one staff number is moved to the other."""
    run("merge", "people", give_up=give_up, keep=keep)


@merge.command("cases")
def merge_cases(give_up: GiveUp, keep: Keep) -> None:
    """One case of two: what hangs on the one reference is moved to the other. Of a case whose reference can be none,
    such as a name, give its number, as doctor does: no.12."""
    run("merge", "cases", give_up=give_up, keep=keep)


person = group("person", "Show one member of staff, and put right what is stored, without a file.")
StaffNumber = Annotated[str, typer.Argument(help="As the staff list has it.")]


@person.command("show")
def person_show(staff_number: StaffNumber) -> None:
    """Who they are, who supervises them, and which chat accounts are joined to them. That you read it is in the
    trail."""
    run("person", "show", staff_number=staff_number)


@person.command("set")
def person_set(
    staff_number: StaffNumber,
    columns: Annotated[
        list[str], typer.Argument(help="As in the file of people: email=amara@example.org left_on=30/11/2026")
    ],
) -> None:
    """Put columns of the staff list right. Somebody new is added; an empty value empties."""
    run("person", "change", staff_number=staff_number, columns=columns)


@person.command("supervisor")
def person_supervisor(
    staff_number: StaffNumber,
    supervisor: Annotated[str, typer.Argument(help="The new line supervisor's staff number.")],
    since: Annotated[str, typer.Option(help="From which day on.")],
) -> None:
    """Give somebody another line supervisor; the one before ends by itself."""
    run("person", "supervise", staff_number=staff_number, supervisor=supervisor, since=since)


@person.command("unjoin")
def person_unjoin(
    staff_number: StaffNumber,
    platform: Annotated[str, typer.Argument(help=" or ".join(account_shapes()))],
) -> None:
    """End the join of their chat account, where it is the wrong one: it is met anew by its email."""
    run("person", "unjoin", staff_number=staff_number, platform=platform)


@person.command("not-away")
def person_not_away(
    staff_number: StaffNumber,
    day: Annotated[str, typer.Argument(help="Any day of the absence.")],
) -> None:
    """Withdraw an absence that a file brought and that isn't so, also one that has begun. No later file brings it
    back."""
    run("person", "not_away", staff_number=staff_number, day=day)
