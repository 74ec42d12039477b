"""What assessment reads of people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.engine import Row as SqlRow
from sqlmodel import col

from policy.facts import (
    Away,
    CaseHeld,
    Held,
    MilestoneFact,
    PersonFacts,
    RelationshipFact,
    SessionKind,
    SetElsewhereFact,
    SubjectKind,
)
from policy.periods import parse_period
from storage import tables as t
from storage.conditions import allocated, away, case_open, supervising
from storage.facts.rows import LATEST, fetched, grouped, open_since
from storage.work import Work


@dataclass(slots=True)
class _PersonParts:
    """What belongs to a batch of people, by person."""

    lines: dict[int, list[SqlRow[Any]]]
    held: dict[int, list[SqlRow[Any]]]
    milestones: dict[int, list[SqlRow[Any]]]
    away: dict[int, list[SqlRow[Any]]]
    cases: dict[int, list[SqlRow[Any]]]
    set_elsewhere: dict[int, list[SqlRow[Any]]]
    leading: frozenset[int]
    qualified: dict[int, bool]


def people(work: Work, ids: Sequence[int]) -> Iterator[PersonFacts]:
    started = work.connection.execute(select(col(t.Council.started_on))).scalar_one()
    parts = _person_parts(work, ids)
    for row in fetched(work, select(t.Person.__table__).where(col(t.Person.id).in_(ids))):
        yield _person(work, row, parts, started)


def _person_parts(work: Work, ids: Sequence[int]) -> _PersonParts:
    r, m, a, e = t.Relationship, t.Milestone, t.Absence, t.SetElsewhere
    lines = fetched(work, select(r.__table__).where(col(r.supervisee_id).in_(ids)).order_by(col(r.since)))
    milestones = select(m.__table__).where(col(m.person_id).in_(ids)).order_by(col(m.on))
    away = select(a.__table__).where(col(a.person_id).in_(ids), col(a.state) == "confirmed")
    elsewhere = select(e.__table__).where(col(e.person_id).in_(ids)).order_by(col(e.since))
    return _PersonParts(
        grouped(lines, "supervisee_id"),
        grouped(_held(work, ids), "person_id"),
        grouped(fetched(work, milestones), "person_id"),
        grouped(fetched(work, away.order_by(col(a.first))), "person_id"),
        grouped(fetched(work, _cases_held(work, ids)), "worker_id"),
        grouped(fetched(work, elsewhere), "person_id"),
        frozenset(row.supervisor_id for row in fetched(work, _leading(work, ids))),
        _qualified(work, {line.supervisor_id for line in lines}),
    )


def _leading(work: Work, ids: Sequence[int]) -> Any:
    r = t.Relationship
    return (
        select(col(r.supervisor_id)).where(col(r.supervisor_id).in_(ids), supervising(work.today)).distinct()
    )


def _qualified(work: Work, people: Collection[int]) -> dict[int, bool]:
    p = t.Person
    rows = fetched(work, select(col(p.id), col(p.qualified)).where(col(p.id).in_(people)))
    return {row.id: row.qualified for row in rows}


def _cases_held(work: Work, ids: Sequence[int]) -> Any:
    """The open cases that these people hold today."""
    a, c = t.Allocation, t.Case
    return (
        select(col(a.worker_id), col(c.service), col(c.categories))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(
            col(a.worker_id).in_(ids),
            allocated(work.today),
            case_open(work.today),
        )
        .distinct()
    )


def _person(work: Work, p: SqlRow[Any], parts: _PersonParts, started: date) -> PersonFacts:
    lines = parts.lines.get(p.id, [])
    return PersonFacts(
        person_id=p.id,
        role=p.role,
        employed_from=p.employed_from,
        bot_started=started,
        qualified=p.qualified,
        asye_from=p.asye_from,
        asye_until=p.asye_until,
        left_on=p.left_on,
        percent=p.percent,
        supervises=p.id in parts.leading,
        in_group=p.in_group,
        line_qualified=_line_qualified(work, lines, parts.qualified),
        relationships=tuple(_relationship(x) for x in lines),
        held=tuple(_was_held(h) for h in parts.held.get(p.id, ())),
        milestones=tuple(MilestoneFact(x.id, x.what, x.on, x.by_id) for x in parts.milestones.get(p.id, ())),
        away=tuple(Away(a.first, a.last) for a in parts.away.get(p.id, ())),
        cases=tuple(CaseHeld(c.service, frozenset(c.categories.split())) for c in parts.cases.get(p.id, ())),
        set_elsewhere=tuple(
            SetElsewhereFact(e.id, e.by, parse_period(e.every), e.since, e.until)
            for e in parts.set_elsewhere.get(p.id, ())
        ),
    )


def _line_qualified(work: Work, lines: Sequence[SqlRow[Any]], qualified: dict[int, bool]) -> bool | None:
    """Whether whoever is line supervisor today is qualified; None without one."""
    now = [r for r in lines if not r.professional and r.since <= work.today <= (r.until or work.today)]
    return qualified.get(now[-1].supervisor_id) if now else None


def _was_held(row: SqlRow[Any]) -> Held:
    kind = SessionKind(row.kind)
    return Held(row.id, kind, row.held_on, row.minutes or 0, row.supervisor_id, row.role, row.as_cover)


def _relationship(row: SqlRow[Any]) -> RelationshipFact:
    often = parse_period(row.more_often) if row.more_often else None
    return RelationshipFact(row.id, row.supervisor_id, row.since, row.professional, often, row.until)


def _held(work: Work, ids: Sequence[int]) -> Sequence[SqlRow[Any]]:
    """By person: sessions held with them, and groups they took part in."""
    s, p = t.Session, t.Person
    took_part = _took_part(ids)
    nth = func.row_number().over(
        partition_by=(took_part.c.person_id, col(s.kind)), order_by=(col(s.held_on).desc(), col(s.id).desc())
    )
    ranked = (
        select(
            took_part.c.person_id,
            *(col(s.id), col(s.kind), col(s.held_on), col(s.minutes), col(s.supervisor_id), col(p.role)),
            _covering(took_part.c.person_id).label("as_cover"),
            nth.label("nth"),
        )
        .join(s.__table__, col(s.id) == took_part.c.session_id)
        .join(p.__table__, col(p.id) == col(s.supervisor_id))
        .where(col(s.held_on).is_not(None))
        .subquery()
    )
    since = open_since(SubjectKind.PERSON, ids)
    query = (
        select(ranked)
        .outerjoin(since, since.c.id == ranked.c.person_id)
        .where(or_(ranked.c.nth <= LATEST + 4, ranked.c.held_on >= since.c.since))
        .order_by(ranked.c.held_on, ranked.c.id)
    )
    return fetched(work, query)


def _covering(person: Any) -> Any:
    """Whether whoever held the session was this person's cover that day, while their supervisor was away."""
    s, a, g = t.Session, t.Absence, t.Arrangement
    return (
        select(col(g.id))
        .join(a.__table__, col(a.id) == col(g.absence_id))
        .where(
            col(g.supervisee_id) == person,
            col(g.cover_id) == col(s.supervisor_id),
            away(s.__table__.c.held_on),
        )
        .correlate(s.__table__, person.table)
        .exists()
    )


def _took_part(ids: Sequence[int]) -> Any:
    """Who was in which session: its supervisee, or of a group whoever attended."""
    s, x = t.Session, t.Participant
    alone: Any = select(col(s.supervisee_id).label("person_id"), col(s.id).label("session_id")).where(
        col(s.supervisee_id).in_(ids), col(s.kind) != str(SessionKind.GROUP)
    )
    together = select(col(x.person_id), col(x.session_id)).where(
        col(x.person_id).in_(ids), col(x.attended).is_(True)
    )
    return union_all(alone, together).subquery()
