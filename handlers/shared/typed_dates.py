"""The day that plain words mean, or the two that they can mean, by the side of today on which they are looked for.

dateparser, which guesses, is asked only what a word that begins as a month's name does means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from threading import Lock
from typing import Final, TypeAlias

from cards.shared import unreadable
from handlers.shared.typed_days import Days, days_meant, nearest_word, numbered_before, span, whole
from policy.written_days import (
    DAYS,
    MONTH_NAMES,
    WrittenDay,
    full_year,
    month_number,
    without_weekday,
    written,
)

#: A year further off than this is a slip of the keyboard.
YEARS: Final = 5
#: What is past for no longer is meant rather than the same day next year, which is asked of what is past for longer.
_JUST_PAST: Final = timedelta(days=28)

ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
# dateparser keeps what it learns in shared caches and doesn't say that threads may use them at once.
_ONE_AT_A_TIME: Final = Lock()


class Side(Enum):
    """Where what is said without a year, or without a month, is looked for: today or later; today or before, of what
    is over; the latest by then, whatever is nearer; or either."""

    AHEAD = auto()
    BEHIND = auto()
    LATEST = auto()
    NEAREST = auto()


@dataclass(frozen=True, slots=True)
class Since:
    """Today or later, or back to this day, if that may still be: past both may be meant, and are asked."""

    day: date


Where: TypeAlias = Side | Since


class NoDay(ValueError):  # noqa: N818
    """No day is said; its sentence says what is missing."""


class NotThere(NoDay):
    """A day is said that doesn't exist, or can't be meant."""


def days_by(text: str, plain: str, today: date, side: Where) -> Days:
    if not plain:
        raise NoDay(unreadable.no_day(text))
    if whole(plain, today):
        raise NoDay(unreadable.which_day(text, plain))
    if span(plain):
        raise NoDay(unreadable.how_long(text))
    found = _any_weekday(text, plain, today, side)
    if side is Side.BEHIND and found[0] > today:
        raise NotThere(unreadable.to_come(text))
    return found


def _any_weekday(text: str, plain: str, today: date, side: Where) -> Days:
    """The days that are of the weekday which the words name, if any."""
    bare, weekday = without_weekday(plain)
    if side is Side.BEHIND and plain in DAYS:
        return (today - timedelta(days=(today.weekday() - DAYS.index(plain)) % 7),)
    found = _numbered(bare, today, side) or days_meant(plain, today)
    if found and (weekday is None or not ORDINAL.fullmatch(bare)):
        return found
    found = found or _dated(text, bare, today, side)
    if not found:
        raise NoDay(_why_no_day(text, plain, bare))
    named = tuple(day for day in found if weekday in (None, day.weekday()))
    if weekday is not None and not named:
        raise NotThere(unreadable.other_weekday(found[-1], DAYS[weekday]))
    return named


def _numbered(bare: str, today: date, side: Where) -> Days:
    """``the 3rd``: the next, today included, the one before, or where this is nearer both."""
    if not ORDINAL.fullmatch(bare):
        return ()
    ahead, behind = days_meant(bare, today), numbered_before(int(bare[:-2]), today)
    if side is Side.AHEAD or not ahead or ahead[0] == today:
        return ahead
    if side is Side.BEHIND:
        return behind
    since = side.day if isinstance(side, Since) else date.min
    return (*(day for day in behind if since <= day and today - day <= ahead[0] - today), *ahead)


def _dated(text: str, bare: str, today: date, side: Where) -> Days:
    """A day of the calendar, without the weekday that may stand beside it; empty where it is no such thing."""
    if ORDINAL.match(bare) and (found := days_meant(bare, today)):
        return found
    said = written(bare, month_called)
    return _made(text, said, today, side) if said else ()


def _made(text: str, said: WrittenDay, today: date, side: Where) -> Days:
    """The day of that year; without one by its side of today. Raises NoDay."""
    if said.month_comes_first:
        raise NotThere(unreadable.month_first(text))
    years = [_year(text, said.year, today)] if said.year else list(range(today.year - 1, today.year + 2))
    found = [day for y in years if (day := said.in_year(y))]
    if not found:
        raise NotThere(_no_such_day(text, said))
    nearest = min(found, key=lambda day: abs(day - today))
    if said.year or side is Side.NEAREST:
        return (nearest,)
    ahead, behind = [day for day in found if day >= today], [day for day in found if day <= today]
    if isinstance(side, Since):
        past = [day for day in behind[-1:] if day >= side.day]
        return tuple(past if past and today - past[0] <= _JUST_PAST else (*past, *ahead[:1]))
    if side is Side.BEHIND and behind and nearest > today:
        raise NotThere(unreadable.still_to_come(nearest, behind[-1]))
    return tuple(ahead[:1] if side is Side.AHEAD else behind[-1:])


def _year(text: str, year: str, today: date) -> int:
    found = full_year(year)
    if abs(found - today.year) > YEARS:
        raise NotThere(unreadable.far_year(text, found))
    return found


def _no_such_day(text: str, said: WrittenDay) -> str:
    if not said.year and (said.day, said.month) == (29, 2):
        return unreadable.NO_LEAP_DAY
    return unreadable.no_such_day(text)


def _why_no_day(text: str, plain: str, bare: str) -> str:
    ordinal = ORDINAL.fullmatch(bare)
    if ordinal:
        return unreadable.in_no_month(text)
    near = None if unreadable.names_a_span(plain) else nearest_word(plain)
    if near:
        return unreadable.did_you_mean(text, near)
    if re.fullmatch(r"in \d+ (?:day|week|month)s?", plain):
        return unreadable.not_read(text)
    return unreadable.which_day(text, plain)


def month_called(name: str) -> int | None:
    """The number of a month by its name, or by a word that begins as one, as dateparser knows them."""
    if known := month_number(name):
        return known
    found = parsed(f"1 {name} 2024") if any(name.startswith(m[:3]) for m in MONTH_NAMES) else None
    return found.month if found else None


def parsed(words: str) -> date | None:
    # Imported when a date is read: it takes a tenth of a second, which other commands shouldn't pay.
    import dateparser  # noqa: PLC0415

    try:
        with _ONE_AT_A_TIME:
            found = dateparser.parse(words, languages=["en"], settings={"DATE_ORDER": "DMY"})
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None
