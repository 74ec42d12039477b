"""Tables of which some lines say what holds for several rows: what they say is a column of each of these."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from storage.importing.mapped.month_years import Above
from storage.importing.tables.files import IsHeading, Line, ReadFrom, is_note, is_total
from storage.importing.tables.headings import is_known
from storage.importing.tables.legends import is_legend

#: So many such lines are no chance, and of all that may be some so large a share; in so many rows they are looked for.
FEWEST: Final = 3
MOST: Final = 0.6
ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class OverRows(ReadFrom, ABC):
    """A table with a column for each thing that such lines say, and without them."""

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        titles = self._titles()

        def is_one(cells: Sequence[str]) -> bool:
            if cells and self._is_over(cells, is_heading):
                return False
            return is_heading([*cells, *titles] if cells else cells)

        above = Above(is_one)
        lines = self.table.lines(above.is_one)
        first = next(lines, None)
        if first is None:
            return
        yield first[0], [*first[1], *titles]
        yield from self._rows(lines, first[1], above.lines(first[1]))

    @abstractmethod
    def _titles(self) -> Sequence[str]:
        """Of the columns that these lines make."""

    @abstractmethod
    def _is_over(self, cells: Sequence[str], is_heading: IsHeading) -> bool:
        """Whether a line above the heading is such a one, and so no heading."""

    @abstractmethod
    def _rows(
        self, lines: Iterator[Line], heading: Sequence[str], above: Sequence[Sequence[str]]
    ) -> Iterator[Line]:
        """The rows, each with what is said over it; ``above``: the lines over the heading."""


def beside(line: Line, width: int, said: Sequence[str]) -> Iterator[Line]:
    """With what is said over it; a line that counts the rows, or is somebody's remark, is none of them, and goes on to
    be counted."""
    number, cells = line
    own = [*cells[:width], *[""] * (width - len(cells))]
    no_row = is_legend(cells) or is_total(cells, width) or is_note(cells, width)
    yield number, own if no_row else [*own, *said, *cells[width:]]
