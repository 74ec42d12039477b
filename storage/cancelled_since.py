"""What was cancelled since somebody last met: whatever they meet for next answers it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Integer, bindparam, select

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from storage import tables as t
from storage.conditions import TODAY
from storage.work import Work


def cancelled_since(work: Work, session_id: int, supervisee_id: int) -> list[Subject]:
    """Of a supervisee alone, by kind, whatever becomes of this session."""
    given = {"session": session_id, "person": supervisee_id}
    return [Subject(SubjectKind.SESSION, i) for i in work.connection.execute(_CANCELLED, given).scalars()]


def _cancelled() -> Any:
    s, held = t.Session.__table__.c, t.Session.__table__.alias("held").c
    whose = bindparam("person", type_=Integer)
    met = select(held.id).where(
        *(held.supervisee_id == whose, held.kind == s.kind, held.state == SessionState.HELD),
        *(held.id != bindparam("session"), held.starts_at > s.starts_at),
    )
    alone = (s.supervisee_id == whose, s.kind != SessionKind.GROUP)
    return select(s.id).where(*alone, s.state == SessionState.CANCELLED, ~met.exists())


_CANCELLED: Final = _cancelled()


def told_to_covers(work: Work, supervisee_id: int) -> list[Subject]:
    """The absences in which somebody covers for them, and was told what is booked and what is to be rebooked."""
    given = {"person": supervisee_id, "today": work.today}
    return [Subject(SubjectKind.ABSENCE, i) for i in work.connection.execute(_COVERED, given).scalars()]


def _covered() -> Any:
    a, r = t.Absence.__table__.c, t.Arrangement.__table__.c
    still = (r.cover_id.is_not(None), a.last.is_(None) | (a.last >= TODAY))
    return select(a.id).where(r.absence_id == a.id, r.supervisee_id == bindparam("person"), *still)


_COVERED: Final = _covered()
