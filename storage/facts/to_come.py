"""What changes by the calendar alone, because a stored fact begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select

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
    a, p = t.Allocation.__table__, t.Person.__table__
    return (
        select(a.c.case_id.label("id"), a.c.since, a.c.until, p.c.left_on)
        .join(p, p.c.id == a.c.worker_id)
        .where(one_of(a.c.case_id), _to_come(a.c.since, a.c.until, p.c.left_on))
    )


def _holding() -> Any:
    """Whose cases are theirs from or until a day."""
    a, c = t.Allocation.__table__, t.Case.__table__
    return (
        select(a.c.worker_id.label("id"), a.c.since, a.c.until, c.c.closed_on)
        .join(c, c.c.id == a.c.case_id)
        .where(one_of(a.c.worker_id), _to_come(a.c.since, a.c.until, c.c.closed_on))
    )


def _prepared() -> Any:
    """The cases of whom a booked session is with, from or until a day."""
    a, c, s = t.Allocation.__table__, t.Case.__table__, t.Session.__table__
    return (
        select(s.c.id, a.c.since, a.c.until, c.c.closed_on)
        .join(a, a.c.worker_id == s.c.supervisee_id)
        .join(c, c.c.id == a.c.case_id)
        .where(
            one_of(s.c.id),
            s.c.state == SessionState.BOOKED,
            _to_come(a.c.since, a.c.until, c.c.closed_on),
        )
    )


def _supervised() -> Any:
    r = t.Relationship.__table__
    return select(r.c.supervisor_id.label("id"), r.c.since, r.c.until).where(
        one_of(r.c.supervisor_id), _to_come(r.c.since, r.c.until)
    )


def _supervising() -> Any:
    r = t.Relationship.__table__
    return select(r.c.supervisee_id.label("id"), r.c.since, r.c.until).where(
        one_of(r.c.supervisee_id), _to_come(r.c.since, r.c.until)
    )


def _concerned() -> Any:
    a, r, p, away = (
        t.Absence.__table__,
        t.Relationship.__table__,
        t.Person.__table__,
        t.Person.__table__.alias("away"),
    )
    return (
        select(a.c.id, r.c.since, r.c.until, p.c.left_on, away.c.left_on.label("away_left_on"))
        .join(r, r.c.supervisor_id == a.c.person_id)
        .join(p, p.c.id == r.c.supervisee_id)
        .join(away, away.c.id == a.c.person_id)
        .where(one_of(a.c.id), _to_come(r.c.since, r.c.until, p.c.left_on, away.c.left_on))
    )


_STRETCHES: Final = (
    (SubjectKind.CASE, _allocated()),
    (SubjectKind.PERSON, _holding()),
    (SubjectKind.SESSION, _prepared()),
    (SubjectKind.PERSON, _supervised()),
    (SubjectKind.PERSON, _supervising()),
    (SubjectKind.ABSENCE, _concerned()),
)
