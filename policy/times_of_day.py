"""What a time of day is made of, however it is written: hours, halves of the day, parts of an hour; and why a text
says none. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from enum import Enum, auto
from typing import Final

from policy.date_words import NUMBER_WORDS

#: Times of day with a name.
NAMED_TIMES: Final = {"noon": time(12), "midday": time(12), "midnight": time(0)}
PARTS: Final = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
#: The same before or after an hour, in figures.
PARTS_IN_FIGURES: Final = {"5": "five", "10": "ten", "15": "quarter", "20": "twenty", "25": "twenty-five"}
#: Of a pattern.
PARTS_OF_DAY: Final = "morning|afternoon|evening"
HALF: Final = r"([ap])\.?m\b\.?"
CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?"
NAMED_HOUR: Final = rf"(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})"
OCLOCK: Final = r"o'?\s?clock"

#: Anywhere beside a time, of which it says the half; ``tonight`` is a day too.
PART_OF_DAY: Final = re.compile(rf"\b(?:(?:in\s+the\s+)?({PARTS_OF_DAY})|tonight)\b")
#: Without am or pm, nobody means these at night.
UNLIKELY: Final = range(1, 7)


class Lack(Enum):
    """Why a text says no one time. ``WHICH``: it says either of two; ``RANGE``: one, or from one to another."""

    NONE = auto()
    SEVERAL = auto()
    HALF = auto()
    WHICH = auto()
    RANGE = auto()
    NOT_OF_DAY = auto()
    ENDS_BEFORE = auto()
    TWO_LENGTHS = auto()


class NoTime(ValueError):  # noqa: N818
    """No one time is said. ``said``: by which words of the text; ``either``: how each of two would be written."""

    def __init__(self, lack: Lack, said: str = "", either: Sequence[str] = ()) -> None:
        super().__init__(lack.name)
        self.lack, self.said, self.either = lack, said.strip(), tuple(either)


def since_midnight(at: time) -> int:
    return at.hour * 60 + at.minute


def without_part(text: str) -> tuple[str, str] | None:
    """A text of the same length without the part of a day that it names, and that part; None unless it names one."""
    found = list(PART_OF_DAY.finditer(text))
    if len(found) != 1:
        return None
    [part] = found
    blank = " " * len(part[0]) if part[1] else part[0]
    return f"{text[: part.start()]}{blank}{text[part.end() :]}", part[1] or "evening"


def half_of(part: str) -> str:
    return "a" if part.lower() == "morning" else "p"


def hour_of(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBER_WORDS.index(word.lower()) + 1


def of_parts(part: str, joint: str | None, hour: int) -> tuple[int, int]:
    minutes = PARTS[part]
    return (hour - 1, 60 - minutes) if joint == "to" else (hour, minutes)


def in_both_halves(hour: int, minute: int) -> Sequence[str]:
    """How a time on a clock of twelve hours would be written."""
    return [f"{hour}:{minute:02}{half}" for half in ("am", "pm")]


def whole_time(hour: int, minute: int, said: str, half: str | None = None) -> time:
    """By the 24-hour clock, or with ``a`` or ``p`` by the 12-hour one. Raises NoTime for what is no time."""
    if half and not 1 <= hour <= 12:
        raise NoTime(Lack.NOT_OF_DAY, said)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise NoTime(Lack.NOT_OF_DAY, said) from None
