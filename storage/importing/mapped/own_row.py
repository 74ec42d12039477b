"""A row of a council's own file, by its own headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Final, NamedTuple

from storage.importing.columns import values as v
from storage.importing.mapped.grid_cells import Met, met_in, month_in, outcomes
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.mapped.own_words import OwnWords
from storage.importing.tables.files import FileFault, Line, is_note, is_total
from storage.importing.tables.headings import numbered, plain

#: By what name a row says what it is made for while that is read; no heading is empty.
#: No column's name either: how many lines count the others, or say where they come from, and how many rows say nothing
#: of any session.
TOTALS: Final = "\0totals"
OF_NO_TIME: Final = "\0no time"
#: Nor these: how many cells say what became of a session and stand beside no day of it, and how many rows came of all.
OF_NO_DAY: Final = "\0no day"
CAME: Final = "\0came"


def each_of(columns: Sequence[str]) -> str:
    """By what name a row says the one of several columns that it is made for; no heading has several lines."""
    return "\n".join(("", *columns))


class Month(NamedTuple):
    """A column that makes rows, the month that its heading says it is of, and the column beside it: each by what a row
    calls it then, and its place."""

    day: tuple[str, int]
    month: date | None
    beside: tuple[str, int] | None = None


def months_of(heading: Sequence[str], each: Sequence[Sequence[str]]) -> list[Month]:
    """The columns that ``each`` of a mapping means: the first's, and where another goes with them the nth with the
    nth. Raises FileFault."""
    found = {each_of(names): _places(heading, OwnWords.of(names)) for names in each}
    if not found:
        return []
    (day, places), *others = found.items()
    if not others:
        return [Month((day, at), month_in(heading[at])) for at in places]
    if len(others) > 1:
        raise FileFault("each may stand in two columns of ours: that of the day, and what is said beside it")
    other, beside = others[0]
    if len(beside) != len(places):
        said = f"{', '.join(each[0])}: {len(places)}; {other.strip()}: {len(beside)}"
        raise FileFault(f"each column of days needs the one beside it; the mapping means of {said}")
    pairs = zip(places, beside, strict=True)
    return [Month((day, at), month_in(heading[at]), (other, with_it)) for at, with_it in pairs]


def _places(heading: Sequence[str], words: OwnWords) -> list[int]:
    return [at for at, name in enumerate(heading) if name.strip() in words]


@dataclass(frozen=True, slots=True)
class OwnRow:
    """``empty``: the words that say nothing. ``booked``: by the cell that it is made for, booked and no more."""

    places: Mapping[str, int]
    cells: Sequence[str]
    empty: OwnWords
    booked: bool = False

    def __getitem__(self, name: str) -> str:
        return self._at(self.places[name])

    def lacks_day(self, one: Month) -> bool:
        """Whether the column beside one of days says something where that says none."""
        return one.beside is not None and not self._at(one.day[1]) and bool(self._at(one.beside[1]))

    def of_each(self, one: Month, dates: OwnDates, words: OwnWords) -> Iterator[OwnRow]:
        """A row for each day that a column says, with what the one beside it says of that day. ``words``: what the
        mapping has some cells of a column alone mean."""
        (named, place), beside = one.day, one.beside
        cell = self._at(place)
        if beside:
            yield from self._of_pair(one, cell, beside, dates)
            return
        meant = words.meaning(cell) if cell else ""
        cell = cell if meant is None else meant
        met = met_in(cell, one.month, dates) if cell else []
        for day in [Met(_named(cell, one.month))] if met is None else met:
            yield self._with({named: day.day}, booked=day.booked)

    def _of_pair(self, one: Month, cell: str, beside: tuple[str, int], dates: OwnDates) -> Iterator[OwnRow]:
        said = self._at(beside[1])
        found = outcomes(cell, said, one.month, dates) if cell else []
        for on, word in [(f"{cell} ({said})", said)] if found is None else found:
            yield self._with({one.day[0]: on, beside[0]: word})

    def _at(self, place: int) -> str:
        cell = self.cells[place].strip() if place < len(self.cells) else ""
        return "" if cell and cell in self.empty else cell

    def _with(self, said: Mapping[str, str], *, booked: bool = False) -> OwnRow:
        places = {**self.places, **{name: len(self.cells) + n for n, name in enumerate(said)}}
        return replace(self, places=places, cells=[*self.cells, *said.values()], booked=booked)


def _named(cell: str, month: date | None) -> str:
    """What isn't understood, beside its month where it is a day far from that."""
    return f"{cell}, in the column of {month:%m/%Y}," if month and v.day_if_readable(cell) else cell


def of_each_day(
    row: OwnRow, months: Sequence[Month], dates: OwnDates, words: OwnWords, passed: Counter[str]
) -> Iterator[OwnRow]:
    """A row for each day in the columns of which each that says something makes one; itself where there are none."""
    if not months:
        yield row
        return
    passed[OF_NO_DAY] += sum(map(row.lacks_day, months))
    none = True
    for one in months:
        for made in row.of_each(one, dates, words):
            none = False
            yield made
    passed[OF_NO_TIME] += none


def rows_of(
    lines: Iterator[Line],
    width: int,
    passed: Counter[str],
    filled: Sequence[int],
    empty: OwnWords,
    again: Sequence[int],
) -> Iterator[Line]:
    """``filled``: the columns that say once what holds for several; ``again``: those that come again for each session,
    of which a row has to say something."""
    for line in filled_down(_counted(lines, width, passed, filled), filled, empty):
        if not again or any(place < len(line[1]) and line[1][place].strip() for place in again):
            yield line
        else:
            passed[OF_NO_TIME] += 1


def _counted(
    lines: Iterator[Line], width: int, passed: Counter[str], filled: Sequence[int]
) -> Iterator[Line]:
    """Without those that are no rows."""
    for line, cells in lines:
        over = any(place < len(cells) and cells[place].strip() for place in filled)
        if is_total(cells, width) or (not over and is_note(cells, width)):
            passed[TOTALS] += 1
        else:
            yield line, cells


#: At the head of a page a print says what it goes on with: ``0191793 (cont.)``.
_GOES_ON: Final = re.compile(r"\s*\(\s*cont(?:inued|'?d)?\.?\s*\)\s*$", re.IGNORECASE)


def filled_down(lines: Iterator[Line], places: Sequence[int], empty: OwnWords) -> Iterator[Line]:
    """With what stands above in the cells that are empty there, or say what means so or that it goes on."""
    above = dict.fromkeys(places, "")
    for line, cells in lines:
        said = list(cells)
        for place in places:
            if place < len(said):
                cell = _GOES_ON.sub("", said[place]).strip()
                above[place] = said[place] = above[place] if not cell or cell in empty else cell
        yield line, said


def flagged(row: OwnRow, flags: Mapping[str, str], restated: Callable[[str], str]) -> str:
    """The word of each flag that is set; a cell that says neither yes nor no stands for itself, to be named."""
    cells = {word: restated(row[name]) for name, word in flags.items()}
    return ";".join(
        cell if is_set(cell) is None else word for word, cell in cells.items() if is_set(cell) is not False
    )


def nobody_in(cells: Sequence[str], row: OwnRow, needed: Mapping[int, Sequence[str]]) -> str | None:
    """The column whose word means nothing, by the mapping: a vacant post supervises nobody, and is none."""
    places = ((at, [name for name in names if row[name]]) for at, names in needed.items())
    return next((said[0] for at, said in places if said and not cells[at]), None)


def headings_of(cells: Sequence[str]) -> list[str]:
    """Headings as they are compared."""
    return list(map(plain, numbered(cells)))


def places_of(line: int, cells: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each column that the mapping names stands. Raises FileFault for one that isn't there."""
    names = headings_of(cells)
    for name in wanted:
        if plain(name) not in names:
            near = get_close_matches(plain(name), names, n=1)
            hint = f"; '{cells[names.index(near[0])].strip()}' looks like it" if near else ""
            raise FileFault(f"the mapping reads a column '{name}', which isn't here{hint}", line)
    return {name: names.index(plain(name)) for name in wanted}


def said_before(read: Sequence[str]) -> Callable[[OwnRow], bool]:
    """Whether a row says in all these columns what one before it did."""
    before: set[tuple[str, ...]] = set()

    def is_again(row: OwnRow) -> bool:
        said = tuple(row[name] for name in read)
        again = said in before
        before.add(said)
        return again

    return is_again
