"""``import --report``: every fault and every difference, a row each, for whoever puts the export right."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from storage.importing.applied.changes import DifferenceLine, Outcome
from storage.importing.faults import ImportFault

#: Its first line, by which it is known again.
HEADING: Final = ("what", "file", "line", "kind", "which", "column", "said")
#: A cell that begins so is a formula to a spreadsheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """``rows`` is None where none is wanted."""

    rows: Any = None

    def faults(self, what: str, faults: Sequence[ImportFault]) -> None:
        """A row for each line that has it, with what is wrong there."""
        for fault in faults:
            for line in fault.lines or (0,):
                self._write(what, fault.file, line, "", "", fault.column, fault.of_line(line).message)

    def difference(self, line: DifferenceLine) -> None:
        fields = [", ".join(line.fields)] if line.what == Outcome.NEW else line.fields
        for said in fields or ("",):
            self._write(line.what, line.file, line.line, line.kind, line.key, "", said)

    def _write(self, *cells: str | int) -> None:
        if self.rows:
            self.rows.writerow([_safe(cell) for cell in cells])


def _safe(cell: str | int) -> str:
    text = "" if cell == 0 else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


@contextmanager
def reporting(path: Path | None) -> Iterator[ImportReport]:
    """Writes into that file, with a byte order mark: spreadsheets take the rest for Windows-1252."""
    if path is None:
        yield ImportReport()
        return
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file)
        rows.writerow(HEADING)
        yield ImportReport(rows)
