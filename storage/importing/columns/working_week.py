"""The weekdays somebody works, as a cell says them. What isn't wholly understood is refused: nobody is to be taken for
working on one day who works on five."""

from __future__ import annotations

import re
from typing import Final

from policy.folding import fold
from policy.written_days import DAYS
from storage.importing.faults import Unreadable

_FIGURES: Final = re.compile(r"[01]{7}")
#: Short forms that aren't how a day begins.
_SHORT: Final = {"weds": 2, "m": 0, "w": 2, "f": 4}
_BETWEEN: Final = re.compile(r"\s*(?:-|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*")
_LISTED: Final = re.compile(r"\s*[,;/&+]\s*|\s+and\s+|\s+")
_WRITE: Final = "write the days, as in Mon Tue Thu, Mon-Fri or 1101000"
#: What weeks say besides which days.
_HALVES: Final = re.compile(
    r"\b(?:am|pm|mornings?|afternoons?|half|alt\w*|fortnight\w*|\d{1,2}[:.]\d\d|1[⁄/]2)\b"
)
_HOW_MANY: Final = re.compile(
    r"(?:\d(?:\.\d)?|one|two|three|four|five|six|seven)[ -]?days?\b.*|full[ -]?time"
)


def working_week(text: str) -> str:
    """The days as 1111100, Monday first: written so, or as ``Mon Tue Thu``, ``Mon-Fri`` or ``Monday to Thursday``.
    Raises Unreadable."""
    said = text.strip()
    if _FIGURES.fullmatch(said):
        return said
    days = _days(re.sub(r"(?<=[a-z])\.", "", fold(said).strip(" .,;")))
    if days is None:
        raise Unreadable(f"'{text}' is no working week: {_remedy(fold(said))}")
    return "".join("1" if day in days else "0" for day in range(7))


def _days(said: str) -> set[int] | None:
    """None where any part of it isn't understood."""
    days: set[int] = set()
    parts = _LISTED.split(_BETWEEN.sub("-", said))
    for part in parts:
        ends = [_day(end, alone=len(parts) == 1 and "-" not in part) for end in part.split("-")]
        known = [end for end in ends if end is not None]
        if not known or len(known) != len(ends) or len(ends) > 2:
            return None
        first, last = known[0], known[-1]
        if len(ends) == 2 and first == last:
            return None
        days.update(day % 7 for day in range(first, last + 1 if last >= first else last + 8))
    return days


def _day(word: str, *, alone: bool) -> int | None:
    """Monday is 0. A letter is a day only beside another; ``T`` and ``S`` are two days each, and so none."""
    if word in _SHORT:
        return None if alone and len(word) == 1 else _SHORT[word]
    found = [
        at for at, day in enumerate(DAYS) if len(word) > 1 and (day.startswith(word) or word == f"{day}s")
    ]
    return found[0] if len(found) == 1 else None


def _remedy(said: str) -> str:
    if _HOW_MANY.fullmatch(said):
        return f"it doesn't say which days: {_WRITE}"
    if _HALVES.search(said):
        return f"half days, times and weeks that differ aren't kept: {_WRITE}, and how much somebody works in percent"
    return _WRITE
