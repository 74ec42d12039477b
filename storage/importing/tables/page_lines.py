"""What a print says again at the head of each page, and other tables that stand below one in the same sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from storage.importing.tables.files import Line, filled
from storage.importing.tables.headings import heads_a_table

#: What says of which page a line is.
_PAGE: Final = re.compile(r"page:?\s*\d+(?:\s*(?:of|/)\s*\d+)?", re.IGNORECASE)
#: A page's own line fills so few cells.
_OF_PAGE: Final = 3
#: A line with so many of a table's headings in their places heads another, where others stand beside them.
_OF_HEADING: Final = 2
#: No column's name: how many rows stood below another heading.
OF_ANOTHER: Final = "\0another"


@dataclass(frozen=True, slots=True)
class PageLines:
    """Lines that a print says again at the head of each page: ``above`` its heading, and the heading."""

    above: frozenset[str]
    heading: tuple[str, ...]

    @classmethod
    def of(cls, above: Iterable[str], heading: Sequence[str]) -> PageLines:
        return cls(frozenset(map(_undated, above)) - {""}, tuple(map(_undated, heading)))

    def has(self, cells: Sequence[str]) -> bool:
        rest = {*map(_undated, cells)} - {""}
        return bool(rest) and (self.is_heading(cells) or rest <= self.above or _is_page(cells))

    def is_heading(self, cells: Sequence[str]) -> bool:
        return tuple(map(_undated, cells[: len(self.heading)])) == self.heading

    def is_other_heading(self, cells: Sequence[str]) -> bool:
        """Whether it heads another table below this one: some of the same headings in their places, and others."""
        if self._same(cells) < _OF_HEADING:
            return False
        pairs = zip(map(_undated, cells), self.heading, strict=False)
        return any(said and own and {*said.split()}.isdisjoint(own.split()) for said, own in pairs)

    def _same(self, cells: Sequence[str]) -> int:
        pairs = zip(map(_undated, cells), self.heading, strict=False)
        return sum(bool(own) and said == own for said, own in pairs)

    def _is_of_others_own(self, cells: Sequence[str]) -> bool:
        """A heading of another table that has hardly any of these in its place."""
        return heads_a_table(cells) and self._same(cells) < _OF_HEADING

    def is_title_of_other(self, cells: Sequence[str], after: Sequence[str]) -> bool:
        """Whether it stands alone over the heading of another table."""
        return filled(cells) == 1 and self.is_other_heading(after)

    def own(self, lines: Iterator[Line], passed: Counter[str]) -> Iterator[Line]:
        """Without what a print says again, and without another table below, until this one's heading comes again;
        ``passed`` counts its rows."""
        others = begun = False  # straight below the heading is its second line
        for line, after in with_next(lines):
            heads = self.is_other_heading(line[1]) or self.is_title_of_other(line[1], after)
            heads = heads or (begun and self._is_of_others_own(line[1]))
            begun = True
            others = (others or heads) and not self.is_heading(line[1])
            if others and not heads and any(map(str.strip, line[1])):
                passed[OF_ANOTHER] += 1
            if not others and not self.has(line[1]):
                yield line


def _is_page(cells: Sequence[str]) -> bool:
    """A title, and which page it is of: ``Caseload by worker | Page 2``."""
    return filled(cells) <= _OF_PAGE and any(_PAGE.fullmatch(cell.strip()) for cell in cells)


def with_next(lines: Iterator[Line]) -> Iterator[tuple[Line, Sequence[str]]]:
    """Each with what the one behind it says."""
    line = next(lines, None)
    while line is not None:
        after = next(lines, None)
        yield line, after[1] if after else ()
        line = after


@lru_cache(maxsize=20_000)
def _undated(cell: str) -> str:
    """Without the figures in it, as those of a page."""
    return " ".join(re.sub(r"\d+", "", cell).lower().split())
