"""Sheets of a workbook that are read as one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.importing.mapped.own_row import headings_of
from storage.importing.tables.files import IsHeading, Line, TableFile
from storage.importing.tables.headings import is_known


@dataclass(frozen=True, slots=True)
class AlikeSheets:
    """Sheets with one heading, as one table: a sheet for each team; also where some have columns in another order, or
    lack those that nothing reads."""

    sheets: Sequence[TableFile]

    @property
    def name(self) -> str:
        return self.sheets[0].name

    @property
    def names(self) -> Sequence[str]:
        return self.sheets[0].names

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        heading: list[str] = []
        for number, sheet in enumerate(self.sheets):
            lines = sheet.lines(is_heading)
            own = next(lines, None)
            if own is None:
                continue
            if not number:
                heading = headings_of(own[1])
                yield own
            names = headings_of(own[1])
            if names == heading:
                yield from lines
            else:
                yield from _in_order(lines, [names.index(name) if name in names else -1 for name in heading])


def _in_order(lines: Iterator[Line], places: Sequence[int]) -> Iterator[Line]:
    for line, cells in lines:
        yield line, [cells[at] if 0 <= at < len(cells) else "" for at in places]
