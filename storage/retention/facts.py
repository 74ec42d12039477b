"""Facts that stand alone: times that weren't free, draws for audits, requests that were answered, what was discussed
with others, imports that are over, and who somebody was who left."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import col

from policy.facts import SubjectKind
from storage import tables as t
from storage.retention.chat import forget_contact
from storage.retention.holds import free_case, free_people, free_person
from storage.retention.rows import (
    THEN,
    delete_obligations,
    delete_where,
    ended,
    oldest,
    owed_of,
    set_where,
    some_ids,
)
from storage.states import ImportState
from storage.work import Work

#: What somebody is called whom nobody is to know any more.
NAMELESS: Final = "Somebody who left"


def busy_times(work: Work, before: date, limit: int) -> int:
    b = t.Busy
    over = col(b.ends_at) < work.calendar.start_of(before)
    found = some_ids(work, col(b.id), limit, over, free_person(col(b.person_id)))
    delete_where(work, t.Busy.__table__, "id", found)
    return len(found)


def audits(work: Work, before: date, limit: int) -> int:
    """Draws whose audit is done. The audit itself stays, as a milestone of whoever did it."""
    d = t.Draw
    free = (free_case(col(d.case_id)), *free_people(t.Draw.__table__))
    found = some_ids(work, col(d.id), limit, col(d.done_on) < before, *free)
    delete_where(work, t.Draw.__table__, "id", found)
    return len(found)


def requests(work: Work, before: date, limit: int) -> int:
    """With what was owed of them: an answer meets it."""
    q, o = t.PersonRequest, t.ObligationRow
    answered = (col(q.answered_on) < before, ~owed_of("request", col(q.id)), *free_people(q.__table__))
    found = some_ids(work, col(q.id), limit, *answered)
    asked_of = select(col(q.asked_of_id)).where(col(q.id).in_(found)).distinct()
    work.touch(SubjectKind.PERSON, *work.connection.execute(asked_of).scalars())
    delete_obligations(work, and_(col(o.fact_kind) == "request", col(o.fact_id).in_([f"{i}" for i in found])))
    delete_where(work, q.__table__, "id", found)
    return len(found)


def disclosures(work: Work, before: date, limit: int) -> int:
    d = t.Disclosure
    found = some_ids(work, col(d.id), limit, col(d.on) < before, *free_people(d.__table__))
    delete_where(work, d.__table__, "id", found)
    return len(found)


def imports(work: Work, before: date, limit: int) -> int:
    """Those that are over, but for the newest and the newest of a timer's: by them is seen whether the next is late."""
    found = ended(work, _IMPORTS, before, limit)
    delete_where(work, t.ImportRun.__table__, "id", found)
    return len(found)


def _old_imports() -> Select[Any]:
    r = t.ImportRun
    newest = select(func.max(col(r.id))).scalar_subquery()
    timed = select(func.max(col(r.id))).where(col(r.again_within).is_not(None)).scalar_subquery()
    kept = or_(col(r.id) == newest, and_(timed.is_not(None), col(r.id) == timed))
    return oldest(col(r.id), col(r.state) != ImportState.APPLYING, col(r.begun_at) < THEN, ~kept)


_IMPORTS: Final = _old_imports()


def people(work: Work, before: date, limit: int) -> int:
    """Who they were. What they did and held stays, under their staff number alone, for those it concerns; no file
    brings the rest back."""
    p = t.Person
    named = col(p.name) != NAMELESS
    found = some_ids(work, col(p.id), limit, col(p.left_on) < before, named, free_person(col(p.id)))
    forget_contact(work, found)
    set_where(work, t.Person.__table__, "id", found, name=NAMELESS, team="")
    return len(found)
