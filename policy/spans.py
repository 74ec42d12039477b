"""From a first day to a last, both of them in it. As conditions of queries: ``storage/conditions.py``."""

from __future__ import annotations

from datetime import date


def covers(first: date, last: date | None, day: date) -> bool:
    """Whether a day lies in it; ``last`` is None while nothing ends it."""
    return first <= day and (last is None or day <= last)


def share_a_day(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two of them, each with its first and last day, have one in common."""
    return (other[1] is None or one[0] <= other[1]) and (one[1] is None or other[0] <= one[1])
