"""Whether, and until when, the reminder of a duty can be put off."""

from __future__ import annotations

from datetime import date, timedelta

from policy.obligations import is_overdue
from storage import answering, people, repeated_nudges
from storage.duties import KeptObligation
from storage.work import Work
from storage.working_hours import works_on


def last_day(work: Work, kept: KeptObligation, person_id: int) -> date | None:
    """The last day before the deadline that its reader works; None where it is too near, was put off before, or isn't
    theirs."""
    o = kept.obligation
    if not o.is_open or o.due is None or is_overdue(o.due, work.today):
        return None
    who, day = people.person(work, person_id), o.due - timedelta(days=1)
    while day > work.today and not works_on(work, who, day):
        day -= timedelta(days=1)
    if day <= work.today or answering.who_answers(work, o) != person_id:
        return None
    return None if was_put_off(work, kept, person_id) else day


def was_put_off(work: Work, kept: KeptObligation, person_id: int) -> bool:
    return person_id in repeated_nudges.put_off_by(work, [kept.id])[kept.id]
