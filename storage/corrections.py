"""What was said of a session is put right: its kind, that it took place, and one that was noted and wasn't so.

Every change touches the subjects that read it; the evidence keeps what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, or_, select, update
from sqlmodel import col

from policy.facts import SessionKind, SessionState, SubjectKind
from storage import tables as t
from storage.held_sessions import Discussed
from storage.people import Person
from storage.sessions import SessionView, sessions, touch_session
from storage.work import Work


def set_kind(work: Work, view: SessionView, kind: SessionKind, by: int) -> None:
    """It was of another kind than the one booked."""
    touch_session(work, view.id, view.supervisee)
    row = work.get(t.Session, view.id)
    row.kind, row.personal_too = kind, False
    work.orm.flush()
    work.log("session.kind_changed", view.subject, by, before=str(view.kind), after=str(kind))


def withdraw(work: Work, view: SessionView, by: int) -> None:
    """One that was noted didn't take place."""
    touch_session(work, view.id, view.supervisee)
    work.get(t.Session, view.id).state = SessionState.WITHDRAWN
    work.orm.flush()
    work.log("session.withdrawn", view.subject, by)


def said_since(work: Work, person_id: int, since: date) -> list[SessionView]:
    """Held sessions of which this person said since a day that they took place or are recorded."""
    s, r = t.Session, t.Record
    recorded = select(col(r.session_id)).where(
        col(r.recorded_by_id) == person_id, col(r.recorded_on) >= since
    )
    held = (col(s.supervisor_id) == person_id) & (col(s.said_on) >= since)
    query = select(col(s.id)).where(
        col(s.state) == SessionState.HELD, or_(held, col(s.id).in_(recorded)), col(s.from_chat)
    )
    return sessions(work, list(work.connection.execute(query).scalars()))


def of_two_on(work: Work, pair: Sequence[Person], first: date, last: date) -> list[SessionView]:
    """Sessions of these two alone between two days, booked or held, soonest first."""
    s, (supervisee, supervisor) = t.Session, pair
    theirs = (col(s.supervisee_id) == supervisee.id, col(s.supervisor_id) == supervisor.id)
    query = select(col(s.id)).where(
        *theirs,
        col(s.on).between(first, last),
        col(s.state).in_((SessionState.BOOKED, SessionState.HELD)),
        col(s.kind) != SessionKind.GROUP,
    )
    return sessions(work, list(work.connection.execute(query).scalars()))


def cancelled_on(work: Work, supervisee_id: int, kind: SessionKind, day: date) -> list[SessionView]:
    """Sessions of this kind of a supervisee, or of a group's leader, that were to be on a day and were cancelled."""
    s = t.Session
    query = select(col(s.id)).where(
        *(col(s.supervisee_id) == supervisee_id, col(s.kind) == kind, col(s.on) == day),
        col(s.state) == SessionState.CANCELLED,
    )
    return sessions(work, list(work.connection.execute(query).scalars()))


def discussed_of(work: Work, session_id: int) -> list[Discussed]:
    """What was said of its cases."""
    d = t.Discussion
    rows = work.connection.execute(
        select(d.__table__).where(col(d.session_id) == session_id).order_by(col(d.id))
    )
    return [Discussed(r.case_id, r.plan_reviewed, r.full, by_worker=r.by_worker) for r in rows]


def take_back(work: Work, view: SessionView, by: int) -> None:
    """That it took place is taken back: its discussions and records go, and it is as if nobody had said anything yet.
    The evidence keeps both."""
    touch_session(work, view.id, view.supervisee)
    discussed = discussed_of(work, view.id)
    work.touch(SubjectKind.CASE, *(one.case_id for one in discussed))
    row = work.get(t.Session, view.id)
    row.last_request = max((r.request for r in view.records), default=row.last_request)
    row.state, row.held_on, row.minutes, row.said_on = SessionState.BOOKED, None, None, None
    for table in (t.Discussion, t.Record):
        work.orm.execute(delete(table).where(col(table.session_id) == view.id))
    _take_back_of_group(work, view.id)
    work.log("session.held_taken_back", view.subject, by, cases=[one.case_id for one in discussed])


def _take_back_of_group(work: Work, session_id: int) -> None:
    """Nobody came yet, and what came up stands on the agenda again."""
    p, i = t.Participant, t.AgendaItem
    work.orm.execute(update(p).where(col(p.session_id) == session_id).values(attended=None))
    reopened = {"discussed_in_id": None, "closed_on": None, "closed_by_id": None}
    work.orm.execute(update(i).where(col(i.discussed_in_id) == session_id).values(**reopened))
