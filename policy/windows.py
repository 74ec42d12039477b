"""Windows: stretches of the calendar in each of which something is to happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from policy.facts import FactRef
from policy.periods import add_months
from policy.ruleset import MONTHS, MonthRange, Row, Term, Window

_DAY: Final = timedelta(days=1)

#: The kinds of fact that a window's obligation is started by.
KINDS: Final = ("month", "quarter", "year", "service_year", "term", "occasion")


@dataclass(frozen=True, slots=True)
class Span:
    """One window: ``kind`` and ``name`` are its obligation's fact. What happens from ``first`` to ``last`` is its own;
    ``due`` is the day by which it is asked, ``last`` unless the policy names a month."""

    kind: str
    name: str
    first: date
    last: date
    due: date

    @property
    def fact(self) -> FactRef:
        return FactRef(self.kind, self.name)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of one clock for one subject. ``origin`` starts the years of service; ``since``: a named month that
    had passed by then is nobody's to make up."""

    window: Window | None
    months: Sequence[MonthRange]
    terms: Sequence[tuple[str, Term]]
    origin: date
    since: date = date.min

    def at(self, day: date) -> Span | None:
        """The window that a day lies in, or else the next one; None where none is known."""
        return next((span for span in self._around(day) if span.last >= day), None)

    def after(self, span: Span) -> Span | None:
        return self.at(span.last + _DAY)

    def _around(self, day: date) -> Iterator[Span]:
        if self.months:
            return (span for span in _occasions(self.months, day) if span.due >= self.since)
        match self.window:
            case Window.CALENDAR_MONTH:
                return iter([calendar_month(day)])
            case Window.CALENDAR_QUARTER:
                return iter([_quarter(day)])
            case Window.CALENDAR_YEAR:
                return iter([_whole("year", f"{day.year}", date(day.year, 1, 1), 12)])
            case Window.YEAR_OF_SERVICE:
                return iter([_service_year(self.origin, day)])
            case _:
                return (Span("term", name, t.first, t.last, t.last) for name, t in self.terms)


def longest(rows: Sequence[Row]) -> timedelta:
    """No window that any of these rows asks by is longer; nothing where none asks by windows."""
    kinds = [one.in_each for row in rows for one in row.stretches]
    days = [_AT_MOST.get(kind, 366) for kind in kinds if kind]
    days += [366 for row in rows if row.in_month]
    return timedelta(days=max(days, default=0))


_AT_MOST: Final = {Window.CALENDAR_MONTH: 31, Window.CALENDAR_QUARTER: 92}


def windows(
    row: Row,
    window: Window | None,
    terms: Sequence[tuple[str, Term]],
    origin: date,
    since: date = date.min,
) -> Windows:
    return Windows(window, row.in_month, terms, origin, since)


@lru_cache(maxsize=1_000)
def calendar_month(day: date) -> Span:
    return _whole("month", f"{day:%Y-%m}", day.replace(day=1), 1)


def _quarter(day: date) -> Span:
    quarter = (day.month - 1) // 3
    return _whole("quarter", f"{day.year}-Q{quarter + 1}", date(day.year, 3 * quarter + 1, 1), 3)


def _service_year(origin: date, day: date) -> Span:
    """Years are counted from the start; before it, its first."""
    years = max(day.year - origin.year, 0)
    if years and add_months(origin, 12 * years) > day:
        years -= 1
    first, last = add_months(origin, 12 * years), add_months(origin, 12 * (years + 1)) - _DAY
    return Span("service_year", str(years + 1), first, last, last)


def _whole(kind: str, name: str, first: date, months: int) -> Span:
    last = add_months(first, months) - _DAY
    return Span(kind, name, first, last, last)


def _occasions(months: Sequence[MonthRange], day: date) -> Iterator[Span]:
    """Each named occasion from the year before a day to the second after it: its window lasts until the next opens, so
    that what is done late still counts for it."""
    found = sorted(_opening(one, year) for year in range(day.year - 1, day.year + 3) for one in months)
    for (first, due), (following, _) in pairwise(found):
        yield Span("occasion", f"{first:%Y-%m}", first, following - _DAY, due)


def _opening(one: MonthRange, year: int) -> tuple[date, date]:
    opens, by = MONTHS.index(one.opens) + 1, MONTHS.index(one.by) + 1
    last = date(year + (by < opens), by, 1)
    return date(year, opens, 1), add_months(last, 1) - _DAY
