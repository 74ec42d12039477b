"""Columns that name people together, as a calendar's of who called a meeting and who was asked to it: who met is a
column of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.folding import fold
from storage.importing.mapped.own_row import headings_of, places_of
from storage.importing.tables.files import IsHeading, Line, ReadFrom
from storage.importing.tables.headings import is_known, plain

BETWEEN: Final = "; "
_PARTS: Final = re.compile(r"[;\n]")
#: ``Amara Example <amara@…>``: the name says who it is.
_ADDRESS: Final = re.compile(r"(?<=\S)\s*<[^<>]*>\s*$")


@dataclass(frozen=True, slots=True)
class NamedTogether(ReadFrom):
    """``said``: by the column that it makes, of which columns it says whom they name."""

    said: Mapping[str, Sequence[str]]

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        titles = list(self.said)
        lines = self.table.lines(lambda cells: is_heading([*cells, *titles] if cells else cells))
        first = next(lines, None)
        if first is None:
            return
        number, heading = first
        width, named = len(heading), [self._places(heading, number, names) for names in self.said.values()]
        yield number, [*heading, *titles]
        for line, cells in lines:
            own = [*cells[:width], *[""] * (width - len(cells))]
            yield line, [*own, *(met(own[at] for at in places) for places in named), *cells[width:]]

    def _places(self, heading: Sequence[str], line: int, names: Sequence[str]) -> Sequence[int]:
        """Of those that are there: not every export has all. Raises FileFault where none is."""
        there = headings_of(heading)
        wanted = [name for name in names if plain(name) in there] or names
        return list(places_of(line, heading, wanted).values())


def met(cells: Iterable[str]) -> str:
    """Each whom they name, once, in the order of the alphabet; nothing of one alone."""
    named = {fold(name): name for cell in cells for name in named_in_cell(cell)}
    return BETWEEN.join(named[one] for one in sorted(named)) if len(named) > 1 else ""


def named_in_cell(cell: str) -> list[str]:
    """Several stand in one, with a semicolon between; commas too, but for that of ``Example, Amara``."""
    parts = [part.strip() for part in _PARTS.split(cell)]
    if len(parts) == 1:
        by_comma = [part.strip() for part in cell.split(",")]
        parts = by_comma if all(" " in part or "@" in part for part in by_comma) else parts
    return [name for part in parts if (name := _ADDRESS.sub("", part).strip(" '\""))]
