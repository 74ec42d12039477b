"""Which absences of somebody are one stretch away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeAlias

from policy.calendar import WorkingCalendar
from policy.facts import Away

_DAY: Final = timedelta(days=1)


#: Whether there is a day on which one works after the first and up to the last of two days.
Works: TypeAlias = Callable[[date, date], bool]


def joined(calendar: WorkingCalendar, away: Iterable[Away], works: Works | None = None) -> list[Away]:
    """Absences that share a day, or with no working day between one and the next, are one stretch; the earliest
    first. ``works``: by whose own days, else by the calendar's."""
    works = works or partial(worked, calendar)
    found: list[Away] = []
    for one in sorted(away, key=lambda a: a.first):
        last = found[-1].last if found else date.min
        if found and (last is None or not works(last, one.first - _DAY)):
            longer = None if last is None or one.last is None else max(last, one.last)
            found[-1] = found[-1]._replace(last=longer)
        else:
            found.append(one)
    return found


def worked(calendar: WorkingCalendar, before: date, last: date) -> bool:
    """Whether there is a working day after the one and up to the other."""
    return before < last and calendar.working_between(before, last) > 0
