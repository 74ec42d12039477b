"""Blocks of which each has the heading again, under a line that says whose it is: a log kept as a card for each worker.
What such a line says is a column of the rows below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from policy.folding import fold
from storage.importing.mapped.month_years import Above
from storage.importing.tables.files import IsHeading, Line, TableFile
from storage.importing.tables.over_rows import FEWEST, MOST, ROWS, OverRows, beside
from storage.importing.tables.page_lines import PageLines

#: By the column that it makes, which cell of the line above each heading says it: its place, from 1, or what stands
#: before it there, ``Supervisor:``.
OverHeadings: TypeAlias = Mapping[str, str]
NONE_OVER: Final[OverHeadings] = {}

_NAME: Final = re.compile(r"[^\W\d_][\w.'’\-]*(?:,? [\w.'’()\-]+){1,3}")
#: How the column is called of whoever a block is about.
WORKER: Final = "Worker"


@dataclass(frozen=True, slots=True)
class UnderCards(OverRows):
    """``said``: over the headings."""

    said: OverHeadings

    def _titles(self) -> Sequence[str]:
        return list(self.said)

    def _is_over(self, cells: Sequence[str], is_heading: IsHeading) -> bool:
        if not self._told(cells):
            return False
        is_heading([""])  # what stands above it is none of several columns at a time
        return True

    def _rows(
        self, lines: Iterator[Line], heading: Sequence[str], above: Sequence[Sequence[str]]
    ) -> Iterator[Line]:
        pages, width = PageLines.of((), heading), len(heading)
        said = next((one for cells in reversed(above) if (one := self._told(cells))), [""] * len(self.said))
        before: list[Line] = []
        for line in lines:
            if not pages.has(line[1]):
                yield from _beside(before, width, said)
                before = [line]
                continue
            mine = self._told(before[-1][1]) if before else None
            if mine is None:
                yield from _beside(before, width, said)
            said, before = mine or said, []
        yield from _beside(before, width, said)

    def _told(self, cells: Sequence[str]) -> Sequence[str] | None:
        """None for a line that isn't such a one: it lacks a word that stands there before something."""
        found = [_at(cells, where) for where in self.said.values()]
        return None if None in found or not any(found) else [one or "" for one in found]


def _beside(lines: Sequence[Line], width: int, said: Sequence[str]) -> Iterator[Line]:
    return (one for line in lines for one in beside(line, width, said))


def _at(cells: Sequence[str], where: str) -> str | None:
    """None where the word isn't there before which it would stand."""
    if where.isdecimal():
        return cells[int(where) - 1].strip() if int(where) <= len(cells) else ""
    label = fold(where)
    at = next((n for n, cell in enumerate(cells) if fold(cell) == label), None)
    return None if at is None else next((cell.strip() for cell in cells[at + 1 :] if cell.strip()), "")


def under_cards(table: TableFile, said: OverHeadings) -> TableFile:
    return UnderCards(table, said) if said else table


def over_headings_in(table: TableFile, is_heading: IsHeading) -> OverHeadings:
    """What the lines above a heading that comes again and again say; nothing where they don't name somebody else each,
    with a word before something else by which they are known."""
    above = Above(is_heading)
    lines = [cells for _, cells in islice(table.lines(above.is_one), ROWS)]
    if not lines:
        return {}
    pages = PageLines.of((), lines[0])
    again = [n for n, cells in enumerate(lines) if n > 1 and pages.has(cells)]
    cards = [*above.lines(lines[0])[-1:], *(lines[n - 1] for n in again)]
    cards = [cells for cells in cards if sum(map(bool, map(str.strip, cells))) > 1]
    place = _of_names(cards)
    labels = _labels(cards)
    if len(cards) < FEWEST or len(cards) <= MOST * len(again) or place is None or not labels:
        return {}
    heading = set(map(fold, lines[0]))
    worker = f"{WORKER} of card" if fold(WORKER) in heading else WORKER
    # Who it was with a row says itself, where it does.
    return {worker: str(place + 1), **{f"{label.rstrip(': ')} of card": label for label in labels}}


def _of_names(cards: Sequence[Sequence[str]]) -> int | None:
    """The first place at which most of them name somebody, another in each."""
    for place in range(max(map(len, cards), default=0)):
        said = [cells[place].strip() for cells in cards if place < len(cells) and cells[place].strip()]
        named = [one for one in said if _NAME.fullmatch(one)]
        if len(named) > MOST * len(cards) and len({*said}) > MOST * len(said):
            return place
    return None


def _labels(cards: Sequence[Sequence[str]]) -> Sequence[str]:
    """Words with a colon that stand in all of them, before something that differs."""
    said = Counter(cell.strip() for cells in cards for cell in {*cells} if cell.strip().endswith(":"))
    always = [word for word, number in said.items() if number == len(cards)]
    return [word for word in always if len({_at(cells, word) for cells in cards}) > 1]
