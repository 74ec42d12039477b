"""Which subjects read which fact: one function for each kind."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlmodel import col

from policy.facts import (
    SubjectKind,
)
from storage import tables as t
from storage.conditions import not_past
from storage.work import Work


def readers_of_absence(work: Work, person_id: int) -> dict[SubjectKind, list[int]]:
    """An absence is read by the person, by itself and by the sessions of that person whose sign-off may pause."""
    s, r = t.Session, t.Record
    waiting = (
        select(col(s.id))
        .join(r.__table__, col(r.session_id) == col(s.id))
        .where(
            or_(col(s.supervisee_id) == person_id, col(s.signer_id) == person_id),
            and_(col(r.request) > 0, col(r.answered_on).is_(None), col(r.closed_on).is_(None)),
        )
        .distinct()
    )
    mine = select(col(t.Absence.id)).where(col(t.Absence.person_id) == person_id)
    return {
        SubjectKind.PERSON: [person_id],
        SubjectKind.SESSION: list(work.connection.execute(waiting).scalars()),
        SubjectKind.ABSENCE: list(work.connection.execute(mine).scalars()),
    }


def readers_of_relationship(
    work: Work, supervisee_id: int, supervisor_ids: Sequence[int]
) -> dict[SubjectKind, list[int]]:
    """A relationship is read by both people and by the supervisors' open absences."""
    a = t.Absence
    absences = select(col(a.id)).where(col(a.person_id).in_(supervisor_ids), not_past(a.last, work.today))
    return {
        SubjectKind.PERSON: [supervisee_id, *supervisor_ids],
        SubjectKind.ABSENCE: list(work.connection.execute(absences).scalars()),
    }


def readers_of_person(work: Work, person_id: int) -> dict[SubjectKind, list[int]]:
    """Somebody's role and qualification are read by themselves, by the cases they hold and by those they supervise."""
    a, r = t.Allocation, t.Relationship
    held = select(col(a.case_id)).where(col(a.worker_id) == person_id, not_past(a.until, work.today))
    led = select(col(r.supervisee_id)).where(col(r.supervisor_id) == person_id, not_past(r.until, work.today))
    return {
        SubjectKind.CASE: list(work.connection.execute(held.distinct()).scalars()),
        SubjectKind.PERSON: [person_id, *work.connection.execute(led.distinct()).scalars()],
    }


def readers_of_sessions(work: Work, person_id: int) -> dict[SubjectKind, list[int]]:
    """The sessions of one supervisee are read by them and, where a rule asks what happens at every session, by the
    cases they hold or held since the bot began."""
    found = {SubjectKind.PERSON: [person_id]}
    if work.book.versions.reads_sessions:
        a = t.Allocation
        began = select(col(t.Council.started_on)).scalar_subquery()
        held = select(col(a.case_id)).where(col(a.worker_id) == person_id, not_past(a.until, began))
        found[SubjectKind.CASE] = list(work.connection.execute(held.distinct()).scalars())
    return found
