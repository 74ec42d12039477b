"""How a day, a month and a time of day are said, the same wherever a person reads one. British, absolute, no locale."""

from __future__ import annotations

from datetime import date, time
from typing import Final

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: From one on: hours of the clock, months and amounts are written so too.
NUMBER_WORDS: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def day(value: date) -> str:
    """``Tuesday 24 November 2026``."""
    return f"{weekday(value)} {value.day} {month(value)}"


def weekday(value: date) -> str:
    """``Tuesday``."""
    return WEEKDAYS[value.weekday()]


def month(value: date) -> str:
    """``November 2026``."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def clock(value: time) -> str:
    """``2:00 pm``; noon and midnight by name, since 12:00 am and pm are misread."""
    if value.minute == 0 and value.hour in (0, 12):
        return "12:00 noon" if value.hour else "12:00 midnight"
    return f"{value.hour % 12 or 12}:{value.minute:02} {'pm' if value.hour >= 12 else 'am'}"
