"""Periods as a policy writes them ("5 working days", "1 month") and month arithmetic."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from policy import date_words

_AMOUNTS: Final = {
    "a": 1,
    "an": 1,
    **{word: n for n, word in enumerate(date_words.NUMBER_WORDS, start=1)},
}
_PERIOD: Final = re.compile(r"([0-9]{1,4}|[a-z]+\b)\s*([a-z ]+)")
_HOURS: Final = re.compile(r"(\w+) hours?")


class Unit(StrEnum):
    """What a period is counted in. A week is 7 days; months and years keep the day of the month."""

    WORKING_DAY = "working days"
    DAY = "days"
    WEEK = "weeks"
    MONTH = "months"
    YEAR = "years"


@dataclass(frozen=True, slots=True, order=False)
class Period:
    """An amount of one unit. Without order: whether 4 weeks is less than a month depends on the month."""

    amount: int
    unit: Unit

    def __neg__(self) -> Period:
        """As long, backwards."""
        return Period(-self.amount, self.unit)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"


_UNIT_NAMES: Final = {
    "working day": Period(1, Unit.WORKING_DAY),
    "day": Period(1, Unit.DAY),
    "calendar day": Period(1, Unit.DAY),
    "week": Period(1, Unit.WEEK),
    "fortnight": Period(2, Unit.WEEK),
    "month": Period(1, Unit.MONTH),
    "calendar month": Period(1, Unit.MONTH),
    "year": Period(1, Unit.YEAR),
}

#: What a period is not: taking such a word for a slip of the pen would turn its sense round.
_ANOTHER_SENSE: Final = (" before", " ahead", " in advance", " ago")
#: What is said of two intervals.
_TWO_SENSES: Final = {
    "bimonthly": "every 2 months or twice a month", "biweekly": "every 2 weeks or twice a week",
    "biannually": "every 2 years or twice a year", "biannual": "every 2 years or twice a year",
}  # fmt: skip
#: How policies say how often, and what that is as a period.
_OFTEN: Final = {
    "daily": "1 day", "weekly": "1 week", "fortnightly": "2 weeks", "four-weekly": "4 weeks", "monthly": "1 month",
    "other week": "2 weeks", "other month": "2 months", "six-weekly": "6 weeks", "six-monthly": "6 months",
    "quarterly": "3 months", "yearly": "1 year", "annually": "1 year", "annual": "1 year",
    "next day": "1 day", "the next day": "1 day", "next working day": "1 working day",
    "the next working day": "1 working day",
    "same day": "0 days", "the same day": "0 days", "immediately": "0 days", "at once": "0 days",
}  # fmt: skip


def parse_period(text: str) -> Period:
    """The period a person wrote: "5 working days", "a week", "2 calendar months", "a fortnight" (2 weeks).

    `str` of a period of 0 or more reads back as itself. Raises ValueError, in a sentence for the policy's
    owner that names what would be right and, for a slip of the pen, what was probably meant.
    """
    period = _read(" ".join(text.lower().split()))
    if period is None:
        raise ValueError(_what_would_be_right(text))
    return period


def _period(number: str, unit: str) -> Period | None:
    amount = _number(number)
    one = _UNIT_NAMES.get(unit.removesuffix("s"))
    return None if amount is None or one is None else Period(amount * one.amount, one.unit)


def _read(text: str) -> Period | None:
    written = _PERIOD.fullmatch(text)
    return _period(*written.groups()) if written else None


def _meant(text: str) -> str:
    """What somebody who wrote this would write here: empty where nothing is near."""
    hours = _HOURS.fullmatch(text)
    number = _number(hours[1]) if hours else None
    if number is not None:
        days = f": '{Period(number // 24, Unit.DAY)}'?" if number and number % 24 == 0 else ""
        return f"; hours are not counted{days}"
    said = text.removeprefix("at least ").removeprefix("every ")
    if senses := _TWO_SENSES.get(said.replace("-", "")):
        return f"; it is said of {senses}: ask which is meant"
    period = _OFTEN.get(said) or _UNIT_NAMES.get(said) or _read(said) or _nearest(said)
    return f"; did you mean '{period}'?" if period else ""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else _AMOUNTS.get(text)


def _nearest(text: str) -> Period | None:
    written = _PERIOD.fullmatch(text)
    if not written or text.endswith(_ANOTHER_SENSE):
        return None
    number, unit = written.groups()
    numbers = [number] if number.isdecimal() else get_close_matches(number, _AMOUNTS, n=1)
    units = get_close_matches(unit.removesuffix("s"), _UNIT_NAMES, n=1)
    return _period(numbers[0], units[0]) if numbers and units else None


def _what_would_be_right(text: str) -> str:
    *others, last = Unit
    meant = _meant(" ".join(text.lower().split()))
    return f"'{text}': a number and one of {', '.join(others)} or {last}{meant}"


#: Every month has this day.
_IN_EVERY_MONTH: Final = 28


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months later (earlier if negative), or that month's last day.

    31 January and a month is 28 February, and a month on from there is 28 March: a recurring duty counts
    all its months from where it began. Raises ValueError outside the years 1 to 9999.
    """
    years, month0 = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {date_words.day(day)} is outside the years 1 to 9999")
    if day.day > _IN_EVERY_MONTH:
        return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
    return date(year, month0 + 1, day.day)


def days_of(period: Period) -> int:
    """About how many days a period is: months and years as from the first of January, a working day as one."""
    first = date(2001, 1, 1)
    match period.unit:
        case Unit.MONTH:
            return (add_months(first, period.amount) - first).days
        case Unit.YEAR:
            return (add_months(first, 12 * period.amount) - first).days
        case Unit.WEEK:
            return 7 * period.amount
        case _:
            return period.amount
