"""The lines that sessions show and a staff list doesn't, as a file of relationships to strike out from."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from bot.commands.import_own import is_of
from bot.commands.private import private
from storage.importing.checks.other_supervisors import HeldBy

HEADING: Final = (
    "supervisee",
    "supervisor",
    "since",
    "supervisee's name",
    "supervisor's name",
    "instead of",
)


def why_not_written(to: Path, given: Collection[Path]) -> str:
    """Why nothing is written there; empty where nothing is in the way. What an earlier run wrote is written anew, as a
    dry run is made more than once; not where it is brought in, with what somebody took out of it."""
    if not to.exists():
        return ""
    if any(file.exists() and file.samefile(to) for file in given):
        return f"{to} is one of the files to bring in: name another for --lines"
    return (
        ""
        if is_of(to, HEADING)
        else f"{to} is there already, and no file of lines: name another, or move it away"
    )


def write_lines(to: Path, held: Sequence[HeldBy]) -> None:
    """A row for each, by staff numbers; the names beside them are for whoever reads it, and no import reads them. Only
    its owner can read it. Raises FileExistsError where another file came there meanwhile."""
    if to.exists() and is_of(to, HEADING):
        to.unlink()
    with private(), to.open("x", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADING)
        rows.writerows((h.who, h.by, h.since, h.name, h.by_name, h.line_name) for h in held)
