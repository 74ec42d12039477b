"""Closed cases, with all that was kept of them. The sessions they came up in are their people's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from sqlalchemy import and_, select, true, union
from sqlmodel import col

from policy.facts import SubjectKind
from storage import tables as t
from storage.obligations import batched
from storage.retention.holds import free_case, free_people, free_session
from storage.retention.rows import AT_ONCE, delete_subjects, delete_where, owed_of, some_ids
from storage.work import Work

#: What is kept of a case, what refers to another row first.
PARTS: Final = (
    t.IntervalRequest, t.Authorisation, t.Judgement, t.Allocation, t.EarlierCategories, t.CaseEvent,
    t.Decision, t.Draw,
    t.AgendaItem, t.Discussion, t.Record, t.GapNote, t.Action, t.Preparation,
)  # fmt: skip
_IN_SESSIONS: Final = (t.Discussion, t.Record, t.GapNote)


def forget(work: Work, before: date, limit: int) -> int:
    c, d = t.Case, t.Draw
    undone = select(col(d.id)).where(col(d.case_id) == col(c.id), col(d.done_on).is_(None)).exists()
    over = (col(c.closed_on) < before, free_case(col(c.id)))
    free = (~owed_of(SubjectKind.CASE, col(c.id)), ~undone, *_sessions_free(), *_people_free())
    found = some_ids(work, col(c.id), limit, *over, *free)
    if found:
        work.touch(SubjectKind.SESSION, *_sessions(work, found))
        for part in PARTS:
            delete_where(work, part.__table__, "case_id", found)
        delete_subjects(work, SubjectKind.CASE, found)
        delete_where(work, t.Case.__table__, "id", found)
    return len(found)


def _sessions_free() -> list[object]:
    """No session that it came up in is under a hold, or has anything still owed of it."""
    found: list[object] = []
    for part in _IN_SESSIONS:
        session = part.__table__.c.session_id
        mine = select(session).where(part.__table__.c.case_id == t.Case.__table__.c.id)
        found.append(~mine.where(~free_session(session) | owed_of(SubjectKind.SESSION, session)).exists())
    return found


def _people_free() -> Iterator[object]:
    """Nobody whom anything kept of it names is under a hold."""
    for part in PARTS:
        table = part.__table__
        mine = select(table.c.case_id).where(table.c.case_id == t.Case.__table__.c.id)
        yield ~mine.where(~and_(true(), *free_people(table))).exists()


def _sessions(work: Work, case_ids: Sequence[int]) -> list[int]:
    found = set[int]()
    for some in batched(case_ids, AT_ONCE):
        parts = (
            select(one.__table__.c.session_id).where(one.__table__.c.case_id.in_(some))
            for one in _IN_SESSIONS
        )
        found |= {i for i in work.connection.execute(union(*parts)).scalars() if i}
    return sorted(found)
