"""Columns that come again beside one another, a day, whether it was held and a code for each of eight sessions: a row
for each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from policy.folding import fold
from policy.written_days import ORDINALS
from storage.importing.columns import values as v
from storage.importing.mapped.grid_cells import month_alone, month_in, month_left_out
from storage.importing.mapped.own_dates import OwnDates, has_no_year, nearest_to
from storage.importing.tables.files import IsHeading, Line, ReadFrom, TableFile, is_note, is_total
from storage.importing.tables.headings import is_known
from storage.importing.tables.legends import is_legend

#: By the column that it makes, what a file calls those of which each is one time; ``#`` stands for the number of it.
Repeats: TypeAlias = Mapping[str, str]
NUMBER: Final = "#"

_IN_WORDS: Final = ORDINALS[:12]
#: Of which time it is: ``Held (2)``, ``2nd Held``, ``Session 2 held``, ``Held2``; neither 1:1 nor a year.
_NUMBER: Final = re.compile(
    rf"(?<![\d:./\-])(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:./\-]?\d)|\b({'|'.join(_IN_WORDS)})\b", re.IGNORECASE
)
_LEFT: Final = re.compile(r"[()\[\]#]|(?<!\w)[-–—:.](?!\w)|[-–—:./]+$|^[-–—:./]+|\bno\.?$", re.IGNORECASE)
#: What says no more than that it is a session: its column is of days.
_OF_SESSION: Final = re.compile(
    r"(?:(?:supervisions?|supv?|sups|sessions?|meetings?|1:1s?|121s?|one to ones?|dates?)\s*)*", re.IGNORECASE
)
#: As often one column alone comes again, and as many columns together under a month each: two are its day and outcome.
_FEWEST: Final = 3


class TimedHeading(NamedTuple):
    """What a heading says but for which time it is of, and that."""

    name: str
    number: int | None
    month: date | None


def timed_heading(heading: str) -> TimedHeading:
    said = " ".join(heading.split())
    words = said.split()
    if len(words) > 1 and (month_in(said) or month_alone(words[-1])):
        return TimedHeading(month_left_out(said), None, month_in(said))
    found = list(_NUMBER.finditer(said))
    if len(found) != 1:
        return TimedHeading(said, None, None)
    one = found[0]
    number = int(one[1]) if one[1] else _IN_WORDS.index(one[2].lower()) + 1
    rest = f"{said[: one.start()]} {said[one.end() :]}"
    return TimedHeading(" ".join(_LEFT.sub(" ", " ".join(rest.split())).split()), number, None)


class _Time(NamedTuple):
    """The places of the columns of one time, -1 for one that isn't there, and the month that they are of."""

    places: tuple[int, ...]
    month: date | None


@dataclass(frozen=True, slots=True)
class _Years:
    """Of which year days are that say none, as those beside them tell: of each time a day that was ``seen``, in this
    row or in one above it, or the month over it."""

    seen: dict[int, date]

    def dated(self, times: Sequence[Sequence[str]]) -> list[list[str]]:
        told = {
            n: day for n, cells in enumerate(times) if (day := next(filter(None, map(_day, cells)), None))
        }
        self.seen.update(told)
        return [
            [self._with_year(cell, n, told or self.seen) for cell in cells] for n, cells in enumerate(times)
        ]

    def _with_year(self, cell: str, time: int, told: Mapping[int, date]) -> str:
        said = cell.strip()
        if not told or not has_no_year(said):
            return cell
        near = told[min(told, key=lambda n: abs(n - time))]
        day = nearest_to(said, near)
        return day.isoformat() if day else cell


def _day(cell: str) -> date | None:
    """Of a cell that says its year."""
    return v.day_if_readable(OwnDates().restated(cell.strip())) if re.search(r"\d", cell) else None


@dataclass(frozen=True, slots=True)
class _RepeatedHeading:
    """``others``: the places of the columns that stand once."""

    titles: Sequence[str]
    heading: Sequence[str]
    others: Sequence[int]
    times: Sequence[_Time]
    years: _Years

    @classmethod
    def of(cls, heading: Sequence[str], repeats: Repeats) -> _RepeatedHeading:
        wanted = {fold(_name(said)): at for at, said in enumerate(repeats.values())}
        mine = [
            (at, wanted[fold(one.name)], one)
            for at, one in enumerate(map(timed_heading, heading))
            if fold(one.name) in wanted
        ]
        times = list(_times(mine, len(wanted)))
        taken = {at for at, _, _ in mine} if times else set[int]()
        others = [at for at in range(len(heading)) if at not in taken]
        return cls(
            list(repeats),
            heading,
            others,
            times,
            _Years({n: one.month for n, one in enumerate(times) if one.month}),
        )

    @property
    def titled(self) -> list[str]:
        return [*(self.heading[at] for at in self.others), *self.titles]

    def rows(self, line: Line) -> Iterator[Line]:
        """One for each time that says something; one that says nothing where none does, for it may say once what holds
        below. What is no row goes on to be counted."""
        number, cells = line
        width = len(self.heading)
        if is_total(cells, width) or is_note(cells, width) or is_legend(cells):
            yield number, [cell for cell in cells if cell.strip()]
            return
        own = [_at(cells, at) for at in self.others]
        said = self.years.dated([[_at(cells, at) for at in one.places] for one in self.times])
        for some in [one for one in said if any(map(str.strip, one))] or [[""] * len(self.titles)]:
            yield number, [*own, *some, *cells[width:]]


def _name(said: str) -> str:
    """As a heading says it that has a number in place of the sign."""
    return timed_heading(said.replace(NUMBER, "1") if NUMBER in said else said).name


def _times(mine: Sequence[tuple[int, int, TimedHeading]], columns: int) -> Iterator[_Time]:
    """By their numbers, where these tell them apart; else in order, where one comes again the next begins."""
    numbers = [(one.number or 1, which) for _, which, one in mine]
    by_number = any(one.number for _, _, one in mine) and len({*numbers}) == len(numbers)
    found: dict[int, dict[int, tuple[int, date | None]]] = {}
    time = 0
    for at, which, one in mine:
        if by_number:
            time = one.number or 1
        elif which in found.get(time, {}):
            time += 1
        found.setdefault(time, {})[which] = at, one.month
    for _, places in sorted(found.items()):
        month = next((month for _, month in places.values() if month), None)
        yield _Time(tuple(places.get(n, (-1, None))[0] for n in range(columns)), month)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


@dataclass(frozen=True, slots=True)
class Repeated(ReadFrom):
    """A table with a row for each time that some of its columns come again."""

    repeats: Repeats

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        def is_one(cells: Sequence[str]) -> bool:
            again = _RepeatedHeading.of(cells, self.repeats)
            said = again.titled if len(again.times) > 1 else [" ".join(filter(None, map(str.strip, cells)))]
            return is_heading(said if cells else cells)

        lines = self.table.lines(is_one)
        first = next(lines, None)
        if first is None:
            return
        again = _RepeatedHeading.of(first[1], self.repeats)
        if not again.times:
            yield first
            yield from lines
            return
        yield first[0], again.titled
        for line in lines:
            yield from again.rows(line)


def repeated(table: TableFile, repeats: Repeats) -> TableFile:
    return Repeated(table, repeats) if repeats else table


def repeats_in(heading: Sequence[str]) -> Repeats:
    """What comes again in a heading, each as it is called there; empty where nothing does."""
    all_named = [one for one in map(timed_heading, heading) if one.name or one.number]
    counts = Counter(fold(one.name) for one in all_named)
    most = max(counts.values(), default=0)
    often = {name for name, count in counts.items() if count > 1 and 2 * count >= most}
    mine = [one for one in all_named if fold(one.name) in often]
    fewest_columns = _FEWEST if any(one.month for one in mine) else 1
    if len(often) < fewest_columns or (len(often) == 1 and most < _FEWEST):
        return {}
    firsts: dict[str, TimedHeading] = {}
    for one in mine:
        firsts.setdefault(fold(one.name), one)
    numbered = any(one.number for one in firsts.values())
    return {_title(one.name): _called(one.name, numbered=numbered) for one in firsts.values()}


def _title(name: str) -> str:
    return "Date" if _OF_SESSION.fullmatch(name) else name


def _called(name: str, *, numbered: bool) -> str:
    return f"{name} {NUMBER}".strip() if numbered else name
