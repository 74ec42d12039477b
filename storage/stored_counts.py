"""How much is stored, as of today."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlmodel import col

from policy.facts import SessionState
from storage import tables as t
from storage.conditions import case_open, in_line, in_post, not_past
from storage.states import AbsenceState
from storage.work import Work


class StoredCounts(NamedTuple):
    """``left`` and ``to_come``: people who aren't in post any more, or yet; ``supervised``: those in post whom somebody
    supervises; ``absences``: of those who haven't left, that go on or are still to come."""

    in_post: int
    left: int
    to_come: int
    supervised: int
    open_cases: int
    closed_cases: int
    held: int
    booked: int
    absences: int


def stored_counts(work: Work) -> StoredCounts:
    p, c, s, a, r = t.Person, t.Case, t.Session, t.Absence, t.Relationship
    on = work.today
    led = select(col(r.supervisee_id)).where(in_line(on))
    there = select(col(p.id)).where(in_post(on))
    counts = (
        _count(p, in_post(on), col(p.employed_from) <= on),
        _count(p, col(p.left_on) < on),
        _count(p, col(p.employed_from) > on),
        _count(p, in_post(on), col(p.employed_from) <= on, col(p.id).in_(led)),
        _count(c, case_open(on)),
        _count(c, ~case_open(on)),
        _count(s, col(s.state) == SessionState.HELD),
        _count(s, col(s.state) == SessionState.BOOKED),
        _count(a, col(a.state) == AbsenceState.CONFIRMED, not_past(a.last, on), col(a.person_id).in_(there)),
    )
    return StoredCounts._make(work.connection.execute(select(*counts)).one())


def _count(table: Any, *which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table.__table__).where(*which).scalar_subquery()
