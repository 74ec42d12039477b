"""What a report of a period reads: who was in post, the sessions held, and who said what explains a missed one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, text, union
from sqlmodel import col

from policy.facts import SessionKind, SessionState, Subject, SubjectKind, ids_by_kind
from policy.obligations import Key
from storage import people, uncovered
from storage import tables as t
from storage.conditions import BEGAN, not_past
from storage.facts.sessions import stand_ins
from storage.obligation_rows import key_of
from storage.obligations import batched
from storage.people import Person
from storage.states import AbsenceState
from storage.work import Work


def in_post(work: Work, first: date, last: date) -> list[Person]:
    """Everybody who was on any day of a period, by team and name."""
    p = t.Person
    then = and_(col(p.employed_from) <= last, not_past(p.left_on, first))
    ids = work.connection.execute(select(col(p.id)).where(then)).scalars().all()
    found = [one for some in batched(ids, 1000) for one in people.people(work, some).values()]
    return sorted(found, key=lambda one: (one.team, one.name, one.staff_number))


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's part in a session that was held."""

    id: int
    person_id: int
    kind: SessionKind
    on: date


def held(work: Work, first: date, last: date, of: Collection[int] | None = None) -> Iterator[Attendance]:
    """Every person's sessions of a period, the earliest first: the supervisee's, or in a group whoever attended.
    ``of``: of these people only."""
    s, p = t.Session, t.Participant
    then = and_(col(s.state) == str(SessionState.HELD), col(s.held_on).between(first, last))
    alone = select(col(s.id), col(s.supervisee_id), col(s.kind), col(s.held_on))
    alone = alone.where(then, col(s.kind) != str(SessionKind.GROUP))
    group = select(col(s.id), col(p.person_id), col(s.kind), col(s.held_on))
    group = group.join(p.__table__, col(p.session_id) == col(s.id)).where(then, col(p.attended).is_(True))
    if of is not None:
        alone, group = alone.where(col(s.supervisee_id).in_(of)), group.where(col(p.person_id).in_(of))
    rows: Iterator[Any] = iter(work.connection.execute(union(alone, group).order_by(text("4"), text("1"))))
    for row in rows:
        yield Attendance(row.id, row[1], SessionKind(row.kind), row.held_on)


@dataclass(frozen=True, slots=True)
class PossibleExplanation:
    """What may explain that somebody wasn't supervised: ``away``, a session that was ``cancelled``, or one that was
    ``made_up`` for, on ``held_on``; or that nobody covered for their supervisor (``uncovered``), by ``name``. ``last``:
    None while it goes on. ``by``: who said so, None where a file did."""

    what: str
    first: date
    last: date | None
    by: Person | None
    held_on: date | None = None
    name: str = ""


def explanations(
    work: Work, person_ids: Collection[int], first: date, last: date
) -> dict[int, list[PossibleExplanation]]:
    """By person, what was said of days of a period. For what reason is nobody's business here."""
    found = [read for each in (_away, _cancelled, _made_up) for read in each(work, person_ids, first, last)]
    who = people.people(work, [by for _, _, by in found])
    by_person: dict[int, list[PossibleExplanation]] = defaultdict(list)
    for person_id, one, by in found:
        by_person[person_id].append(replace(one, by=who.get(by) if by else None))
    for alone in uncovered.uncovered_spans(work, person_ids, first, last):
        said = PossibleExplanation("uncovered", alone.first, alone.last, None, name=alone.name)
        by_person[alone.supervisee].append(said)
    return by_person


_Found = tuple[int, PossibleExplanation, int | None]


def _away(work: Work, ids: Collection[int], first: date, last: date) -> Iterator[_Found]:
    a = t.Absence
    then = and_(col(a.first) <= last, not_past(a.last, first), col(a.state) == AbsenceState.CONFIRMED)
    for some in batched(sorted(ids), 500):
        query = select(a.__table__).where(then, col(a.person_id).in_(some)).order_by(col(a.first))
        for row in work.connection.execute(query):
            yield row.person_id, PossibleExplanation("away", row.first, row.last, None), row.said_by_id


def _cancelled(work: Work, ids: Collection[int], first: date, last: date) -> Iterator[_Found]:
    """A session that stands for another, cancelled in its turn, is one of its own."""
    s = t.Session
    for some in batched(sorted(ids), 500):
        query = select(s.__table__).where(*_called_off(some, first, last)).order_by(col(s.on))
        for row in work.connection.execute(query):
            yield (
                row.supervisee_id,
                PossibleExplanation("cancelled", row.on, row.on, None),
                row.cancelled_by_id,
            )


def _made_up(work: Work, ids: Collection[int], first: date, last: date) -> Iterator[_Found]:
    """Said by whoever held the session instead."""
    s = t.Session
    for some in batched(sorted(ids), 500):
        cancelled = select(col(s.id)).where(*_called_off(some, first, last))
        instead = stand_ins(col(s.replaces_id).in_(cancelled)).subquery()
        held = select(col(s.supervisee_id), col(s.on), *instead.columns)
        query = held.join(instead, instead.c.replaces_id == col(s.id)).order_by(instead.c.held_on)
        for row in work.connection.execute(query):
            made_up = PossibleExplanation("made_up", row.on, row.on, None, row.held_on)
            yield row.supervisee_id, made_up, row.supervisor_id if row.from_chat else None


def _called_off(ids: Collection[int], first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Sessions of these people alone, of a period, that were cancelled; not one that took place that day after all."""
    s, same = t.Session, t.Session.__table__.alias("same")
    then = (col(s.on).between(first, last), col(s.state) == str(SessionState.CANCELLED))
    took_place = (same.c.replaces_id == col(s.id), same.c.on == col(s.on), same.c.state == SessionState.HELD)
    after_all = select(same.c.id).where(*took_place).correlate(s.__table__).exists()
    return (*then, ~after_all, col(s.kind) != str(SessionKind.GROUP), col(s.supervisee_id).in_(ids))


def subjects(work: Work, last: date, of: Collection[int] | None = None) -> list[Subject]:
    """Every subject that something may have been owed about by a day, and every session since the bot began: one that
    came from a file with all that follows it was never anybody's to see to. ``of``: these people, and what is or was
    theirs."""
    s, row = t.Session, t.SubjectRow
    met = select(literal(str(SubjectKind.SESSION)), col(s.id)).where(col(s.on).between(BEGAN, last))
    found = work.connection.execute(union(select(col(row.kind), col(row.ref_id)), met))
    every = {Subject(SubjectKind(kind), number) for kind, number in found}
    return sorted(every if of is None else every & theirs(work, of))


def theirs(work: Work, ids: Collection[int], since: date = date.min) -> set[Subject]:
    """These people, the cases that were allocated to them and the sessions in which they were, since a day."""
    a, s, p = t.Allocation, t.Session, t.Participant
    worked = select(literal(str(SubjectKind.CASE)), col(a.case_id))
    worked = worked.where(col(a.worker_id).in_(ids), not_past(a.until, since))
    them = or_(col(s.supervisee_id).in_(ids), col(s.supervisor_id).in_(ids))
    met = select(literal(str(SubjectKind.SESSION)), col(s.id))
    there = select(col(p.session_id)).where(col(p.person_id).in_(ids))
    met = met.where(or_(them, col(s.id).in_(there)), col(s.on) >= since)
    found = work.connection.execute(union(worked, met))
    return {Subject(SubjectKind(kind), i) for kind, i in found} | {
        Subject(SubjectKind.PERSON, i) for i in ids
    }


def keys(work: Work, subjects: Collection[Subject]) -> set[Key]:
    """Of every obligation about these that is or was a row."""
    o = t.ObligationRow
    about = or_(
        *(
            and_(col(o.subject_kind) == str(k), col(o.subject_id).in_(v))
            for k, v in ids_by_kind(subjects).items()
        )
    )
    columns = (o.subject_kind, o.subject_id, o.duty, o.fact_kind, o.fact_id)
    return {key_of(row) for row in work.connection.execute(select(*map(col, columns)).where(about))}
