"""Headings of a rota: a column for each day, one after the other, written with their month and year, or with less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from policy.written_days import WrittenDay, full_year, in_plain_words, without_weekday, written
from storage.importing.mapped.grid_cells import month_alone, month_in, month_of
from storage.importing.mapped.month_years import MonthsFrom, told_year
from storage.importing.mapped.own_dates import TITLE, split

#: So many columns of a day each are a rota's, and so many where their headings say no month.
_FEWEST: Final = 5
_FEWEST_BARE: Final = 14
#: Weekends and bank holidays have no column in many of them.
_GAP: Final = 5
_WEEKDAY: Final = "(?:mo|tu|we|th|fr|sa|su|[mtwfs])"
_BARE: Final = re.compile(rf"(?:{_WEEKDAY} ?)?(\d{{1,2}})(?:st|nd|rd|th)?(?: {_WEEKDAY})?")
_LEAP: Final = 2024


class DayHeading(NamedTuple):
    """One column's, as far as it says it; 0 for what it doesn't. ``weekday``: 0 is Monday."""

    place: int
    day: int
    month: int
    year: int
    weekday: int | None

    @property
    def may_be(self) -> bool:
        return WrittenDay(self.day, self.month or 1, "").in_year(self.year or _LEAP) is not None


#: By its place the day of each such column.
Days: TypeAlias = Mapping[int, date]


def days_said(
    heading: Sequence[str], above: Sequence[str] = (), texts: Iterable[str] = ()
) -> list[DayHeading]:
    """The columns of a day each, with their months; none where they are no rota's. ``above``: the line above, which may
    say the months; ``texts``: titles, and names of the sheet and the file."""
    found = [one for at, cell in enumerate(heading) if (one := _said(at, cell)) and one.may_be]
    bare = [one for one in found if not one.month]
    if bare and (len(bare) < len(found) or len(bare) < _FEWEST_BARE):
        found = [one for one in found if one.month]
    elif bare:
        found = _with_months(bare, above, texts)
    return found if len(found) >= _FEWEST and _in_a_row(found) else []


def _said(place: int, cell: str) -> DayHeading | None:
    text = split(cell.strip())[0]  # a sheet's own date has a time
    bare, weekday = without_weekday(in_plain_words(text)) if any(map(str.isdigit, text)) else ("", None)
    if said := written(bare):
        year = full_year(said.year) if said.year else 0
        return DayHeading(place, said.day, said.month, year, weekday)
    alone = _BARE.fullmatch(bare)
    return DayHeading(place, int(alone[1]), 0, 0, weekday) if alone else None


def _with_months(bare: Sequence[DayHeading], above: Sequence[str], texts: Iterable[str]) -> list[DayHeading]:
    """Of the month that stands above them, else of the one that a title says; where they begin again, of the next."""
    months = {at: month for at, cell in enumerate(above) if (month := _month(cell))}
    if months:
        now, made = (0, 0), list[DayHeading]()
        for one in bare:
            now = next((months[at] for at in sorted(months, reverse=True) if at <= one.place), now)
            made.append(one._replace(month=now[0], year=now[1]))
    else:
        told = _month_told(list(texts))
        made = _of_title(bare, told) if told else []
    return made if all(one.month and one.may_be for one in made) else []


def _month_told(texts: Sequence[str]) -> tuple[int, int] | None:
    """The month of a title, with its year before one without."""
    if with_year := next(filter(None, map(month_in, texts)), None):
        return with_year.month, with_year.year
    alone = next(filter(None, map(_month_named, texts)), None)
    return (alone, 0) if alone else None


def _of_title(bare: Sequence[DayHeading], told: tuple[int, int]) -> list[DayHeading]:
    """Of whole weeks the first days may be of the month before."""
    again = [at for at in range(1, len(bare)) if bare[at].day <= bare[at - 1].day]
    first = again[0] if again else len(bare)
    whole = len(bare) if len(again) < 2 else again[1]
    before = bool(again) and bare[0].day > 1 and first < whole - first
    months = [sum(at <= place for at in again) - before for place in range(len(bare))]
    return [one._replace(**_later(told, by)) for one, by in zip(bare, months, strict=True)]


def _later(month: tuple[int, int], by: int) -> dict[str, int]:
    years, at = divmod(month[0] - 1 + by, 12)
    return {"month": at + 1, "year": month[1] and month[1] + years}


def _month_named(text: str) -> int | None:
    """Of whichever year: ``September``, ``Leave planner - Sep``; beside the year it may be (``2026 September``)."""
    words = re.split(r"[\s\-–_,:]+", text.strip())
    return next(filter(None, (month_alone(word) for word in (words[-1], words[0]))), None)


def _month(cell: str) -> tuple[int, int] | None:
    if month := month_of(cell):
        return month.month, month.year
    alone = month_alone(cell)
    return (alone, 0) if alone else None


def _in_a_row(found: Sequence[DayHeading]) -> bool:
    """Each soon after the one before, in a year that has all of them."""
    days = list(dated(found, date(found[0].year or _LEAP, found[0].month, 1)).values())
    return all(timedelta(0) < after - before <= timedelta(days=_GAP) for before, after in pairwise(days))


def dated(said: Sequence[DayHeading], first: date) -> Days:
    """``first``: the month and the year from which on those are that say none."""
    made: dict[int, date] = {}
    year, month = first.year, first.month
    for one in said:
        year = one.year or year + (one.month < month)
        month = one.month
        with suppress(ValueError):
            made[one.place] = date(year, one.month, one.day)
    return made


def months_from(said: Sequence[DayHeading], texts: Iterable[str], today: date) -> MonthsFrom | None:
    """From when on they are, where some say no year: as a title says and their weekdays allow, else in the year that is
    nearest to today."""
    if all(one.year for one in said):
        return None
    first = _first_told(said, texts)
    if first:
        return MonthsFrom(TITLE, f"as “{first[1]}” says", first[0])
    years = [year for year in (today.year, today.year + 1, today.year - 1) if _fits(said, year)]
    near = min(years or [today.year], key=lambda year: abs((date(year, said[0].month, 1) - today).days))
    why = "by the weekdays" if years and said[0].weekday is not None else "the nearest to today"
    return MonthsFrom(f"{near}-{said[0].month:02}", why, date(near, said[0].month, 1))


def _first_told(said: Sequence[DayHeading], texts: Iterable[str]) -> tuple[date, str] | None:
    """A report that was printed in another year says that one too: the weekdays tell. The month that a title names may
    be the second that has days here."""
    month, months = said[0].month, {one.month for one in said}
    texts = list(texts)
    named = next(((one, text) for text in texts if (one := month_in(text)) and one.month in months), None)
    base = named[0].month if named else month
    if (told := told_year(texts, base) or named) is None:
        return None
    year = told[0].year + (base < told[0].month) - (month > base)
    fitting = (one for one in (year, year - 1, year + 1) if _fits(said, one))
    return next(((date(one, month, 1), told[1]) for one in fitting), None)


def _fits(said: Sequence[DayHeading], year: int) -> bool:
    days = dated(said, date(year, said[0].month, 1))
    return all(one.weekday in (None, days[one.place].weekday()) for one in said if one.place in days)


def first_of(said: Sequence[DayHeading], texts: Iterable[str], from_: str) -> date | None:
    """``from_``: what a mapping says, once for all files: where weekdays are of a year near it, it is that. None where
    nothing tells the year."""
    if said[0].year:
        return date(said[0].year, said[0].month, 1)
    if from_ == TITLE:
        told = _first_told(said, texts)
        return told[0] if told else None
    from_year, _, month = from_.partition("-")
    if not month:
        return None
    year = int(from_year) + (said[0].month < int(month))
    fitting = (one for one in (year, year - 1, year + 1, year + 2) if _fits(said, one))
    return date(next(fitting, year), said[0].month, 1)
