"""Cancelled sessions that wait for the return to work of one of the two."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import col

from policy.duties.away import joined
from policy.duties.rebooking import AWAY
from policy.facts import Away, SessionKind, SessionState, Subject, SubjectKind
from policy.obligations import Waiting
from policy.ruleset import Duty
from policy.spans import covers
from storage import stand_ins
from storage import tables as t
from storage.absences import AbsenceView
from storage.conditions import TODAY, not_past, still_owed
from storage.facts.readers import read_by
from storage.listed import one_of
from storage.shown_next import show_next_of
from storage.states import AbsenceState
from storage.work import Work


def waiting_for_return(work: Work, person_id: int) -> list[int]:
    """The ids of sessions cancelled for this person's days away, and still to be made up for, of whose end nobody has
    said anything."""
    s = t.Session
    query = select(col(s.id)).where(*_for_days_away(person_id), col(s.returned_on).is_(None))
    return list(work.connection.execute(query.order_by(col(s.id))).scalars())


class Unsaid(NamedTuple):
    """A session to be made up for, cancelled for somebody's days away of whose end nobody has said anything. ``last``:
    the last of them that is known by it alone; ``over``: its own day is."""

    obligation_id: int
    session_id: int
    away_id: int
    last: date
    over: bool


def unsaid(work: Work) -> list[Unsaid]:
    rows = work.connection.execute(_UNSAID).all()
    days = ((max(r.on, r.cancelled_on), r.on < work.today) for r in rows)
    return [Unsaid(r.obligation, r.session, r.away_id, *of) for r, of in zip(rows, days, strict=True)]


def _unsaid() -> Select[Any]:
    s, o = t.Session.__table__, t.ObligationRow.__table__
    rebook = and_(
        o.c.subject_kind == str(SubjectKind.SESSION),
        o.c.subject_id == s.c.id,
        o.c.duty == str(Duty.REBOOK),
        o.c.waiting_for == Waiting.RETURN,
        still_owed(),
    )
    waits = (s.c.returned_on.is_(None), s.c.away_id.is_not(None))
    shown = (o.c.id.label("obligation"), s.c.id.label("session"), s.c.away_id, s.c.on, s.c.cancelled_on)
    return select(*shown, s.c.supervisee_id).join_from(o, s, rebook).where(*waits).order_by(o.c.id)


_UNSAID: Final = _unsaid()


class Unavailable(NamedTuple):
    """Whoever is away by a session cancelled for it, of a pair that hasn't another booked, until nobody knows when;
    ``on``: the session's own day."""

    session_id: int
    supervisee_id: int
    away_id: int
    on: date


def unavailable(work: Work, ids: Collection[int]) -> dict[int, tuple[Unavailable, ...]]:
    """By each of these people who is one of such a pair as the supervisee, or is away themselves; the earliest day
    first. Where an absence is recorded for that day, or runs today, that tells it."""

    def read(some: list[int]) -> dict[int, tuple[Unavailable, ...]]:
        rows = work.connection.execute(_UNAVAILABLE, {"ids": some, "today": work.today}).all()
        instead = stand_ins.stand_ins(work, [r.session for r in rows]) if rows else {}
        found = [
            Unavailable(r.session, r.supervisee_id, r.away_id, r.on) for r in rows if r.session not in instead
        ]
        return {i: tuple(one for one in found if i in (one.supervisee_id, one.away_id)) for i in some}

    return work.reads.each(("session", "obligation", "absence", "person"), unavailable, ids, read)


def _unavailable() -> Select[Any]:
    """Of a group its leader's absence is told otherwise."""
    s, a = t.Session.__table__, t.Absence.__table__
    on_a_day = [and_(a.c.first <= day, not_past(a.c.last, day)) for day in (TODAY, s.c.on)]
    recorded = select(a.c.id).where(
        a.c.person_id == s.c.away_id, a.c.state == AbsenceState.CONFIRMED, or_(*on_a_day)
    )
    theirs = or_(one_of(s.c.supervisee_id), one_of(s.c.away_id))
    alone = (theirs, s.c.kind != SessionKind.GROUP, ~recorded.correlate(s).exists())
    return _unsaid().where(*alone).order_by(None).order_by(s.c.on, s.c.id)


_UNAVAILABLE: Final = _unavailable()


def _for_days_away(person_id: int) -> tuple[ColumnElement[bool], ...]:
    """Leave and sickness alike: that only one of them waits for a return would tell which it was."""
    return *_cancelled_for_days_away(person_id), _asked_again(still_owed())


def _cancelled_for_days_away(person_id: int) -> tuple[ColumnElement[bool], ...]:
    s = t.Session
    cancelled = and_(col(s.state) == SessionState.CANCELLED, col(s.reason).in_([str(r) for r in AWAY]))
    return col(s.away_id) == person_id, cancelled


def _asked_again(*so: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a rule asks, or asked, for a new time."""
    s, o = t.Session, t.ObligationRow
    asked = and_(col(o.subject_kind) == str(SubjectKind.SESSION), col(o.subject_id) == col(s.id))
    return select(col(o.id)).where(asked, col(o.duty) == str(Duty.REBOOK), *so).exists()


def waiting_for_nothing(work: Work, view: AbsenceView) -> list[int]:
    """The ids of sessions that these days away cancelled and for which no rule asks a new time, and so no return; also
    of those on later days, where they had been said to end earlier than that."""
    s = t.Session
    query = select(s).where(*_cancelled_for_days_away(view.person.id), ~_asked_again()).order_by(col(s.id))
    rows = work.orm.execute(query).scalars()
    theirs = (
        row for row in rows if view.covers(row.on) or (row.returned_on and row.returned_on == view.returns)
    )
    return [row.id for row in theirs]


def ended_early(work: Work, ids: Collection[int], after: AbsenceView) -> None:
    """Days away end before it was recorded that they would: those of these sessions that are on days which are none any
    more can take place as they were."""
    rows = [work.get(t.Session, i) for i in ids]
    there = [row for row in rows if after.returns and after.returns <= row.on]
    work.touch_all(read_by(work, t.Session.__table__, there))
    for row in there:
        row.returned_on, row.said_on = after.returns, work.today
    work.orm.flush()


def returned(work: Work, person_id: int, first_day: date, absence: AbsenceView | None = None) -> list[int]:
    """Somebody is back at work from a day on: the sessions cancelled for their days away that still wait for that (or
    for a day still to come). Their ids. ``absence``: by its recorded end alone, which nobody says is the return from
    days away that were before it."""
    s = t.Session
    query = select(s).where(
        *_for_days_away(person_id),
        col(s.cancelled_on) <= first_day,
        col(s.returned_on).is_(None) | (col(s.returned_on) > work.today),
    )
    rows = [
        row
        for row in work.orm.execute(query.order_by(col(s.id))).scalars()
        if row.returned_on != first_day and (absence is None or _is_of(work, absence, row))
    ]
    ids = [row.id for row in rows if row.id is not None]
    work.touch_all(read_by(work, t.Session.__table__, rows))
    for row in rows:
        row.returned_on, row.said_on = first_day, work.today
        work.log("session.return", Subject(SubjectKind.SESSION, row.id or 0))
    work.orm.flush()
    show_next_of(work, ids)
    return ids


def held_by_another(work: Work, session_id: int) -> None:
    """From today on a cancelled session waits for no return: whoever was away doesn't answer for it any more."""
    row = work.get(t.Session, session_id)
    work.touch_all(read_by(work, t.Session.__table__, [row]))
    row.returned_on, row.said_on = work.today, work.today
    work.log("session.return_of_another", Subject(SubjectKind.SESSION, session_id))
    work.orm.flush()
    show_next_of(work, [session_id])


def _is_of(work: Work, absence: AbsenceView, row: t.Session) -> bool:
    """Whether a session was cancelled for these days away: they share a day with those from its cancellation to its
    own, or, where they weren't planned, follow them without a working day between."""
    day = row.cancelled_on or row.on
    known = Away(min(day, row.on), max(day, row.on))
    if not absence.planned:
        return len(joined(work.calendar, [known, Away(absence.first, absence.last)])) == 1
    shared = max(absence.first, known.first)
    return absence.covers(shared) and covers(known.first, known.last, shared)
