"""Facts that stand alone: times that weren't free, draws for audits, and who somebody was who left."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlmodel import col

from storage import tables as t
from storage.retention.chat import forget_contact
from storage.retention.holds import free_case, free_people, free_person
from storage.retention.rows import delete_where, set_where, some_ids
from storage.work import Work

#: What somebody is called whom nobody is to know any more.
NAMELESS: Final = "Somebody who left"


def busy_times(work: Work, before: date, limit: int) -> int:
    b = t.Busy
    ended = col(b.ends_at) < work.calendar.start_of(before)
    found = some_ids(work, col(b.id), limit, ended, free_person(col(b.person_id)))
    delete_where(work, t.Busy.__table__, "id", found)
    return len(found)


def audits(work: Work, before: date, limit: int) -> int:
    """Draws whose audit is done. The audit itself stays, as a milestone of whoever did it."""
    d = t.Draw
    free = (free_case(col(d.case_id)), *free_people(t.Draw.__table__))
    found = some_ids(work, col(d.id), limit, col(d.done_on) < before, *free)
    delete_where(work, t.Draw.__table__, "id", found)
    return len(found)


def people(work: Work, before: date, limit: int) -> int:
    """Who they were. What they did and held stays, under their staff number alone, for those it concerns; no file
    brings the rest back."""
    p = t.Person
    named = col(p.name) != NAMELESS
    found = some_ids(work, col(p.id), limit, col(p.left_on) < before, named, free_person(col(p.id)))
    forget_contact(work, found)
    set_where(work, t.Person.__table__, "id", found, name=NAMELESS, team="")
    return len(found)
