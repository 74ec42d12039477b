"""From a first day to a last, both of them in it. As conditions of queries: ``storage/conditions.py``."""

from __future__ import annotations

from datetime import date


def covers(first: date, last: date | None, day: date) -> bool:
    """Whether a day lies in it; ``last`` is None while nothing ends it."""
    return first <= day and (last is None or day <= last)
