"""Absences and the arrangements made for them: read as values, changed by purpose.

Every change touches what reads it, so none can be made without being assessed. Sickness is sensitive: it is kept only
because it selects a rule, and no event of the log names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Date, and_, bindparam, or_, select
from sqlmodel import col

from policy.duties.away import joined
from policy.facts import Away, SessionKind, SessionState, Subject, SubjectKind
from policy.spans import covers
from storage import outbox, people, sessions, stand_ins, supervision, working_hours
from storage import tables as t
from storage.conditions import TODAY, in_line, in_post_while_away, not_past
from storage.facts.readers import of_absences
from storage.people import Person
from storage.reads import read_once
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """``first`` and ``last`` are days away, both included; ``last`` None while the return is unknown. ``state``:
    said, confirmed or refused."""

    id: int
    person: Person
    planned: bool
    sickness: bool
    first: date
    last: date | None
    state: AbsenceState
    said_by_id: int | None

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.ABSENCE, self.id)

    @property
    def returns(self) -> date | None:
        """The first day back."""
        return self.last + timedelta(days=1) if self.last else None

    def covers(self, day: date) -> bool:
        return covers(self.first, self.last, day)


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is arranged for one supervisee of an absent supervisor."""

    supervisee_id: int
    cover_id: int | None
    reported_on: date | None
    arranged_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class StatedAbsence:
    """An absence as somebody states it."""

    planned: bool
    sickness: bool
    first: date
    last: date | None


def absence(work: Work, absence_id: int) -> AbsenceView:
    """Raises MissingRowError for an id no absence has."""
    return require_one(_absences(work, col(t.Absence.id) == absence_id), "absence")


def absences(work: Work, ids: Sequence[int]) -> list[AbsenceView]:
    """Those of these ids, the earliest first."""
    return _absences(work, col(t.Absence.id).in_(ids)) if ids else []


@read_once(t.Absence, t.Person)
def of_person(work: Work, person_id: int) -> Sequence[AbsenceView]:
    """Said and confirmed absences that may still be changed, the earliest first."""
    a = t.Absence
    recent = not_past(a.last, work.calendar.add(work.today, -work.rules.practice.correcting.absence))
    return _absences(work, and_(col(a.person_id) == person_id, col(a.state) != AbsenceState.REFUSED, recent))


def not_over(work: Work) -> list[AbsenceView]:
    """Confirmed absences that run or are to come, imported ones too."""
    return _views(work, work.connection.execute(_NOT_OVER, {"today": work.today}).all())


#: So long after an absence it is still looked at what came up meanwhile.
JUST: Final = timedelta(days=7)


@read_once(t.Absence, t.Person)
def just_over(work: Work, back_since: date = date.min) -> Sequence[AbsenceView]:
    """Confirmed absences whose last day is past, not long ago, and whose first day back isn't before ``back_since``."""
    rows = work.connection.execute(_JUST_OVER, {"today": work.today, "since": work.today - JUST}).all()
    return [view for view in _views(work, rows) if view.returns and view.returns >= back_since]


def stretch(work: Work, view: AbsenceView, *, own_days: bool = False) -> list[AbsenceView]:
    """The confirmed absences of the same person that are one stretch away with this, as the policy joins them, in their
    order. ``own_days``: without a day in between on which they work themselves, as they read it."""
    every = _views(work, _confirmed_of(work, view.person.id))
    works = partial(_works_between, work, view.person) if own_days else None
    whole = joined(work.calendar, [Away(one.first, one.last) for one in every], works)
    this = next((w for w in whole if covers(w.first, w.last, view.first)), None)
    return [one for one in every if this and this.first <= one.first and _within(one, this)]


def _works_between(work: Work, person: Person, before: date, last: date) -> bool:
    return working_hours.next_day_worked(work, person, before) <= last


def _within(one: AbsenceView, whole: Away) -> bool:
    return whole.last is None or one.first <= whole.last


@read_once(t.Absence, t.Person)
def unanswered(work: Work) -> list[AbsenceView]:
    """Absences that a supervisee said and nobody confirmed or refused."""
    return _views(work, work.connection.execute(_UNANSWERED).all())


def _confirmed_of(work: Work, person_id: int) -> Sequence[Any]:
    return work.connection.execute(_CONFIRMED, {"person": person_id}).all()


_EARLIEST_FIRST: Final = select(t.Absence.__table__).order_by(col(t.Absence.first), col(t.Absence.id))
_NOT_OVER: Final = _EARLIEST_FIRST.where(
    col(t.Absence.state) == AbsenceState.CONFIRMED, not_past(t.Absence.last, TODAY)
)
_CONFIRMED: Final = _EARLIEST_FIRST.where(
    col(t.Absence.person_id) == bindparam("person"), col(t.Absence.state) == AbsenceState.CONFIRMED
)
_JUST_OVER: Final = _EARLIEST_FIRST.where(
    col(t.Absence.state) == AbsenceState.CONFIRMED,
    col(t.Absence.last) < TODAY,
    col(t.Absence.last) >= bindparam("since", type_=Date),
)
_UNANSWERED: Final = _EARLIEST_FIRST.where(col(t.Absence.state) == AbsenceState.SAID)


def _absences(work: Work, condition: Any) -> list[AbsenceView]:
    return _views(work, work.connection.execute(_EARLIEST_FIRST.where(condition)).all())


def _views(work: Work, rows: Sequence[Any]) -> list[AbsenceView]:
    who = people.people(work, [row.person_id for row in rows])
    return [
        AbsenceView(
            row.id,
            who[row.person_id],
            row.planned,
            row.sickness,
            row.first,
            row.last,
            row.state,
            row.said_by_id,
        )
        for row in rows
    ]


def overlapping(
    work: Work, person_id: int, first: date, last: date | None, but: int | None = None
) -> AbsenceView | None:
    """A said or confirmed absence of this person that shares a day with these."""
    a = t.Absence
    begins = col(a.first) <= last if last else col(a.id).is_not(None)
    shares = and_(begins, not_past(a.last, first))
    mine = and_(col(a.person_id) == person_id, col(a.state) != AbsenceState.REFUSED, shares)
    return next((x for x in _absences(work, mine) if x.id != but), None)


def record(
    work: Work, person_id: int, said: StatedAbsence, by: int, *, state: AbsenceState = AbsenceState.CONFIRMED
) -> AbsenceView:
    """A new absence: a fact, or (``state`` said) a supervisee's word that waits to be confirmed."""
    row = t.Absence(
        person_id=person_id,
        planned=said.planned,
        sickness=said.sickness,
        first=said.first,
        last=said.last,
        state=state,
        said_by_id=by,
        from_chat=True,
    )
    work.add(row)
    view = absence(work, row.id)
    _touch(work, view)
    _log(work, f"absence.{'said' if state is AbsenceState.SAID else 'recorded'}", view, by)
    return view


def change(
    work: Work,
    view: AbsenceView,
    said: StatedAbsence,
    by: int,
    *,
    state: AbsenceState = AbsenceState.CONFIRMED,
) -> AbsenceView:
    """Other dates, another kind, or the answer to what a supervisee said (``state`` confirmed or refused)."""
    _touch(work, view)
    row = work.get(t.Absence, view.id)
    row.planned, row.sickness, row.first, row.last = said.planned, said.sickness, said.first, said.last
    row.state, row.from_chat = state, True
    work.orm.flush()
    after = absence(work, view.id)
    _log(work, f"absence.{'changed' if view.state == state else state}", after, by)
    _forget_return(work, view, after)
    work.orm.flush()
    outbox.wake(work, view.person)
    return after


def brought_in(work: Work, person_id: int, day: date) -> tuple[list[AbsenceView], list[AbsenceView]]:
    """Their confirmed absences that this day lies in: those of a file, and those that somebody said in chat."""
    this = [row for row in _confirmed_of(work, person_id) if covers(row.first, row.last, day)]
    said = [row for row in this if row.from_chat]
    return _views(work, [row for row in this if not row.from_chat]), _views(work, said)


def withdraw(work: Work, view: AbsenceView, account: str) -> None:
    """What a file said isn't so, by an administrator at the command line: no later file says it again."""
    _touch(work, view)
    row = work.get(t.Absence, view.id)
    row.state, row.from_chat = AbsenceState.REFUSED, True
    work.orm.flush()
    after = absence(work, view.id)
    work.log("absence.withdrawn", view.subject, None, account=account)
    _forget_return(work, view, after)
    work.orm.flush()
    outbox.wake(work, view.person)


def _forget_return(work: Work, before: AbsenceView, after: AbsenceView) -> None:
    """Sessions cancelled for it wait again for the return, to be told anew; of one that never was, no longer."""
    s, stands = t.Session, after.state == AbsenceState.CONFIRMED
    if stands and before.returns == after.returns:
        return
    mine = select(s).where(
        col(s.away_id) == before.person.id,
        col(s.on) >= before.first,
        or_(col(s.returned_on).is_(None), col(s.returned_on) == before.returns),
    )
    for row in work.orm.execute(mine).scalars():
        work.touch(SubjectKind.SESSION, row.id)
        row.returned_on = row.said_on = None if stands else work.today


def _touch(work: Work, view: AbsenceView) -> None:
    work.touch_all({view.subject, *of_absences(work, [view.person.id])})


def _log(work: Work, name: str, view: AbsenceView, by: int | None) -> None:
    days = {"first": view.first.isoformat(), "last": view.last.isoformat() if view.last else None}
    work.log(name, view.subject, by, planned=view.planned, **days)


# Arrangements


def supervisees(work: Work, view: AbsenceView) -> list[Person]:
    """Those whom the absent person supervises in the line today, or stands in for somebody who has left, by name: whom
    it concerns from today on, or from its first day."""
    rows = work.connection.execute(_SUPERVISEES, {"supervisor": view.person.id, "today": work.today})
    ids = {*rows.scalars(), *supervision.in_place_of_leavers(work, view.person.id)}
    found, day = people.people(work, sorted(ids)).values(), max(view.first, work.today)
    return sorted((p for p in found if p.in_post(day)), key=lambda p: p.name)


_SUPERVISEES: Final = select(col(t.Relationship.supervisee_id)).where(
    col(t.Relationship.supervisor_id) == bindparam("supervisor"), in_line(TODAY)
)


def arranged(work: Work, absence_id: int) -> dict[int, Arranged]:
    """By supervisee whom it concerns. Whoever covered and has left isn't named as cover any more."""
    rows = work.connection.execute(_ARRANGED, {"absence": absence_id, "today": work.today})
    return {row.supervisee_id: Arranged(*row) for row in rows}


_WITH_SUPERVISEE: Final = t.Arrangement.__table__.join(t.Absence.__table__).join(
    t.Person.__table__, col(t.Person.id) == col(t.Arrangement.supervisee_id)
)
_G: Final = t.Arrangement.__table__.c
_WHO: Final = t.Person.__table__.alias("cover")
_THERE: Final = and_(_WHO.c.id == _G.cover_id, in_post_while_away(_WHO.c.left_on))
_ARRANGED: Final = (
    select(_G.supervisee_id, _WHO.c.id.label("cover_id"), _G.reported_on, _G.arranged_by_id)
    .select_from(_WITH_SUPERVISEE.outerjoin(_WHO, _THERE))
    .where(col(t.Arrangement.absence_id) == bindparam("absence"), in_post_while_away())
)


def covered_by(work: Work, cover_id: int) -> list[tuple[AbsenceView, int]]:
    """The absences, running or to come, for which this person is named as cover, each with one supervisee
    whom it concerns."""
    a, g = t.Absence, t.Arrangement
    query = (
        select(col(g.absence_id), col(g.supervisee_id))
        .select_from(_WITH_SUPERVISEE)
        .where(col(g.cover_id) == cover_id, in_post_while_away())
        .where(col(a.state) == AbsenceState.CONFIRMED, not_past(a.last, TODAY))
        .order_by(col(g.absence_id), col(g.supervisee_id))
    )
    rows = work.connection.execute(query, {"today": work.today}).all()
    return [(absence(work, r.absence_id), r.supervisee_id) for r in rows]


def report(work: Work, view: AbsenceView, supervisee_id: int) -> None:
    """The supervisee reported the absence, today (B20)."""
    _touch(work, view)  # what follows it in the same stretch away reads it too
    _arrangement(work, view.id, supervisee_id).reported_on = work.today
    work.log("absence.reported", view.subject, supervisee_id, supervisee=supervisee_id)


def cover(work: Work, view: AbsenceView, supervisee_id: int, cover_id: int, by: int | None) -> None:
    """Somebody covers one supervisee from now until the return, in place of whoever did."""
    work.touch_all(of_absences(work, [view.person.id]))
    row = _arrangement(work, view.id, supervisee_id)
    if row.cover_id:
        named = {"absence_id": view.id, "supervisee_id": supervisee_id, "cover_id": row.cover_id}
        work.add(t.CoverBefore(**named, last=work.today))
    row.cover_id, row.named_at, row.arranged_on = cover_id, work.now, work.today
    row.arranged_by_id = by
    work.orm.flush()
    work.touch_all(of_absences(work, [view.person.id]))  # also what is booked with whoever covers now
    for one in upcoming(work, view, supervisee_id):
        work.touch(SubjectKind.SESSION, one.id)
    work.log("absence.covered", view.subject, by, supervisee=supervisee_id, cover=cover_id)


def _arrangement(work: Work, absence_id: int, supervisee_id: int) -> t.Arrangement:
    g = t.Arrangement
    mine = select(g).where(col(g.absence_id) == absence_id, col(g.supervisee_id) == supervisee_id)
    found = work.orm.execute(mine).scalar_one_or_none()
    return found or work.add(t.Arrangement(absence_id=absence_id, supervisee_id=supervisee_id))


# Sessions inside an absence


def inside(work: Work, view: AbsenceView) -> list[SessionView]:
    """Booked sessions of the absent person, on either side, that the absence makes impossible, by their start. One of
    today that is already over may have taken place."""
    return [s for s in sessions.booked_for(work, view.person.id) if view.covers(s.on) and not _over(s, work)]


def groups_missed(work: Work, view: AbsenceView) -> list[SessionView]:
    """Booked groups that the absent person belongs to or is to record, without those they lead: they meet all the
    same."""
    found = sessions.groups_of(work, view.person.id)
    return [s for s in found if s.starts_at > work.now and view.covers(s.on)]


def _over(view: SessionView, work: Work) -> bool:
    return view.on == work.today and view.ends_at <= work.now


def to_rebook(work: Work, view: AbsenceView, supervisee_ids: Sequence[int]) -> list[SessionView]:
    """Sessions of the absent supervisor with these supervisees, cancelled for a day of the absence, with nothing booked
    instead yet; soonest first."""
    s = t.Session
    query = select(col(s.id)).where(
        col(s.supervisor_id) == view.person.id,
        col(s.supervisee_id).in_(supervisee_ids),
        col(s.state) == SessionState.CANCELLED,
        col(s.kind) != SessionKind.GROUP,
        col(s.on) >= view.first,
    )
    found = sessions.sessions(work, list(work.connection.execute(query).scalars()))
    instead = stand_ins.stand_ins(work, [s.id for s in found])
    return [s for s in found if view.covers(s.on) and s.id not in instead]


def upcoming(work: Work, view: AbsenceView, supervisee_id: int) -> list[SessionView]:
    """Sessions of the absent supervisor with one supervisee, still booked and within the absence."""
    return [
        s
        for s in sessions.booked_for(work, supervisee_id)
        if s.supervisor.id == view.person.id and s.starts_at > work.now and view.covers(s.on)
    ]
