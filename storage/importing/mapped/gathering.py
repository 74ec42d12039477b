"""Several rows of a council's own file as one of ours (a case's plans, the days of one time away, somebody's posts),
and one of its rows as several: the cases discussed in one session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final, NamedTuple, TypeAlias, TypeVar

from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.tables.files import Line

#: Of what the rows of one say, the latest day.
_LATEST_COUNTS: Final = ("last_discussed", "plan_last_reviewed")
T = TypeVar("T")


def gathered(rows: Iterable[Line], at: int) -> Iterator[Line]:
    """One row for those that are alike but for one cell, which says what all of them do there; at the first's line."""
    for others, found in _alike(rows, (at,)).items():
        words = ";".join(filter(None, (cells[at] for _, cells in found)))
        yield found[0][0], [*others[:at], words, *others[at:]]


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where the columns stand by which rows of one are gathered: whose they are, what is gathered, days of which the
    latest counts, and those that say that a row is over."""

    identity: int
    what: int
    days: Sequence[int]
    closed_on: int | None
    is_open: int | None

    @classmethod
    def of(cls, ours: Sequence[str], identity: str, what: str) -> Gathering:
        at = {name: place for place, name in enumerate(ours)}
        days = [at[name] for name in _LATEST_COUNTS if name in at]
        return cls(at[identity], at[what], days, at.get("closed_on"), at.get("is_open"))

    def is_over(self, cells: Sequence[str]) -> bool:
        said_closed = self.is_open is not None and fold(cells[self.is_open]) in ("no", "n", "false", "0")
        return said_closed or (self.closed_on is not None and bool(cells[self.closed_on]))


def gathered_by_latest(rows: Iterable[Line], by: Gathering) -> Iterator[Line]:
    """One row for those of one identity, the latest first: it says everything, what it leaves empty the others say, and
    what is gathered all of them. Of a case that is open what is over doesn't count."""
    for some in _by_whom(rows, lambda row: fold(row[1][by.identity])):
        current = [one for one in some if not by.is_over(one[1])] or some
        made = [next(filter(None, said), "") for said in zip(*(cells for _, cells in current), strict=False)]
        words = (word for _, cells in current for word in cells[by.what].split(";"))
        made[by.what] = ";".join(dict.fromkeys(filter(None, words)))
        for place in by.days:
            made[place] = _latest_said([cells[place] for _, cells in some])
        yield current[0][0], made


def _latest_said(said: Sequence[str]) -> str:
    """What is no day goes on, to be named."""
    return latest_given(("it", one) for one in said).get("it", "")


#: Whether a day between two days away is no gap, of whoever it is: ``(whose, day)``.
IsFree: TypeAlias = Callable[[str, date], bool]


@dataclass(frozen=True, slots=True)
class DaysAway:
    """Where the columns stand by which days away in a row are one: whose they are, from when, until when."""

    whose: int
    first: int
    last: int


class _Away(NamedTuple):
    first: date
    last: date
    row: Line


def in_a_row(rows: Iterable[Line], at: DaysAway, is_free: IsFree) -> Iterator[Line]:
    """One row for the days in a row of those that are alike but for these two cells; what ``is_free`` says of between
    them is no gap. Until when it was the last of them says, empty where it says nothing. A row whose
    days can't be read goes on as it is."""
    for found in _alike(rows, (at.first, at.last)).values():
        away: list[_Away] = []
        for row in found:
            first, said = v.day_if_readable(row[1][at.first]), row[1][at.last]
            last = v.day_if_readable(said) if said else first
            if first and last and first <= last:
                away.append(_Away(first, last, row))
            else:
                yield row
        yield from _spans(sorted(away, key=lambda one: one[:2]), at, is_free)


def _spans(days: Sequence[_Away], at: DaysAway, is_free: IsFree) -> Iterator[Line]:
    begins = 0
    for n in range(len(days)):
        line, cells = days[begins].row
        ends = max(days[begins : n + 1], key=lambda other: other.last)
        if n + 1 < len(days) and _follows(ends.last, days[n + 1].first, partial(is_free, cells[at.whose])):
            continue
        made = list(cells)
        made[at.first] = days[begins].first.isoformat()
        made[at.last] = ends.last.isoformat() if ends.row[1][at.last] else ""
        yield line, made
        begins = n + 1


def _follows(last: date, first: date, is_free: Callable[[date], bool]) -> bool:
    """Whether nobody would be at work between the two."""
    between = (last + timedelta(days=n) for n in range(1, (first - last).days))
    return all(map(is_free, between))


def _alike(rows: Iterable[Line], but: Sequence[int]) -> dict[tuple[str, ...], list[Line]]:
    found: dict[tuple[str, ...], list[Line]] = {}
    for line, cells in rows:
        others = tuple(cell for at, cell in enumerate(cells) if at not in but)
        found.setdefault(others, []).append((line, cells))
    return found


def _by_whom(rows: Iterable[T], whose: Callable[[T], str]) -> Iterable[list[T]]:
    """The rows of each, where the first stood; one that is nobody's is alone."""
    found: dict[str, list[T]] = {}
    for at, row in enumerate(rows):
        found.setdefault(whose(row) or f"\0{at}", []).append(row)
    return found.values()


def larger(
    rows: Iterable[T],
    whose: Callable[[T], str],
    share: Callable[[T], float | None],
    left: Callable[[T], None],
) -> Iterator[T]:
    """Without those of the posts that one person holds at once that are not their largest; ``left`` hears of them.
    ``share``: of full time, None of a post that is over; of two as large the first is meant. Of more than full
    time one post came after the other."""
    for some in _by_whom(rows, whose):
        shares = [share(row) for row in some]
        held = [one for one in shares if one is not None]
        at_once = len(held) > 1 and 0 < sum(held) <= 1
        largest = shares.index(max(held)) if at_once else -1
        for at, (row, one) in enumerate(zip(some, shares, strict=True)):
            if at_once and one is not None and at != largest:
                left(row)
            else:
                yield row


def latest(rows: Iterable[T], whose: Callable[[T], str], when: Callable[[T], date | None]) -> Iterator[T]:
    """Of the rows of each the one of the latest day, where the first stood; several of that day, for somebody to say
    which is meant. One that says no day is the earliest; one that is nobody's goes on."""
    for some in _by_whom(rows, whose):
        days = [when(row) or date.min for row in some]
        last = max(days)
        yield from (row for day, row in zip(days, some, strict=True) if day == last)


def latest_first(
    rows: Iterable[T], whose: Callable[[T], str], when: Callable[[T], date | None]
) -> Iterator[T]:
    """The rows of each where the first stood, the one of the latest day before the others."""
    for some in _by_whom(rows, whose):
        yield from sorted(some, key=lambda one: when(one) or date.min, reverse=True)


def given(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What rows say in one column, by what they say in another, where it is one thing."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, said in pairs:
        found[fold(key)].add(said)
    return {key: said.pop() for key, said in found.items() if key and len(said) == 1 and "" not in said}


def latest_given(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The latest day that rows say, by what they say in another column; nothing where none does. What is no day goes
    on, to be named."""
    found: dict[str, str] = {}
    for key, said in pairs:
        before, day = found.get(fold(key), ""), v.day_if_readable(said)
        is_named = bool(before) and v.day_if_readable(before) is None
        found[fold(key)] = before if is_named else max(before, day.isoformat()) if day else said or before
    return found


def of_each_word(cells: Sequence[str], places: Sequence[int]) -> Iterator[Sequence[str]]:
    """A row for each word of these cells; for an empty one too."""
    if not places:
        yield cells
        return
    first, *others = places
    for word in cells[first].split(";"):
        yield from of_each_word([*cells[:first], word, *cells[first + 1 :]], others)
