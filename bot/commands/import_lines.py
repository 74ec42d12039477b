"""The lines that sessions show and a staff list doesn't, as a file of relationships to strike out from."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.commands.private import private
from storage.importing.other_supervisors import HeldBy

_HEADING: Final = (
    "supervisee",
    "supervisor",
    "since",
    "supervisee's name",
    "supervisor's name",
    "instead of",
)


def write_lines(to: Path, held: Sequence[HeldBy]) -> None:
    """A row for each, by staff numbers; the names beside them are for whoever reads it, and no import reads them. Only
    its owner can read it. Raises FileExistsError."""
    with private(), to.open("x", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADING)
        rows.writerows((h.who, h.by, h.since, h.name, h.by_name, h.line_name) for h in held)
