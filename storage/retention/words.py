"""People's own words: what they prepared, what was agreed and is done, why something was decided. Their days stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import col

from storage import tables as t
from storage.health import sealed_columns
from storage.retention.holds import free_case, free_people, free_session
from storage.retention.rows import set_where, some_ids
from storage.work import Work


def forget(work: Work, before: date, limit: int) -> int:
    gone = 0
    for table, *which in _old(before):
        words = [column for own, column in sealed_columns() if own is table.__table__]
        there = or_(*(column.is_not(None) for column in words))
        free = free_people(table.__table__)
        found = some_ids(work, table.__table__.c.id, limit, there, *which, *free)
        set_where(work, table.__table__, "id", found, **{column.name: None for column in words})
        gone += len(found)
    return gone


def _old(before: date) -> Iterator[tuple[Any, ...]]:
    """Each table with words about supervision, and which of its rows are over. A platform's own secrets aren't
    anybody's words."""
    p, a, j, g, r = t.Preparation, t.Action, t.Judgement, t.Authorisation, t.IntervalRequest
    yield p, _held_before(p, before), free_session(col(p.session_id)), free_case(col(p.case_id))
    yield a, col(a.done_on) < before, free_session(col(a.session_id)), free_case(col(a.case_id))
    n = t.Record
    over = func.coalesce(col(n.answered_on), col(n.closed_on)) < before
    yield n, over, free_session(col(n.session_id)), free_case(col(n.case_id))
    yield j, col(j.on) < before, free_case(col(j.case_id))
    yield g, col(g.until) < before, free_case(col(g.case_id))
    yield r, col(r.answered_on) < before, free_case(col(r.case_id))
    d = t.Disclosure
    yield d, col(d.on) < before
    q = t.PersonRequest
    yield q, col(q.answered_on) < before


def _held_before(p: type[t.Preparation], before: date) -> Any:
    s = t.Session
    on = select(col(s.on)).where(col(s.id) == col(p.session_id)).scalar_subquery()
    return func.coalesce(on, col(p.begun_on)) < before
