"""Quiet hours: nobody is told outside their working hours but of what is urgent. When it goes out instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from storage import sending, working_hours
from storage.people import Person
from storage.sending import Claimed
from storage.work import Work


def next_moment(work: Work, who: Person) -> datetime:
    """Now where their working hours run, else the first instant (UTC) of the next."""
    return working_hours.next_working_moment(work, who)


def is_worked(work: Work, who: Person, at: datetime) -> bool:
    """Whether an instant (UTC) lies inside their working hours."""
    return working_hours.next_working_moment(work, who, at) == at


def is_quiet(work: Work, who: Person) -> bool:
    return not is_worked(work, who, work.now)


def hold_while_quiet(work: Work, claim: Claimed, who: Person) -> bool:
    """Whether it waits: after an outage, or when hours changed, its moment may lie in its reader's evening."""
    if claim.urgent or not is_quiet(work, who):
        return False
    sending.wait_until(work, claim, next_moment(work, who))
    return True


def tomorrow(work: Work, who: Person) -> datetime:
    """Their first working hour that isn't today's."""
    return working_hours.next_working_moment(
        work, who, work.calendar.start_of(work.today + timedelta(days=1))
    )


def morning_after(work: Work, who: Person, day: date) -> datetime:
    """When their next day of work after a day begins."""
    return work.calendar.at(working_hours.next_day_worked(work, who, day), work.rules.practice.day_starts)


def after_absence(work: Work, who: Person, last: date | None) -> datetime:
    """The first working hour after an absence; while its end is unknown, that of the next working day."""
    back = last + timedelta(days=1) if last else work.calendar.add_working(work.today, 1)
    return working_hours.next_working_moment(work, who, work.calendar.start_of(back))
