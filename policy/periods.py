"""Periods as a policy writes them ("5 working days", "1 month") and month arithmetic."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

_NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_PERIOD = re.compile(r"([0-9]{1,4}|[a-z]+\b)\s*([a-z ]+)")


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

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value.removesuffix('s') if self.amount == 1 else self.unit.value}"


_UNIT_NAMES = {
    "working day": Period(1, Unit.WORKING_DAY),
    "day": Period(1, Unit.DAY),
    "calendar day": Period(1, Unit.DAY),
    "week": Period(1, Unit.WEEK),
    "fortnight": Period(2, Unit.WEEK),
    "month": Period(1, Unit.MONTH),
    "calendar month": Period(1, Unit.MONTH),
    "year": Period(1, Unit.YEAR),
}


def parse_period(text: str) -> Period:
    """The period a person wrote: "5 working days", "a week", "2 calendar months", "a fortnight" (2 weeks).

    `str` of a period of 0 or more reads back as itself. Raises ValueError, in a sentence for the policy's
    owner that names what would be right and, for a slip of the pen, what was probably meant.
    """
    written = _PERIOD.fullmatch(" ".join(text.lower().split()))
    period = _period(*written.groups()) if written else None
    if period is None:
        raise ValueError(_what_would_be_right(text, _nearest(*written.groups()) if written else None))
    return period


def _period(number: str, unit: str) -> Period | None:
    amount = int(number) if number.isdecimal() else _NUMBER_WORDS.get(number)
    one = _UNIT_NAMES.get(unit.removesuffix("s"))
    return None if amount is None or one is None else Period(amount * one.amount, one.unit)


def _nearest(number: str, unit: str) -> Period | None:
    numbers = [number] if number.isdecimal() else get_close_matches(number, _NUMBER_WORDS, n=1)
    units = get_close_matches(unit.removesuffix("s"), _UNIT_NAMES, n=1)
    return _period(numbers[0], units[0]) if numbers and units else None


def _what_would_be_right(text: str, meant: Period | None) -> str:
    *others, last = Unit
    sentence = f"'{text}': a number and one of {', '.join(others)} or {last}"
    return f"{sentence}; did you mean '{meant}'?" if meant else sentence


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months later (earlier if negative), or that month's last day.

    31 January and a month is 28 February, and a month on from there is 28 March: a recurring duty counts
    all its months from where it began. Raises ValueError outside the years 1 to 9999.
    """
    years, month0 = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day:%d/%m/%Y} is outside the years 1 to 9999")
    return day.replace(year=year, month=month0 + 1, day=min(day.day, monthrange(year, month0 + 1)[1]))


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
