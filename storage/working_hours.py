"""When somebody is at work: their days, the next of them, and the next moment inside their hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from storage.people import Person
from storage.work import Work

#: Of full time, what one day of work may be: two usual days, for nights and long shifts.
MOST_IN_A_DAY: Final = 40


def works_on(work: Work, who: Person, day: date) -> bool:
    """A working day of the council on which this person works; for somebody who works none of them, each."""
    return work.calendar.is_working(day) and (who.works[day.weekday()] == "1" or "1" not in who.works[:5])


def next_working_moment(work: Work, who: Person, after: datetime | None = None) -> datetime:
    """The first instant (UTC) from ``after`` (now unless said) inside this person's working hours."""
    moment = after or work.now
    practice, wall = work.rules.practice, work.calendar.wall(moment)
    day = wall.date()
    if works_on(work, who, day):
        if wall.time() < practice.day_starts:
            return work.calendar.at(day, practice.day_starts)
        if wall.time() < practice.day_ends:
            return moment
    return work.calendar.at(next_day_worked(work, who, day), practice.day_starts)


def next_day_worked(work: Work, who: Person, day: date) -> date:
    """The next day after ``day`` that this person works; for somebody who works none, the council's."""
    for ahead in range(1, 29):
        candidate = day + timedelta(days=ahead)
        if works_on(work, who, candidate):
            return candidate
    return work.calendar.add_working(day, 1)


def is_too_much(works: str, percent: int) -> bool:
    """Whether so much of full time can't be worked on so few days of the week: a slip in one of them. Who works on none
    is taken for every working day."""
    return 0 < works.count("1") * MOST_IN_A_DAY < percent
