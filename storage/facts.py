"""Loads what assessment reads: many subjects at once, a fixed number of queries, frozen values out.

Also the one place that says which subjects read which kind of fact (``readers_of_…``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.engine import Row as SqlRow
from sqlmodel import col

from policy.facts import (
    AbsenceFacts,
    Affected,
    Allocation,
    Answer,
    Away,
    Cancellation,
    CaseFacts,
    CaseHeld,
    Decision,
    Discussion,
    Event,
    Facts,
    GapNote,
    Held,
    Interval,
    Milestone,
    PersonFacts,
    Reason,
    Record,
    Relationship,
    SessionFacts,
    SessionKind,
    SessionState,
    SetElsewhere,
    Subject,
    SubjectKind,
    WorkerSession,
)
from policy.periods import parse_period
from storage import tables as t
from storage.people import in_force
from storage.work import Work

#: Facts older than a subject's oldest open obligation are read only this far back: the last one and the one before.
LATEST = 2


def load(work: Work, subjects: Iterable[Subject]) -> Iterator[Facts]:
    """The facts of the subjects that still exist. The number of queries depends on the kinds, not on the subjects."""
    by_kind: dict[SubjectKind, list[int]] = defaultdict(list)
    for subject in subjects:
        by_kind[subject.kind].append(subject.id)
    for kind, ids in by_kind.items():
        yield from _LOADERS[kind](work, ids)


def _rows(work: Work, query: Any) -> Sequence[SqlRow[Any]]:
    return work.connection.execute(query).all()


def _grouped(rows: Iterable[SqlRow[Any]], key: str) -> dict[int, list[SqlRow[Any]]]:
    grouped: dict[int, list[SqlRow[Any]]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped


def _open_since(kind: SubjectKind, ids: Sequence[int]) -> Any:
    """By subject, of these: the day on which its oldest open obligation started."""
    o = t.ObligationRow
    return (
        select(col(o.subject_id).label("id"), func.min(o.started).label("since"))
        .where(
            col(o.subject_kind) == str(kind),
            col(o.subject_id).in_(ids),
            col(o.state).in_(("waiting", "running")),
        )
        .group_by(col(o.subject_id))
        .subquery()
    )


# Cases


def _cases(work: Work, ids: Sequence[int]) -> Iterator[CaseFacts]:
    parts = _case_parts(work, ids)
    for case in _rows(work, select(t.Case.__table__).where(col(t.Case.id).in_(ids))):
        yield _case(work, case, parts)


@dataclass(slots=True)
class _CaseParts:
    """What belongs to a batch of cases, by case; ``roles`` by worker."""

    allocations: dict[int, list[SqlRow[Any]]]
    discussions: dict[int, list[SqlRow[Any]]]
    intervals: dict[int, list[SqlRow[Any]]]
    events: dict[int, list[SqlRow[Any]]]
    decisions: dict[int, list[SqlRow[Any]]]
    sessions: dict[int, list[SqlRow[Any]]]
    roles: dict[int, str]


def _case_parts(work: Work, ids: Sequence[int]) -> _CaseParts:
    i, e, d = t.Authorisation, t.CaseEvent, t.Decision
    allocations = _rows(work, _allocations(ids))
    by_case = {
        table: _grouped(
            _rows(work, select(table.__table__).where(col(table.case_id).in_(ids)).order_by(first)), "case_id"
        )
        for table, first in ((i, col(i.since)), (e, col(e.on)), (d, col(d.made_on)))
    }
    return _CaseParts(
        _grouped(allocations, "case_id"),
        _grouped(_case_discussions(work, ids), "case_id"),
        by_case[i],
        by_case[e],
        by_case[d],
        _grouped(_worker_sessions(work, ids), "case_id") if work.book.versions.reads_sessions else {},
        _roles(work, {a.worker_id for a in allocations}),
    )


def _roles(work: Work, people: Collection[int]) -> dict[int, str]:
    p = t.Person
    rows = _rows(work, select(col(p.id), col(p.role)).where(col(p.id).in_(people)))
    return {row.id: row.role for row in rows}


def _case(work: Work, case: SqlRow[Any], parts: _CaseParts) -> CaseFacts:
    given = parts.allocations.get(case.id, [])
    worker = next((a.worker_id for a in reversed(given) if _holds(a, work.today)), None)
    return CaseFacts(
        case_id=case.id,
        service=case.service,
        categories=frozenset(case.categories.split()),
        first_allocated=Allocation(given[0].id, given[0].since) if given else None,
        worker_id=worker,
        closed_on=case.closed_on,
        plan_every_months=case.plan_every_months,
        discussions=tuple(
            Discussion(d.id, d.session_id, d.on, d.full, d.plan_reviewed, d.by_worker, d.by_manager)
            for d in parts.discussions.get(case.id, ())
        ),
        intervals=tuple(_interval(i) for i in parts.intervals.get(case.id, ())),
        worker_role=parts.roles.get(worker or 0, ""),
        events=tuple(Event(e.id, e.what, e.on, e.until, e.known_on) for e in parts.events.get(case.id, ())),
        sessions=_sessions_of_case(work, parts.sessions.get(case.id, ())),
        decisions=tuple(
            Decision(d.id, d.kind, d.made_on, d.made_by_id, d.recorded_on)
            for d in parts.decisions.get(case.id, ())
        ),
    )


def _interval(row: SqlRow[Any]) -> Interval:
    every = parse_period(row.every)
    return Interval(row.id, every, row.since, row.until, row.less_often, row.granted_role, row.recorded_on)


def _sessions_of_case(work: Work, rows: Iterable[SqlRow[Any]]) -> tuple[WorkerSession, ...]:
    """The held ones and the next one booked."""
    found = [WorkerSession(row.id, row.on, row.held_on is not None, row.worker_id) for row in rows]
    booked = sorted((s for s in found if not s.held and s.on >= work.today), key=lambda s: s.on)
    return (*(s for s in found if s.held), *booked[:1])


def _holds(allocation: SqlRow[Any], on: date) -> bool:
    """Whether the case is this worker's on a day; ``until`` is the last one."""
    return bool(allocation.since <= on and (allocation.until is None or allocation.until >= on))


def _allocations(ids: Sequence[int]) -> Any:
    a = t.Allocation
    return (
        select(a.__table__).where(col(a.case_id).in_(ids)).order_by(col(a.case_id), col(a.since), col(a.id))
    )


def _case_discussions(work: Work, ids: Sequence[int]) -> Sequence[SqlRow[Any]]:
    """The latest few of each kind, and all since the oldest open obligation started."""
    d = t.Discussion
    nth = func.row_number().over(
        partition_by=(col(d.case_id), col(d.full), col(d.plan_reviewed)),
        order_by=(col(d.on).desc(), col(d.id).desc()),
    )
    ranked = select(d.__table__, nth.label("nth")).where(col(d.case_id).in_(ids)).subquery()
    since = _open_since(SubjectKind.CASE, ids)
    query = (
        select(ranked)
        .outerjoin(since, since.c.id == ranked.c.case_id)
        .where(or_(ranked.c.nth <= LATEST, ranked.c.on >= since.c.since))
        .order_by(ranked.c.on, ranked.c.id)
    )
    return _rows(work, query)


def _worker_sessions(work: Work, ids: Sequence[int]) -> Sequence[SqlRow[Any]]:
    """By case: sessions of whoever it was allocated to that day, booked, or held since the bot began: the latest few,
    and all since the case's oldest open obligation started. A group's sessions are not a worker's."""
    a, s, c = t.Allocation, t.Session, t.Case
    began = select(col(t.Council.started_on)).scalar_subquery()
    theirs = and_(
        col(s.supervisee_id) == col(a.worker_id),
        col(s.on) >= col(a.since),
        or_(col(a.until).is_(None), col(s.on) <= col(a.until)),
    )
    counts = and_(
        col(s.kind) != str(SessionKind.GROUP),
        col(s.on) >= began,
        or_(col(s.state) == "booked", col(s.held_on).is_not(None)),
        or_(col(c.closed_on).is_(None), col(s.on) <= col(c.closed_on)),
    )
    nth = func.row_number().over(
        partition_by=(col(a.case_id), col(s.state)), order_by=(col(s.on).desc(), col(s.id).desc())
    )
    ranked = (
        select(col(a.case_id), col(a.worker_id), col(s.id), col(s.on), col(s.held_on), nth.label("nth"))
        .join(s.__table__, theirs)
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(col(a.case_id).in_(ids), counts)
        .subquery()
    )
    since = _open_since(SubjectKind.CASE, ids)
    query = (
        select(ranked)
        .outerjoin(since, since.c.id == ranked.c.case_id)
        .where(or_(ranked.c.held_on.is_(None), ranked.c.nth <= LATEST, ranked.c.on >= since.c.since))
        .order_by(ranked.c.on, ranked.c.id)
    )
    return _rows(work, query)


# People


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


def _people(work: Work, ids: Sequence[int]) -> Iterator[PersonFacts]:
    started = work.connection.execute(select(col(t.Council.started_on))).scalar_one()
    parts = _person_parts(work, ids)
    for row in _rows(work, select(t.Person.__table__).where(col(t.Person.id).in_(ids))):
        yield _person(work, row, parts, started)


def _person_parts(work: Work, ids: Sequence[int]) -> _PersonParts:
    r, m, a, e = t.Relationship, t.Milestone, t.Absence, t.SetElsewhere
    lines = _rows(work, select(r.__table__).where(col(r.supervisee_id).in_(ids)).order_by(col(r.since)))
    milestones = select(m.__table__).where(col(m.person_id).in_(ids)).order_by(col(m.on))
    away = select(a.__table__).where(col(a.person_id).in_(ids), col(a.state) == "confirmed")
    elsewhere = select(e.__table__).where(col(e.person_id).in_(ids)).order_by(col(e.since))
    return _PersonParts(
        _grouped(lines, "supervisee_id"),
        _grouped(_held(work, ids), "person_id"),
        _grouped(_rows(work, milestones), "person_id"),
        _grouped(_rows(work, away.order_by(col(a.first))), "person_id"),
        _grouped(_rows(work, _cases_held(work, ids)), "worker_id"),
        _grouped(_rows(work, elsewhere), "person_id"),
        frozenset(row.supervisor_id for row in _rows(work, _leading(work, ids))),
        _qualified(work, {line.supervisor_id for line in lines}),
    )


def _leading(work: Work, ids: Sequence[int]) -> Any:
    r = t.Relationship
    return select(col(r.supervisor_id)).where(col(r.supervisor_id).in_(ids), *in_force(work.today)).distinct()


def _qualified(work: Work, people: Collection[int]) -> dict[int, bool]:
    p = t.Person
    rows = _rows(work, select(col(p.id), col(p.qualified)).where(col(p.id).in_(people)))
    return {row.id: row.qualified for row in rows}


def _cases_held(work: Work, ids: Sequence[int]) -> Any:
    """The open cases that these people hold today."""
    a, c = t.Allocation, t.Case
    return (
        select(col(a.worker_id), col(c.service), col(c.categories))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(
            col(a.worker_id).in_(ids),
            col(a.since) <= work.today,
            or_(col(a.until).is_(None), col(a.until) >= work.today),
            or_(col(c.closed_on).is_(None), col(c.closed_on) > work.today),
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
        line_qualified=_line_qualified(work, lines, parts.qualified),
        relationships=tuple(_relationship(x) for x in lines),
        held=tuple(_was_held(h) for h in parts.held.get(p.id, ())),
        milestones=tuple(Milestone(x.id, x.what, x.on, x.by_id) for x in parts.milestones.get(p.id, ())),
        away=tuple(Away(a.first, a.last) for a in parts.away.get(p.id, ())),
        cases=tuple(CaseHeld(c.service, frozenset(c.categories.split())) for c in parts.cases.get(p.id, ())),
        set_elsewhere=tuple(
            SetElsewhere(e.id, e.by, parse_period(e.every), e.since, e.until)
            for e in parts.set_elsewhere.get(p.id, ())
        ),
    )


def _line_qualified(work: Work, lines: Sequence[SqlRow[Any]], qualified: dict[int, bool]) -> bool | None:
    """Whether whoever is line supervisor today is qualified; None without one."""
    now = [r for r in lines if not r.professional and r.since <= work.today <= (r.until or work.today)]
    return qualified.get(now[-1].supervisor_id) if now else None


def _was_held(row: SqlRow[Any]) -> Held:
    kind = SessionKind(row.kind)
    return Held(row.id, kind, row.held_on, row.minutes or 0, row.supervisor_id, row.role)


def _relationship(row: SqlRow[Any]) -> Relationship:
    often = parse_period(row.more_often) if row.more_often else None
    return Relationship(row.id, row.supervisor_id, row.since, row.professional, often, row.until)


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
            nth.label("nth"),
        )
        .join(s.__table__, col(s.id) == took_part.c.session_id)
        .join(p.__table__, col(p.id) == col(s.supervisor_id))
        .where(col(s.held_on).is_not(None))
        .subquery()
    )
    since = _open_since(SubjectKind.PERSON, ids)
    query = (
        select(ranked)
        .outerjoin(since, since.c.id == ranked.c.person_id)
        .where(or_(ranked.c.nth <= LATEST + 4, ranked.c.held_on >= since.c.since))
        .order_by(ranked.c.held_on, ranked.c.id)
    )
    return _rows(work, query)


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


# Sessions


@dataclass(slots=True)
class _SessionParts:
    """What belongs to a batch of sessions, by session (absences by person)."""

    records: dict[int, list[SqlRow[Any]]]
    notes: dict[int, list[SqlRow[Any]]]
    replaced: dict[int, list[SqlRow[Any]]]
    prepared: dict[int, date]
    away: dict[int, list[SqlRow[Any]]] = field(default_factory=dict)


def _sessions(work: Work, ids: Sequence[int]) -> Iterator[SessionFacts]:
    rows = _rows(work, select(t.Session.__table__).where(col(t.Session.id).in_(ids)))
    parts = _session_parts(work, ids, [_agrees(r) for r in rows])
    for row in rows:
        yield _session(row, parts)


def _agrees(row: SqlRow[Any]) -> int:
    """Who is asked to agree the records: of a group whoever signs them off."""
    group = row.kind == str(SessionKind.GROUP)
    return int(row.signer_id if group and row.signer_id else row.supervisee_id)


def _session_parts(work: Work, ids: Sequence[int], people: Sequence[int]) -> _SessionParts:
    r, g, a = t.Record, t.GapNote, t.Absence
    replaced = _stand_ins(ids)
    away = (
        select(a.__table__)
        .where(col(a.person_id).in_(people), col(a.state) == "confirmed")
        .order_by(col(a.first))
    )
    return _SessionParts(
        _grouped(
            _rows(work, select(r.__table__).where(col(r.session_id).in_(ids)).order_by(col(r.id))),
            "session_id",
        ),
        _grouped(
            _rows(work, select(g.__table__).where(col(g.session_id).in_(ids)).order_by(col(g.id))),
            "session_id",
        ),
        _grouped(_rows(work, replaced), "replaces_id"),
        _prepared(work, ids),
        _grouped(_rows(work, away), "person_id"),
    )


def _stand_ins(ids: Sequence[int]) -> Any:
    """Sessions held in place of cancelled ones, also where a stand-in was cancelled in its turn."""
    s = t.Session
    root: ColumnElement[Any] = col(s.replaces_id).label("root")
    found: ColumnElement[int] = col(s.id).label("id")
    chain = select(root, found).where(col(s.replaces_id).in_(ids)).cte("stand_ins", recursive=True)
    chain = chain.union(select(chain.c.root, found).where(col(s.replaces_id) == chain.c.id))
    held = select(chain.c.root.label("replaces_id"), col(s.held_on))
    return held.where(col(s.id) == chain.c.id, col(s.held_on).is_not(None))


def _prepared(work: Work, ids: Sequence[int]) -> dict[int, date]:
    """Sessions for which something was shared and no draft is left, with the day of the last sharing."""
    p = t.Preparation
    shared, last = func.count(col(p.shared_at)), func.max(col(p.shared_at)).label("last")
    query = (
        select(col(p.session_id), last)
        .where(col(p.session_id).in_(ids))
        .group_by(col(p.session_id))
        .having(shared == func.count())
    )
    return {row.session_id: work.calendar.day_of(row.last) for row in work.connection.execute(query)}


def _session(row: SqlRow[Any], parts: _SessionParts) -> SessionFacts:
    stood_in = parts.replaced.get(row.id, [])
    cancelled = (
        Cancellation(row.cancelled_on, Reason(row.reason), row.returned_on, row.said_on)
        if row.cancelled_on
        else None
    )
    return SessionFacts(
        session_id=row.id,
        kind=SessionKind(row.kind),
        supervisee_id=row.supervisee_id,
        holder_id=row.supervisor_id,
        state=SessionState(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        on=row.on,
        booked_on=row.booked_on,
        held_on=row.held_on,
        prepared=row.id in parts.prepared,
        prepared_on=parts.prepared.get(row.id),
        cancellation=cancelled,
        replacement_on=min((s.held_on for s in stood_in), default=None),
        records=tuple(_record(r) for r in parts.records.get(row.id, ())),
        gap_notes=tuple(GapNote(g.id, g.case_id, g.noted_on) for g in parts.notes.get(row.id, ())),
        supervisee_away=tuple(Away(a.first, a.last) for a in parts.away.get(_agrees(row), ())),
        recorder_id=row.recorder_id,
        signer_id=row.signer_id,
        overseer_id=row.overseer_id,
    )


def _record(r: SqlRow[Any]) -> Record:
    answer = Answer(r.answer) if r.answer else None
    return Record(
        r.id,
        r.case_id,
        r.recorded_on,
        r.request,
        r.delivered_on,
        answer,
        r.answered_on,
        r.closed_on,
        r.referred_on,
        r.safeguarding,
        r.lead_signs,
        r.overseen_on,
    )


# Absences


def _absences(work: Work, ids: Sequence[int]) -> Iterator[AbsenceFacts]:
    a, g = t.Absence, t.Arrangement
    rows = _rows(work, select(a.__table__).where(col(a.id).in_(ids), col(a.state) == "confirmed"))
    lines = _grouped(_supervisees(work, [r.person_id for r in rows], work.today), "supervisor_id")
    made = {
        (x.absence_id, x.supervisee_id): x
        for x in _rows(work, select(g.__table__).where(col(g.absence_id).in_(ids)))
    }
    for row in rows:
        affected = [(line, made.get((row.id, line.supervisee_id))) for line in lines.get(row.person_id, ())]
        yield AbsenceFacts(
            row.id,
            row.person_id,
            row.planned,
            row.first,
            row.last,
            tuple(
                Affected(
                    line.id, line.supervisee_id, m.reported_on if m else None, m.arranged_on if m else None
                )
                for line, m in affected
            ),
        )


def _supervisees(work: Work, supervisors: Sequence[int], on: date) -> Sequence[SqlRow[Any]]:
    """Line relationships in force on a day, of people who haven't left."""
    r, p = t.Relationship, t.Person
    query = (
        select(r.__table__)
        .join(p.__table__, col(p.id) == col(r.supervisee_id))
        .where(
            col(r.supervisor_id).in_(supervisors),
            col(r.professional).is_(False),
            *in_force(on),
            or_(col(p.left_on).is_(None), col(p.left_on) >= on),
        )
        .order_by(col(r.id))
    )
    return _rows(work, query)


_LOADERS: dict[SubjectKind, Callable[[Work, Sequence[int]], Iterator[Facts]]] = {
    SubjectKind.CASE: _cases,
    SubjectKind.PERSON: _people,
    SubjectKind.SESSION: _sessions,
    SubjectKind.ABSENCE: _absences,
}


# What changes by the calendar alone


def changes_to_come(work: Work, subjects: Iterable[Subject]) -> dict[Subject, date]:
    """The first day after today on which what is loaded differs because a stored fact begins or ends: an allocation;
    for whether somebody supervises and is supervised, and for whom an absence concerns, a relationship."""
    by_kind: dict[SubjectKind, list[int]] = defaultdict(list)
    for subject in subjects:
        by_kind[subject.kind].append(subject.id)
    found: dict[Subject, date] = {}
    for kind, query in _STRETCHES:
        for row in _rows(work, query(by_kind[kind])) if by_kind[kind] else []:
            last: list[date | None] = list(row[2:])
            ends = [day + timedelta(days=1) for day in last if day]
            days = [day for day in (row.since, *ends) if day > work.today]
            if days:
                subject = Subject(kind, row.id)
                found[subject] = min([*days, found.get(subject, date.max)])
    return found


def _allocated(ids: Sequence[int]) -> Any:
    a = t.Allocation
    return select(col(a.case_id).label("id"), col(a.since), col(a.until)).where(col(a.case_id).in_(ids))


def _holding(ids: Sequence[int]) -> Any:
    """Whose cases are theirs from or until a day."""
    a, c = t.Allocation, t.Case
    return (
        select(col(a.worker_id).label("id"), col(a.since), col(a.until), col(c.closed_on))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(col(a.worker_id).in_(ids))
    )


def _supervised(ids: Sequence[int]) -> Any:
    r = t.Relationship
    return select(col(r.supervisor_id).label("id"), col(r.since), col(r.until)).where(
        col(r.supervisor_id).in_(ids)
    )


def _supervising(ids: Sequence[int]) -> Any:
    r = t.Relationship
    return select(col(r.supervisee_id).label("id"), col(r.since), col(r.until)).where(
        col(r.supervisee_id).in_(ids)
    )


def _concerned(ids: Sequence[int]) -> Any:
    a, r, p = t.Absence, t.Relationship, t.Person
    return (
        select(col(a.id), col(r.since), col(r.until), col(p.left_on))
        .join(r.__table__, col(r.supervisor_id) == col(a.person_id))
        .join(p.__table__, col(p.id) == col(r.supervisee_id))
        .where(col(a.id).in_(ids))
    )


_STRETCHES: tuple[tuple[SubjectKind, Callable[[Sequence[int]], Any]], ...] = (
    (SubjectKind.CASE, _allocated),
    (SubjectKind.PERSON, _holding),
    (SubjectKind.PERSON, _supervised),
    (SubjectKind.PERSON, _supervising),
    (SubjectKind.ABSENCE, _concerned),
)


# Which subjects read which fact


def readers_of_absence(work: Work, person_id: int) -> dict[SubjectKind, list[int]]:
    """An absence is read by the person, by itself and by the sessions of that person whose sign-off may pause."""
    s, r = t.Session, t.Record
    waiting = (
        select(col(s.id))
        .join(r.__table__, col(r.session_id) == col(s.id))
        .where(
            or_(col(s.supervisee_id) == person_id, col(s.signer_id) == person_id),
            and_(col(r.request) > 0, col(r.answered_on).is_(None), col(r.closed_on).is_(None)),
        )
        .distinct()
    )
    mine = select(col(t.Absence.id)).where(col(t.Absence.person_id) == person_id)
    return {
        SubjectKind.PERSON: [person_id],
        SubjectKind.SESSION: list(work.connection.execute(waiting).scalars()),
        SubjectKind.ABSENCE: list(work.connection.execute(mine).scalars()),
    }


def readers_of_relationship(
    work: Work, supervisee_id: int, supervisor_ids: Sequence[int]
) -> dict[SubjectKind, list[int]]:
    """A relationship is read by both people and by the supervisors' open absences."""
    a = t.Absence
    absences = select(col(a.id)).where(
        col(a.person_id).in_(supervisor_ids), or_(col(a.last).is_(None), col(a.last) >= work.today)
    )
    return {
        SubjectKind.PERSON: [supervisee_id, *supervisor_ids],
        SubjectKind.ABSENCE: list(work.connection.execute(absences).scalars()),
    }


def readers_of_person(work: Work, person_id: int) -> dict[SubjectKind, list[int]]:
    """Somebody's role and qualification are read by themselves, by the cases they hold and by those they supervise."""
    a, r = t.Allocation, t.Relationship
    held = select(col(a.case_id)).where(
        col(a.worker_id) == person_id, or_(col(a.until).is_(None), col(a.until) >= work.today)
    )
    led = select(col(r.supervisee_id)).where(
        col(r.supervisor_id) == person_id, or_(col(r.until).is_(None), col(r.until) >= work.today)
    )
    return {
        SubjectKind.CASE: list(work.connection.execute(held.distinct()).scalars()),
        SubjectKind.PERSON: [person_id, *work.connection.execute(led.distinct()).scalars()],
    }


def readers_of_sessions(work: Work, person_id: int) -> dict[SubjectKind, list[int]]:
    """The sessions of one supervisee are read by them and, where a rule asks what happens at every session, by the
    cases they hold or held since the bot began."""
    found = {SubjectKind.PERSON: [person_id]}
    if work.book.versions.reads_sessions:
        a = t.Allocation
        began = select(col(t.Council.started_on)).scalar_subquery()
        held = select(col(a.case_id)).where(
            col(a.worker_id) == person_id, or_(col(a.until).is_(None), col(a.until) >= began)
        )
        found[SubjectKind.CASE] = list(work.connection.execute(held.distinct()).scalars())
    return found
