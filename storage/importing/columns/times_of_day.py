"""Reads a cell that says a time, or how long: as chat does, and by a clock of 24 hours where nothing says which half of
the day."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from policy.folding import fold
from policy.session_length import LONGEST, SHORTEST, is_length, length_of
from policy.times_of_day import Lack, NoTime
from policy.written_times import FoundTime, time_alone
from storage.importing.columns.values import TIME_BESIDE, whole_number
from storage.importing.faults import Unreadable

_AS_IN: Final = "write it as in 14:30"
#: Between when a session begins and how many minutes it is, where one cell says both.
LASTS: Final = "/"
_DAY_BESIDE: Final = re.compile(rf"\S{TIME_BESIDE}$", re.IGNORECASE)


@lru_cache(maxsize=2_000)
def clock_time(text: str) -> str:
    """A time on the council's clock, as HH:MM. Raises Unreadable."""
    found = _found(text)
    if found.lasts is not None:
        raise Unreadable(f"'{text}' says how long too: write when it begins, as in {_iso(found)}")
    return _iso(found)


@lru_cache(maxsize=2_000)
def begin(text: str) -> str:
    """The same, also of ``2-3pm``: when that begins. Raises Unreadable."""
    return _iso(_found(text))


@lru_cache(maxsize=2_000)
def begin_and_length(text: str) -> str:
    """The same, and how many minutes where that is said: ``14:00/60``. Raises Unreadable."""
    found = _found(text)
    if found.lasts is None:
        return _iso(found)
    return f"{_iso(found)}{LASTS}{_session(found.lasts)}"


def is_time(text: str) -> bool:
    """Whether a cell says a time, be it one of two."""
    try:
        time_alone(fold(text))
    except NoTime as missing:
        return missing.lack is Lack.WHICH
    return True


def minutes(text: str) -> int:
    """How long a session is: ``90``, ``90 mins``, ``1:30`` or ``an hour and a half``. Raises Unreadable."""
    number = length_of(fold(text))
    return _session(whole_number(text) if number is None else number)


def _session(number: int) -> int:
    if not is_length(number):
        raise Unreadable(f"{number} minutes is no session: write {SHORTEST} to {LONGEST}")
    return number


def _iso(found: FoundTime) -> str:
    return found.at.isoformat("minutes")


def _found(text: str) -> FoundTime:
    try:
        return time_alone(fold(text))
    except NoTime as missing:
        if _DAY_BESIDE.search(text.strip()):
            raise Unreadable(
                f"'{text}' has a day beside its time: write the time alone, or say part: time in a mapping",
                habit="a day beside the time",
            ) from None
        raise Unreadable(_why(text, missing)) from None


def _why(text: str, missing: NoTime) -> str:
    if missing.lack is Lack.WHICH:
        return f"'{text}' may be in the morning or in the afternoon: write {' or '.join(missing.either)}"
    if missing.lack is Lack.HALF:
        return f"'{text}' may be in the morning or in the afternoon: {_AS_IN}"
    if missing.lack is Lack.ENDS_BEFORE:
        return f"'{text}' ends before it begins: correct it"
    if missing.lack in (Lack.SEVERAL, Lack.TWO_LENGTHS):
        return f"'{text}' says more than one time: write one, as in 14:30"
    half = "2:30pm or " if missing.lack is Lack.NOT_OF_DAY and missing.said[-1:] == "m" else ""
    return f"'{text}' is not a time: write it as in {half}14:30"
