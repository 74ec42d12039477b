"""What was cancelled since somebody last met: whatever they meet for next answers it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Integer, bindparam, select

from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from storage import tables as t
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
