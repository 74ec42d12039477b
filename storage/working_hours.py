"""When somebody is at work: their days, the next of them, and the next moment inside their hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from storage.people import Person
from storage.work import Work


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
