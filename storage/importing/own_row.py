"""A row of a council's own file, by its own headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from storage.importing import values as v
from storage.importing.files import Line, is_total
from storage.importing.grid_cells import Met, met_in
from storage.importing.own_dates import OwnDates
from storage.importing.own_words import OwnWords

#: By what name a row says the one of several columns that it is made for; no heading is empty.
EACH: Final = ""
#: No column's name either: how many lines count the others, or say where they come from.
TOTALS: Final = "\0totals"


@dataclass(frozen=True, slots=True)
class OwnRow:
    """``empty``: the words that say nothing. ``booked``: by the cell that it is made for, booked and no more."""

    places: Mapping[str, int]
    cells: Sequence[str]
    empty: OwnWords
    booked: bool = False

    def __getitem__(self, name: str) -> str:
        place = self.places[name]
        cell = self.cells[place].strip() if place < len(self.cells) else ""
        return "" if cell and cell in self.empty else cell

    def of_each(self, place: int, month: date | None, dates: OwnDates, words: OwnWords) -> Iterator[OwnRow]:
        """A row for each day that a column says, as ``EACH``. ``month``: the one that the column is of, where its
        heading says so; ``words``: what the mapping has some of its cells mean."""
        cell = replace(self, places={EACH: place})[EACH]
        meant = words.meaning(cell) if cell else ""
        cell = cell if meant is None else meant
        met = met_in(cell, month, dates) if cell else []
        for one in [Met(_named(cell, month))] if met is None else met:
            places = {**self.places, EACH: len(self.cells)}
            yield replace(self, places=places, cells=[*self.cells, one.day], booked=one.booked)


def _named(cell: str, month: date | None) -> str:
    """What isn't understood, beside its month where it is a day far from that."""
    return f"{cell}, in the column of {month:%m/%Y}," if month and v.day_if_readable(cell) else cell


def counted(lines: Iterator[Line], width: int, passed: Counter[str]) -> Iterator[Line]:
    """Without those that are no rows."""
    for line, cells in lines:
        if is_total(cells, width):
            passed[TOTALS] += 1
        else:
            yield line, cells


def filled_down(lines: Iterator[Line], places: Sequence[int]) -> Iterator[Line]:
    """With what stands above in the cells that are empty there."""
    above = dict.fromkeys(places, "")
    for line, cells in lines:
        said = list(cells)
        for place in places:
            if place < len(said):
                above[place] = said[place] = said[place].strip() or above[place]
        yield line, said
