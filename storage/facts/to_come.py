"""What changes by the calendar alone, because a stored fact begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from policy.facts import (
    SessionState,
    Subject,
    SubjectKind,
    ids_by_kind,
)
from storage import tables as t
from storage.conditions import TODAY, allocated
from storage.facts.rows import fetched
from storage.listed import one_of
from storage.work import Work


def changes_to_come(work: Work, subjects: Iterable[Subject]) -> dict[Subject, date]:
    """The first day after today on which what is loaded differs because a stored fact begins or ends: an allocation;
    for whether somebody supervises and is supervised, and for whom an absence concerns, a relationship. Where a rule
    asks something at every session, what changes for its worker changes for a case. A session that is booked has
    something to prepare once its supervisee holds a case."""
    wanted = list(subjects)
    found = _changes(work, wanted)
    if work.config.versions.reads_sessions:
        workers = _workers(work, [s.id for s in wanted if s.kind is SubjectKind.CASE])
        theirs = _changes(work, [Subject(SubjectKind.PERSON, i) for i in set(workers.values())])
        for case, worker in workers.items():
            day, own = theirs.get(Subject(SubjectKind.PERSON, worker)), Subject(SubjectKind.CASE, case)
            if day:
                found[own] = min(day, found.get(own, date.max))
    return found


def _workers(work: Work, cases: Sequence[int]) -> dict[int, int]:
    """Who holds each of these cases today."""
    return {row.case_id: row.worker_id for row in fetched(work, _WORKERS, cases, today=work.today)}


_A: Final = t.Allocation.__table__.c
_WORKERS: Final = select(_A.case_id, _A.worker_id).where(one_of(_A.case_id), allocated(TODAY))


def _changes(work: Work, subjects: Iterable[Subject]) -> dict[Subject, date]:
    ids = ids_by_kind(subjects)
    found: dict[Subject, date] = {}
    for kind, query in _STRETCHES:
        for row in fetched(work, query, ids[kind], today=work.today) if ids[kind] else []:
            last: list[date | None] = list(row[2:])
            ends = [day + timedelta(days=1) for day in last if day]
            days = [day for day in (row.since, *ends) if day > work.today]
            subject = Subject(kind, row.id)
            found[subject] = min([*days, found.get(subject, date.max)])
    return found


def _to_come(since: Any, *last: Any) -> ColumnElement[bool]:
    """Something that begins after today, or whose last day isn't past."""
    return or_(since > TODAY, *(day >= TODAY for day in last))


def _allocated() -> Any:
    a, p = t.Allocation, t.Person
    return (
        select(col(a.case_id).label("id"), col(a.since), col(a.until), col(p.left_on))
        .join(p.__table__, col(p.id) == col(a.worker_id))
        .where(one_of(col(a.case_id)), _to_come(col(a.since), col(a.until), col(p.left_on)))
    )


def _holding() -> Any:
    """Whose cases are theirs from or until a day."""
    a, c = t.Allocation, t.Case
    return (
        select(col(a.worker_id).label("id"), col(a.since), col(a.until), col(c.closed_on))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(one_of(col(a.worker_id)), _to_come(col(a.since), col(a.until), col(c.closed_on)))
    )


def _prepared() -> Any:
    """The cases of whom a booked session is with, from or until a day."""
    a, c, s = t.Allocation, t.Case, t.Session
    return (
        select(col(s.id), col(a.since), col(a.until), col(c.closed_on))
        .join(a.__table__, col(a.worker_id) == col(s.supervisee_id))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(
            one_of(col(s.id)),
            col(s.state) == SessionState.BOOKED,
            _to_come(col(a.since), col(a.until), col(c.closed_on)),
        )
    )


def _supervised() -> Any:
    r = t.Relationship
    return select(col(r.supervisor_id).label("id"), col(r.since), col(r.until)).where(
        one_of(col(r.supervisor_id)), _to_come(col(r.since), col(r.until))
    )


def _supervising() -> Any:
    r = t.Relationship
    return select(col(r.supervisee_id).label("id"), col(r.since), col(r.until)).where(
        one_of(col(r.supervisee_id)), _to_come(col(r.since), col(r.until))
    )


def _concerned() -> Any:
    a, r, p, away = t.Absence, t.Relationship, t.Person, t.Person.__table__.alias("away")
    return (
        select(col(a.id), col(r.since), col(r.until), col(p.left_on), away.c.left_on.label("away_left_on"))
        .join(r.__table__, col(r.supervisor_id) == col(a.person_id))
        .join(p.__table__, col(p.id) == col(r.supervisee_id))
        .join(away, away.c.id == col(a.person_id))
        .where(one_of(col(a.id)), _to_come(col(r.since), col(r.until), col(p.left_on), away.c.left_on))
    )


_STRETCHES: Final = (
    (SubjectKind.CASE, _allocated()),
    (SubjectKind.PERSON, _holding()),
    (SubjectKind.SESSION, _prepared()),
    (SubjectKind.PERSON, _supervised()),
    (SubjectKind.PERSON, _supervising()),
    (SubjectKind.ABSENCE, _concerned()),
)
