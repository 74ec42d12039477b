"""Sessions and their discussions: read as values, changed by purpose.

Every change touches the subjects that read it, so none can be made without being assessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, bindparam, delete, or_, select
from sqlmodel import col

from policy.facts import Reason, SessionKind, SessionState, Subject, SubjectKind, kind_of_record, kinds_of
from policy.session_length import lasting
from storage import people, records
from storage import tables as t
from storage.facts.readers import of_meetings, read_by
from storage.listed import one_of
from storage.people import Person
from storage.reads import read_once
from storage.records import RecordView
from storage.shown_next import show_next
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class Group:
    """Who belongs to a group and is in post on its day (or if nobody is, all), attended it, and shares its record."""

    participants: tuple[Person, ...]
    recorder: Person | None
    signer: Person | None
    overseer: Person | None
    attended: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session as handlers and messages see it; a group's ``supervisee`` is whoever leads it. ``starts_at`` and
    ``ends_at`` are UTC, ``on`` the council's date; ``unasked``: the bot booked it, and nobody has answered that."""

    id: int
    kind: SessionKind
    state: SessionState
    supervisee: Person
    supervisor: Person
    starts_at: datetime
    ends_at: datetime
    on: date
    provisional: bool
    replaces_id: int | None
    held_on: date | None
    cancelled_on: date | None
    reason: Reason | None
    away_id: int | None
    returned_on: date | None
    records: tuple[RecordView, ...]
    booked_on: date
    group: Group | None = None
    noted_by_id: int | None = None
    confirmed_by_id: int | None = None
    said_on: date | None = None
    personal_too: bool = False
    unasked: bool = False

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.SESSION, self.id)

    @property
    def only_noted(self) -> bool:
        """One of the two says that it took place, and it isn't confirmed."""
        return self.noted_by_id is not None and self.state is SessionState.BOOKED

    @property
    def kinds(self) -> frozenset[SessionKind]:
        return kinds_of(self.kind, personal_too=self.personal_too)

    def kind_of(self, record: RecordView) -> SessionKind:
        of_case = record.case is not None
        return kind_of_record(self.kind, personal_too=self.personal_too, of_case=of_case)

    @property
    def author(self) -> Person:
        """Who answers for its records: of a group whoever records it, else who held it or is to."""
        return (self.group and self.group.recorder) or self.supervisor

    @property
    def reader(self) -> Person:
        """Who is asked to agree its records: of a group whoever signs them off, else the supervisee."""
        return (self.group and self.group.signer) or self.supervisee

    @property
    def minutes(self) -> int:
        return lasting(self.starts_at, self.ends_at)


def session(work: Work, session_id: int) -> SessionView:
    """Raises MissingRowError for an id no session has."""
    return require_one(sessions(work, [session_id]), "session")


def sessions(work: Work, ids: Sequence[int]) -> list[SessionView]:
    """In the order of their start."""
    found = work.reads.each(_VIEWED, sessions, ids, lambda some: {s.id: s for s in _read(work, some)})
    return sorted(found.values(), key=lambda one: one.starts_at)


#: The tables that a view of a session rests on.
_VIEWED: Final = ("session", "participant", "person", "record", "case")


def _read(work: Work, ids: Sequence[int]) -> list[SessionView]:
    rows = work.connection.execute(_BY_ID, {"ids": ids}).all()
    belong = _participants(work, [row.id for row in rows if row.kind is SessionKind.GROUP])
    named = [i for row in rows for i in (row.supervisee_id, row.supervisor_id, *_shared_out(row))]
    who = people.people(work, [*named, *(p.person_id for some in belong.values() for p in some)])
    kept: dict[int, list[RecordView]] = {}
    for record in records.of_sessions(work, ids):
        kept.setdefault(record.session_id, []).append(record)
    return [
        SessionView(
            row.id,
            row.kind,
            row.state,
            who[row.supervisee_id],
            who[row.supervisor_id],
            row.starts_at,
            row.ends_at,
            row.on,
            row.provisional,
            row.replaces_id,
            row.held_on,
            row.cancelled_on,
            row.reason,
            row.away_id,
            row.returned_on,
            tuple(kept.get(row.id, ())),
            row.booked_on,
            _group(row, belong.get(row.id, []), who) if row.kind is SessionKind.GROUP else None,
            row.noted_by_id,
            row.confirmed_by_id,
            row.said_on,
            row.personal_too,
            _unasked(row),
        )
        for row in rows
    ]


def _unasked(row: Any) -> bool:
    """What a file says was booked there."""
    nobody = (row.booked_by_id, row.confirmed_by_id, row.source_id) == (None, None, None)
    return nobody and row.from_chat and row.replaces_id is not None


_BY_ID: Final = select(t.Session.__table__).where(one_of(t.Session.__table__.c.id))


def _shared_out(row: Any) -> tuple[int | None, int | None, int | None]:
    return row.recorder_id, row.signer_id, row.overseer_id


def _participants(work: Work, ids: Sequence[int]) -> dict[int, list[Any]]:
    """By group session."""
    found = dict[int, list[Any]]()
    for row in work.connection.execute(_PARTICIPANTS, {"ids": ids}) if ids else ():
        found.setdefault(row.session_id, []).append(row)
    return found


_X: Final = t.Participant.__table__.c
_PARTICIPANTS: Final = (
    select(t.Participant.__table__).where(one_of(_X.session_id)).order_by(_X.session_id, _X.person_id)
)


def _group(row: Any, belong: Sequence[Any], who: Mapping[int, Person]) -> Group:
    recorder, signer, overseer = (who.get(i or 0) for i in _shared_out(row))
    attended = frozenset(p.person_id for p in belong if p.attended)
    everybody = sorted((who[p.person_id] for p in belong), key=lambda p: p.name)
    there = [p for p in everybody if p.in_post(row.on) or p.id in attended]
    return Group(tuple(there or everybody), recorder, signer, overseer, attended)


def booked_for(work: Work, person_id: int) -> list[SessionView]:
    """Booked sessions of a person on either side, soonest first."""
    return sessions(work, _booked_for(work, person_id))


@read_once(t.Session)
def _booked_for(work: Work, person_id: int) -> tuple[int, ...]:
    return tuple(work.connection.execute(_BOOKED_FOR, {"person": person_id}).scalars())


_WHOSE: Final = bindparam("person", type_=Integer)
_BOOKED_FOR: Final = select(col(t.Session.id)).where(
    col(t.Session.state) == SessionState.BOOKED,
    (col(t.Session.supervisee_id) == _WHOSE) | (col(t.Session.supervisor_id) == _WHOSE),
)


def groups_of(work: Work, person_id: int) -> list[SessionView]:
    """Booked groups that a person belongs to or is to record, without those they lead, soonest first."""
    return sessions(work, list(work.connection.execute(_GROUPS_OF, {"person": person_id}).scalars()))


_GROUPS_OF: Final = select(col(t.Session.id)).where(
    or_(
        col(t.Session.id).in_(
            select(col(t.Participant.session_id)).where(col(t.Participant.person_id) == _WHOSE)
        ),
        col(t.Session.recorder_id) == _WHOSE,
    ),
    *(col(t.Session.state) == SessionState.BOOKED, col(t.Session.supervisor_id) != _WHOSE),
)


def in_group(view: SessionView) -> list[Person]:
    """Whose cases a group may discuss: everybody's who belongs to it, its leader's and the signer's."""
    assert view.group
    signer = (view.group.signer,) if view.group.signer else ()
    return list({p.id: p for p in (*view.group.participants, view.supervisor, *signer)}.values())


def groups_on(work: Work, person_ids: Sequence[int], day: date) -> list[SessionView]:
    """The groups booked for a day to which any of these people belongs, the earliest first."""
    s = t.Session
    query = select(col(s.id)).where(
        _with_any_of(person_ids), col(s.state) == SessionState.BOOKED, col(s.on) == day
    )
    return sessions(work, list(work.connection.execute(query).scalars()))


def _with_any_of(person_ids: Sequence[int]) -> ColumnElement[bool]:
    x = t.Participant
    theirs = select(col(x.session_id)).where(col(x.person_id).in_(person_ids))
    return col(t.Session.id).in_(theirs)


# Changes


def touch_session(work: Work, session_id: int, supervisee: Person) -> None:
    """What reads a session, and what rests on when its people next meet."""
    which = {"session": session_id}
    work.touch_all(read_by(work, t.Session.__table__, work.connection.execute(_THIS, which).all()))
    show_next(work, [session_id], [supervisee.id])


_THIS: Final = select(t.Session.__table__).where(col(t.Session.id) == bindparam("session"))


def book(
    work: Work,
    kind: SessionKind,
    supervisee: Person,
    supervisor: Person,
    starts_at: datetime,
    minutes: int,
    by: int | None,
    *,
    replaces: int | None = None,
    provisional: bool = False,
    group: Group | None = None,
    noted: bool = False,
) -> int:
    """Books a session at an instant (UTC); its id. ``group``: who belongs to it; whoever leads it is both of the
    pair. ``noted``: it is past, and ``by`` says that it took place."""
    wall = work.calendar.wall(starts_at)
    work.touch_all(of_meetings(work, [supervisee.id]))
    row = work.add(
        t.Session(
            kind=kind,
            supervisee_id=supervisee.id,
            supervisor_id=supervisor.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            wall=wall.strftime("%Y-%m-%dT%H:%M"),
            on=wall.date(),
            booked_on=work.today,
            booked_by_id=by,
            provisional=provisional,
            replaces_id=replaces,
            from_chat=True,
            noted_by_id=by if noted else None,
        )
    )
    if group:
        share_out(row, group)
        work.orm.add_all(t.Participant(session_id=row.id, person_id=p.id) for p in group.participants)
        work.orm.flush()
    _leaves_no_gap(work, replaces, starts_at)
    touch_session(work, row.id, supervisee)
    what = "session.noted" if noted else "session.booked"
    work.log(what, Subject(SubjectKind.SESSION, row.id), by, provisional=provisional)
    return row.id


def _leaves_no_gap(work: Work, cancelled_id: int | None, starts_at: datetime) -> None:
    """Booked again for its own time: nothing is to be noted on any file. What is there already stays."""
    if cancelled_id is not None and session(work, cancelled_id).starts_at == starts_at:
        work.touch(SubjectKind.SESSION, cancelled_id)
        work.connection.execute(_NOT_NOTED, {"session": cancelled_id})


_NOT_NOTED: Final = delete(t.GapNote).where(
    col(t.GapNote.session_id) == bindparam("session"), col(t.GapNote.noted_on).is_(None)
)


def share_out(row: t.Session, group: Group) -> None:
    named = (p.id if p else None for p in (group.recorder, group.signer, group.overseer))
    row.recorder_id, row.signer_id, row.overseer_id = named


# Cancelled, moved, confirmed


def stands_for(work: Work, view: SessionView) -> list[int]:
    """The cancelled sessions that this one stands in for, the nearest first: a stand-in may itself be cancelled."""
    s, found = t.Session, list[int]()
    above = view.replaces_id
    while above is not None and above not in found:
        found.append(above)
        above = work.connection.execute(select(col(s.replaces_id)).where(col(s.id) == above)).scalar()
    return found


def cancel(
    work: Work,
    view: SessionView,
    reason: Reason,
    by: int | None,
    *,
    away: int | None = None,
    case_ids: Sequence[int] = (),
) -> None:
    """It doesn't take place, as of today, or of its own day when that is past. ``away``: whose absence it is;
    ``case_ids``: the files on which the gap is noted. The evidence names no reason: it may be somebody's health."""
    touch_session(work, view.id, view.supervisee)
    row = work.get(t.Session, view.id)
    row.state, row.cancelled_on, row.reason = SessionState.CANCELLED, min(work.today, view.on), reason
    row.cancelled_by_id, row.away_id, row.said_on = by, away, work.today
    row.provisional, row.from_chat = False, True
    for case_id in case_ids:
        work.orm.add(t.GapNote(session_id=view.id, case_id=case_id))
    work.orm.flush()
    work.log("session.cancelled", view.subject, by, cases=list(case_ids))


def move(
    work: Work, view: SessionView, starts_at: datetime, by: int | None, *, minutes: int | None = None
) -> None:
    """To another instant (UTC), as long as before, or for so many ``minutes``. What was confirmed or provisional stays
    so."""
    long = minutes or view.minutes
    wall = work.calendar.wall(starts_at)
    touch_session(work, view.id, view.supervisee)
    row = work.get(t.Session, view.id)
    row.starts_at, row.ends_at = starts_at, starts_at + timedelta(minutes=long)
    row.wall, row.on, row.from_chat = wall.strftime("%Y-%m-%dT%H:%M"), wall.date(), True
    work.orm.flush()
    _leaves_no_gap(work, view.replaces_id, starts_at)
    said = {"minutes": long} if long != view.minutes else {}
    work.log("session.moved", view.subject, by, before=view.on.isoformat(), after=row.on.isoformat(), **said)


def hand_over(work: Work, view: SessionView, supervisor_id: int) -> None:
    """To whoever supervises on its day."""
    touch_session(work, view.id, view.supervisee)
    row = work.get(t.Session, view.id)
    row.supervisor_id, row.from_chat = supervisor_id, True
    work.orm.flush()
    work.log("session.handed_over", view.subject, None, was=view.supervisor.id, now=supervisor_id)


def confirm(work: Work, view: SessionView, by: int | None) -> None:
    """A provisional booking stands. ``by``: who confirmed it; None where nobody did."""
    work.touch_all([Subject(SubjectKind.SESSION, i) for i in (view.replaces_id, view.id) if i])
    row = work.get(t.Session, view.id)
    row.provisional, row.confirmed_by_id = False, by
    work.orm.flush()
    work.log("session.confirmed" if by else "session.stands", view.subject, by)
