"""That it was sickness is forgotten: of an absence, and of a session that was cancelled for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, func, select
from sqlmodel import col

from policy.facts import Reason, SubjectKind
from policy.obligations import State
from storage import tables as t
from storage.conditions import stands
from storage.retention.holds import free_person, free_session
from storage.retention.rows import set_where, some_ids
from storage.work import Work


def forget(work: Work, before: date, limit: int) -> int:
    """Days and what followed stay. Where the reason decides what is still owed, or what explains a window that its
    supervisee missed, it is kept until that goes."""
    return _absences(work, before, limit) + _cancelled(work, before, limit)


def _absences(work: Work, before: date, limit: int) -> int:
    a = t.Absence
    over = (col(a.sickness), col(a.last) < before, free_person(col(a.person_id)))
    found = some_ids(work, col(a.id), limit, *over)
    set_where(work, t.Absence.__table__, "id", found, sickness=False)
    return len(found)


def _cancelled(work: Work, before: date, limit: int) -> int:
    s, o = t.Session, t.ObligationRow
    asked = and_(col(o.subject_kind) == str(SubjectKind.SESSION), col(o.subject_id) == col(s.id), stands())
    missed = and_(
        col(o.subject_kind) == str(SubjectKind.PERSON),
        col(o.subject_id) == col(s.supervisee_id),
        col(o.state) == State.MISSED,
        col(o.started) <= col(s.on),
        col(o.due) >= col(s.on),
    )
    found = some_ids(
        work,
        col(s.id),
        limit,
        col(s.reason) == Reason.SICKNESS,
        col(s.on) < before,
        func.coalesce(col(s.returned_on), col(s.cancelled_on)) < before,
        ~select(col(o.id)).where(asked).exists(),
        ~select(col(o.id)).where(missed).exists(),
        free_session(col(s.id)),
    )
    if not found:
        return 0
    work.touch(SubjectKind.SESSION, *found)
    theirs = select(col(s.supervisee_id)).where(col(s.id).in_(found)).distinct()
    work.touch(SubjectKind.PERSON, *work.connection.execute(theirs).scalars())
    set_where(work, t.Session.__table__, "id", found, reason=Reason.OTHER)
    return len(found)
