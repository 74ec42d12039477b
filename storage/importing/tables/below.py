"""A table below another in one file or sheet, under a heading of its own: agency workers below the staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.importing.tables.files import IsHeading, Line, ReadFrom, TableFile
from storage.importing.tables.headings import heads_a_table, is_known, plain


@dataclass(frozen=True, slots=True)
class TableBelow(ReadFrom):
    """From its heading on, wherever that stands. ``heading``: the one that is meant, where it is known."""

    heading: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Its own: what its columns are called is none of the other's."""
        return f"{self.table.name} (below)"

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        lines = self.table.lines(lambda _: False)
        next(lines, None)  # another stands above it
        for line, cells in lines:
            is_heading(())  # no row of the other stands above this one's heading
            if self._is_meant(cells) and is_heading(cells):
                yield line, cells
                break
        yield from lines

    def _is_meant(self, cells: Sequence[str]) -> bool:
        return not self.heading or list(map(plain, cells)) == list(map(plain, self.heading))


def headings_below(table: TableFile, is_heading: IsHeading) -> list[Sequence[str]]:
    """Each heading of another table that stands below the first, whose own ``is_heading`` knows."""
    own, first = next(table.lines(is_heading), (0, ()))
    found: dict[tuple[str, ...], Sequence[str]] = {tuple(map(plain, first)): first}
    for line, cells in table.lines(lambda _: False):
        if line > own and heads_a_table(cells):
            found.setdefault(tuple(map(plain, cells)), cells)
    return [*found.values()][1:]
