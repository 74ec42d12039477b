"""Why a day or a time that somebody typed can't be read, with an example of what can."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Final

from cards.formats import clock, day, month, weekday
from policy.times_of_day import Lack, NoTime

EXAMPLE: Final = "Write it like: tuesday 2pm, 15 december 10:30 or 15/12/2026 14:00"
EXAMPLE_OF_A_DAY: Final = "Write it like: tuesday, 15 december or 15/12/2026"
NOTHING_SAID: Final = "When?"
#: What is missing where these words are all that is said.
_WHICH_DAY_OF_IT: Final = {
    "next week": "Say which day of it: “friday next week”.",
    "this week": "Say which day of it: “friday this week”.",
    "last week": "Say which day of it: “friday last week”.",
    "week after next": "Say which day of it: “friday the week after next”.",
    "next month": "Say which day of it: “9th of next month”.",
    "weekend": "Say saturday or sunday.",
}


def with_example(sentence: object, *, of_a_day: bool = False) -> str:
    return f"{sentence} {EXAMPLE_OF_A_DAY if of_a_day else EXAMPLE}"


def _quoted(text: str) -> str:
    """Empty: what may be somebody's name, and isn't said again."""
    return f"“{text}”" if text else "That"


# A time


def several_times(text: str) -> str:
    return f"{_quoted(text)} names more than one time."


def no_time(text: str) -> str:
    return f"At what time? {_quoted(text)} doesn't say."


def ends_before(text: str) -> str:
    return f"“{text}” ends before it begins."


def two_lengths(text: str) -> str:
    return f"{_quoted(text)} says two lengths."


def either_half(text: str) -> str:
    """An hour that may be in the morning or in the afternoon."""
    return f"Morning or afternoon? {_quoted(text)} doesn't say."


def which_half(said: str, either: Sequence[str]) -> str:
    """As ``either_half``, with both written out."""
    return f"Morning or afternoon? “{said}” doesn't say: write {' or '.join(either)}."


def time_or_two(said: str, either: Sequence[str]) -> str:
    """Of ``10 to 2``, which is ten to two as well."""
    return f"“{said}” may be one time, or a first and a last: write {', '.join(either[:-1])} or {either[-1]}."


def why_no_time(missing: NoTime, text: str) -> str:
    """``text``: the whole of it, as it was typed."""
    match missing.lack:
        case Lack.SEVERAL:
            return several_times(text)
        case Lack.HALF:
            return either_half(text)
        case Lack.WHICH:
            return which_half(missing.said, missing.either)
        case Lack.RANGE:
            return time_or_two(missing.said, missing.either)
        case Lack.NOT_OF_DAY:
            return no_time_of_day(missing.said)
        case Lack.ENDS_BEFORE:
            return ends_before(missing.said)
        case Lack.TWO_LENGTHS:
            return two_lengths(text)
        case _:
            return no_time(text)


def no_time_of_day(said: str) -> str:
    return f"“{said}” is no time of day."


def day_or_time(text: str, on: date, at: time, until: time | None, other: date) -> str:
    """``on``, ``at`` and ``until``: what it says if it ends with a time, or two; ``other``: if with a day and its
    month."""
    times = f"{at:%H:%M}-{until:%H:%M}" if until else f"{at:%H:%M}"
    return (
        f"“{text}” may be {day(on)} at {clock(at)}, or {day(other)}: write {weekday(on).lower()} {times}, or "
        f"{other.day} {month(other).lower()} and the time."
    )


# A day


def no_day(text: str) -> str:
    return f"On which day? {_quoted(text)} doesn't say."


def names_a_span(plain: str) -> bool:
    """Whether these plain words name a week, weekend or month: what is missing is the day of it."""
    return _span_named(plain) in _WHICH_DAY_OF_IT


def _span_named(plain: str) -> str:
    """Of ``over this weekend`` and the like what is named."""
    return "weekend" if plain.endswith("weekend") else re.sub("^(?:(?:for|all|of|whole) )+", "", plain)


def which_day(text: str, plain: str) -> str:
    """``plain``: the same in plain words, for what exactly is missing."""
    missing = _WHICH_DAY_OF_IT.get(_span_named(plain))
    return f"{_quoted(text)} doesn't say which day.{f' {missing}' if missing else ''}"


def how_long(text: str) -> str:
    return f"{_quoted(text)} says for how long: one day is asked for."


def to_come(text: str) -> str:
    return f"“{text}” is still to come."


def still_to_come(ahead: date, behind: date) -> str:
    """Without a year, which may be meant is ``behind``."""
    return f"{day(ahead)} is still to come: write the year if you mean {day(behind)}."


def over(last: date) -> str:
    return f"{day(last)} is past: write the first day too."


def last_before_first(first: date, last: date) -> str:
    return f"The last day, {day(last)}, is before the first, {day(first)}: write the years too if you mean others."


def month_first(text: str) -> str:
    return f"“{text}” isn't a day I can read: the day comes before the month."


def far_year(text: str, year: int) -> str:
    return f"“{text}” is in the year {year}: check it."


NO_LEAP_DAY: Final = "The next year has no 29 February: write the year, or another day."


def no_such_day(text: str) -> str:
    return f"There is no such day as “{text}”."


def in_no_month(text: str) -> str:
    return f"No month has the day in “{text}”."


def other_weekday(found: date, named: str) -> str:
    """``named``: the weekday that the words name."""
    return f"{found.day} {month(found)} is a {weekday(found)}, not a {named.capitalize()}. Which do you mean?"


def did_you_mean(text: str, near: str) -> str:
    return f"{_quoted(text)} isn't a day I can read: did you mean “{near}”?"


def not_read(text: str) -> str:
    return f"{_quoted(text)} isn't a day I can read."
