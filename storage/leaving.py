"""What is left behind when somebody leaves or a line changes: sessions booked with them, cases that nobody holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, literal, or_, select
from sqlmodel import col

from policy.facts import SessionKind, SessionState
from storage import diary, group_tasks, people, sessions, supervision
from storage import tables as t
from storage.conditions import (
    BEGAN,
    LATELY,
    NOW,
    TODAY,
    allocated,
    away,
    case_open,
    in_line,
    in_post,
    in_post_to_cover,
    in_post_while_away,
    lately,
    not_past,
    supervising,
)
from storage.people import Person
from storage.reads import read_once
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work

_S: Final = t.Session.__table__.c
_R: Final = t.Relationship.__table__.c
_HOLDS: Final = t.Person.__table__.alias("holds")
_MEETS: Final = t.Person.__table__.alias("meets")


def adrift(work: Work) -> list[SessionView]:
    """Sessions booked for a day on which one of the two, or everybody in a group, has left, also where that is past;
    and those to come of a pair that is none by then, or with somebody who stood in for another and doesn't that day."""
    ids = work.connection.execute(_ADRIFT, {"now": work.now}).scalars()
    return [one for one in sessions.sessions(work, list(ids)) if not _answers_then(work, one)]


def _adrift() -> Select[Any]:
    left = or_(_HOLDS.c.left_on < _S.on, _MEETS.c.left_on < _S.on, _emptied())
    parted = and_(_S.starts_at > NOW, or_(_parted(_S.supervisee_id), _stood_in()))
    return (
        select(_S.id)
        .join(_HOLDS, _HOLDS.c.id == _S.supervisor_id)
        .join(_MEETS, _MEETS.c.id == _S.supervisee_id)
        .where(_S.state == SessionState.BOOKED, or_(left, parted))
    )


def _emptied() -> ColumnElement[bool]:
    """A group of which nobody is left by its day."""
    x, who = t.Participant.__table__.c, t.Person.__table__.alias("who")
    member = (
        select(literal(1))
        .join(who, who.c.id == x.person_id)
        .where(x.session_id == _S.id)
        .correlate(t.Session.__table__)
    )
    there = member.where(not_past(who.c.left_on, _S.on)).exists()
    return and_(_S.kind == str(SessionKind.GROUP), member.exists(), ~there)


def _stood_in() -> ColumnElement[bool]:
    """Whoever is to hold it was named to cover the other one once, or answered in place of one who has left, and isn't
    their supervisor that day; somebody in post is."""
    tables = (t.Arrangement.__table__.c, t.CoverBefore.__table__.c)
    mine = ((g.supervisee_id == _S.supervisee_id, g.cover_id == _S.supervisor_id) for g in tables)
    named = [select(literal(1)).where(*one).correlate(t.Session.__table__).exists() for one in mine]
    who = t.Person.__table__.alias("who")
    theirs = (
        select(_R.id)
        .join(who, who.c.id == _R.supervisor_id)
        .where(_R.supervisee_id == _S.supervisee_id)
        .correlate(t.Session.__table__)
    )
    above = t.Relationship.__table__.alias("above")
    over = and_(above.c.supervisee_id == _R.supervisor_id, above.c.supervisor_id == _S.supervisor_id)
    in_place = theirs.join(above, over).where(who.c.left_on < _S.on).exists()
    own = theirs.where(_R.supervisor_id == _S.supervisor_id, supervising(_S.on)).exists()
    there = theirs.where(in_line(_S.on), not_past(who.c.left_on, _S.on)).exists()
    return and_(or_(*named, in_place), ~own, there)


def covered_today(work: Work) -> list[tuple[SessionView, int]]:
    """Sessions of today whose supervisor is away, and who covers."""
    rows = work.connection.execute(_COVERED_TODAY, {"today": work.today}).all()
    views = {v.id: v for v in sessions.sessions(work, [row.id for row in rows])}
    return [(views[row.id], row.cover_id) for row in rows]


def _covered_today() -> Select[Any]:
    a, g = t.Absence.__table__.c, t.Arrangement.__table__.c
    return (
        select(_S.id, g.cover_id)
        .join(t.Arrangement.__table__, g.supervisee_id == _S.supervisee_id)
        .join(t.Absence.__table__, and_(a.id == g.absence_id, a.person_id == _S.supervisor_id))
        .where(_S.state == SessionState.BOOKED, _S.on == TODAY, _S.kind != str(SessionKind.GROUP))
        .where(in_post_to_cover(g.cover_id, TODAY), away(TODAY))
    )


@dataclass(frozen=True, slots=True)
class GoneCover:
    """Of an absence that isn't over: whoever was to cover for a supervisee, and has left, with their last day."""

    absence: int
    supervisee: int
    cover: int
    last: date


def covers_left(work: Work) -> list[GoneCover]:
    """While nobody else is named."""
    return [GoneCover(*row) for row in work.connection.execute(_COVERS_LEFT, {"today": work.today})]


def _covers_left() -> Select[Any]:
    a, g, gone = t.Absence.__table__, t.Arrangement.__table__, t.Person.__table__.alias("gone")
    runs = (a.c.state == AbsenceState.CONFIRMED, not_past(a.c.last, TODAY))
    return (
        select(g.c.absence_id, g.c.supervisee_id, gone.c.id, gone.c.left_on)
        .join_from(g, a, a.c.id == g.c.absence_id)
        .join(gone, and_(gone.c.id == g.c.cover_id, gone.c.left_on < TODAY))
        .join(t.Person.__table__, col(t.Person.id) == g.c.supervisee_id)
        .where(*runs, in_post_while_away())
        .order_by(g.c.absence_id, gone.c.id, g.c.supervisee_id)
    )


_COVERS_LEFT: Final = _covers_left()


def _answers_then(work: Work, view: SessionView) -> bool:
    """Whether its supervisor answers for the other one that day: as cover, or in place of one who has left."""
    if not (view.supervisor.in_post(view.on) and view.supervisee.in_post(view.on)):
        return False
    return view.supervisor.id == supervision.supervisor_on(work, view.supervisee.id, view.on)


def parted_members(work: Work) -> list[tuple[SessionView, int]]:
    """Groups to come, each with somebody in it who was their leader's supervisee and by its day is another's."""
    rows = work.connection.execute(_PARTED_MEMBERS, {"now": work.now}).all()
    views = {v.id: v for v in sessions.sessions(work, [row.id for row in rows])}
    return [(views[row.id], row.person_id) for row in rows]


def has_parted(work: Work, view: SessionView, person_id: int) -> bool:
    """Whether somebody who belongs to a group was its leader's supervisee and by its day is another's."""
    asked = {"group": view.id, "person": person_id}
    return work.connection.execute(_HAS_PARTED, asked).first() is not None


def _has_parted() -> Select[Any]:
    member = t.Participant.__table__.c
    belongs = (_S.id == bindparam("group"), member.person_id == bindparam("person"))
    mine = select(_S.id).join(t.Participant.__table__, member.session_id == _S.id)
    return mine.where(*belongs, _parted(member.person_id))


def _parted_members() -> Select[Any]:
    member = t.Participant.__table__.c
    return (
        select(_S.id, member.person_id)
        .join(t.Participant.__table__, member.session_id == _S.id)
        .where(_S.state == SessionState.BOOKED, _S.starts_at > NOW, _parted(member.person_id))
        .order_by(_S.starts_at, member.person_id)
    )


def _parted(member: ColumnElement[Any]) -> ColumnElement[bool]:
    """They were ever the supervisee of whoever holds the session, and on its day they aren't."""
    pair = and_(_R.supervisee_id == member, _R.supervisor_id == _S.supervisor_id)
    begun = (
        select(_R.id).where(pair, _R.since <= _S.on).correlate(t.Session.__table__, t.Participant.__table__)
    )
    return and_(begun.exists(), ~begun.where(supervising(_S.on)).exists())


_ADRIFT: Final = _adrift()
_HAS_PARTED: Final = _has_parted()
_PARTED_MEMBERS: Final = _parted_members()
_COVERED_TODAY: Final = _covered_today()


def set_member(work: Work, view: SessionView, person: Person, *, belongs: bool) -> None:
    """Whether somebody belongs to a group that is booked."""
    p = t.Participant
    sessions.touch_session(work, view.id, person)
    if belongs:
        work.add(p(session_id=view.id, person_id=person.id))
    else:
        work.connection.execute(delete(p).where(col(p.session_id) == view.id, col(p.person_id) == person.id))
    work.orm.flush()
    work.orm.expire_all()
    sessions.touch_session(work, view.id, person)
    work.log("session.regrouped", view.subject, None, member=person.id, belongs=belongs)


def leader_of_all(work: Work, view: SessionView) -> Person | None:
    """Of a group to come whose leader isn't theirs any more: who supervises all who belong to it and are there on its
    day, where that is one, who leads no other group to come and is free then."""
    there = [p for p in (view.group.participants if view.group else ()) if p.in_post(view.on)]
    new = {new_supervisor(work, p.id, view.on) for p in there}
    one = new.pop() if len(new) == 1 else None
    if one in (None, view.supervisor.id) or view.starts_at <= work.now:
        return None
    leads = any(v.group and v.supervisor.id == one for v in sessions.booked_for(work, one))
    who = people.person(work, one)
    taken = diary.in_the_way(work, [who], view.starts_at, view.minutes, ignoring=view.id)
    return None if leads or taken or people.absences_on(work, [one], view.on) else who


def hand_group_over(work: Work, view: SessionView, leader: Person) -> None:
    """With all who belong to it. Who was named for its record stays, where they are there and the new leader isn't
    named too; what whoever led it was named for is the new leader's, else whoever's it is by practice."""
    assert view.group
    given = {"recorder": view.group.recorder, "signer": view.group.signer, "overseer": view.group.overseer}
    stay = {r: p for r, p in given.items() if p and p.id != view.supervisor.id and p.in_post(view.on)}
    ids: dict[str, int | None] = {r: stay[r].id if r in stay else None for r in given}
    led = next((r for r, p in given.items() if p and p.id == view.supervisor.id), None)
    if led and leader.id not in ids.values():
        ids[led] = leader.id
    sessions.touch_session(work, view.id, view.supervisee)
    row, named = work.get(t.Session, view.id), group_tasks.with_practice(work, leader, ids)
    row.supervisor_id, row.supervisee_id, row.from_chat = leader.id, leader.id, True
    row.recorder_id, row.signer_id, row.overseer_id = (named.get(r) for r in given)
    work.orm.flush()
    sessions.touch_session(work, view.id, leader)
    work.log("session.handed_over", view.subject, None, was=view.supervisor.id, now=leader.id)


def who_supervises_on(work: Work, supervisee_id: int, on: date) -> int | None:
    """Who supervises somebody on a day: whoever covers then, else the supervisor in the line."""
    line = new_supervisor(work, supervisee_id, on)
    return (supervision.cover_now(work, supervisee_id, line, on) or line) if line else None


def new_supervisor(work: Work, supervisee_id: int, on: date) -> int | None:
    """The supervisor in the line on a day, if they are in post then."""
    r, p = t.Relationship, t.Person
    query = (
        select(col(r.supervisor_id))
        .join(p.__table__, col(p.id) == col(r.supervisor_id))
        .where(col(r.supervisee_id) == supervisee_id, in_line(on), in_post(on))
        .order_by(col(r.since).desc(), col(r.id).desc())
    )
    return work.connection.execute(query).scalar()


def just_left(work: Work) -> list[int]:
    """Who has left since the bot's first day, and lately, since a file may say so days late."""
    return list(work.connection.execute(_JUST_LEFT, lately(work)).scalars())


_P: Final = t.Person.__table__.c
_JUST_LEFT: Final = (
    select(_P.id).where(_P.left_on < TODAY, _P.left_on >= LATELY, _P.left_on >= BEGAN).order_by(_P.id)
)


@read_once(t.Relationship, t.Person, t.Council)
def left_behind(work: Work) -> Mapping[int, Sequence[int]]:
    """By whoever has left since the bot's first day: those in post for whom nobody else is named yet."""
    found: dict[int, list[int]] = defaultdict(list)
    for row in work.connection.execute(_LEFT_BEHIND, {"today": work.today}):
        found[row.supervisor_id].append(row.supervisee_id)
    return found


def _left_behind() -> Select[Any]:
    gone = t.Person.__table__.alias("gone")
    return (
        select(_R.supervisor_id, _R.supervisee_id)
        .select_from(t.Relationship.__table__)
        .join(gone, and_(gone.c.id == _R.supervisor_id, gone.c.left_on < TODAY, gone.c.left_on >= BEGAN))
        .join(t.Person.__table__, col(t.Person.id) == _R.supervisee_id)
        .where(in_line(TODAY), in_post(TODAY))
        .order_by(_R.supervisor_id, col(t.Person.name))
    )


_LEFT_BEHIND: Final = _left_behind()


@read_once(t.Allocation, t.Case, t.Person)
def unallocated(work: Work) -> Mapping[int, Sequence[int]]:
    """By whoever has left: the open cases that they held last and nobody holds now."""
    last = {row.case_id: row for row in work.connection.execute(_UNALLOCATED, {"today": work.today})}
    found: dict[int, list[int]] = defaultdict(list)
    for row in last.values():
        if row.left_on and row.left_on < work.today:
            found[row.worker_id].append(row.case_id)
    return found


def last_held(work: Work) -> dict[int, int]:
    """By open case that nobody holds: whoever has left and held it last."""
    return {case: worker for worker, some in unallocated(work).items() for case in some}


def _unallocated() -> Any:
    """Who has held each open case that nobody holds now, the last one last."""
    a, c, p = t.Allocation, t.Case, t.Person
    held = select(col(a.case_id)).where(allocated(TODAY))
    return (
        select(col(a.case_id), col(a.worker_id), col(p.left_on))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .join(p.__table__, col(p.id) == col(a.worker_id))
        .where(case_open(TODAY), col(c.id).not_in(held), col(a.since) <= TODAY)
        .order_by(col(a.since), col(a.id))
    )


_UNALLOCATED: Final = _unallocated()
