"""What assessment reads of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlalchemy.engine import Row as SqlRow

from policy.facts import (
    AllocationFact,
    CaseFacts,
    CaseHolder,
    CategoriesUntil,
    DecisionFact,
    DiscussionFact,
    EventFact,
    Interval,
    PersonFacts,
    SessionKind,
    SessionState,
    SubjectKind,
    WorkerSession,
)
from policy.periods import parse_period
from storage import tables as t
from storage.conditions import BEGAN
from storage.facts.people import people
from storage.facts.rows import EARLIER, EVERY, LATEST, facts_by, fetched, grouped, of_batch, open_since
from storage.listed import one_of
from storage.work import Work


def cases(work: Work, ids: Sequence[int], latest: int = LATEST) -> Iterator[CaseFacts]:
    """``latest``: how many of what lies before the oldest open obligation are read."""
    parts = _case_parts(work, ids, latest)
    for case in fetched(work, _THEMSELVES, ids):
        yield _case(work, case, parts)


@dataclass(slots=True)
class _CaseParts:
    """What belongs to a batch of cases, by case; ``roles`` and ``workers`` by worker."""

    allocations: dict[int, list[SqlRow[Any]]]
    discussions: dict[int, list[DiscussionFact]]
    intervals: dict[int, list[SqlRow[Any]]]
    events: dict[int, list[EventFact]]
    decisions: dict[int, list[DecisionFact]]
    sessions: dict[int, list[SqlRow[Any]]]
    earlier: dict[int, list[CategoriesUntil]]
    roles: dict[int, str]
    workers: dict[int, PersonFacts]


def _case_parts(work: Work, ids: Sequence[int], latest: int) -> _CaseParts:
    allocations = fetched(work, _ALLOCATIONS, ids)
    at_sessions = work.config.versions.reads_sessions
    sessions = fetched(work, _WORKER_SESSIONS, ids, latest=latest) if at_sessions else ()
    read = [s.id for s in sessions if s.held_on]
    given = grouped(allocations, "case_id")
    discussions = facts_by(
        fetched(work, _DISCUSSIONS, ids, latest=latest, sessions=read), DiscussionFact._make
    )
    holding = _asked_of(given, discussions, latest) if at_sessions else ()
    return _CaseParts(
        given,
        discussions,
        grouped(fetched(work, _INTERVALS, ids), "case_id"),
        facts_by(fetched(work, _EVENTS, ids), EventFact._make),
        facts_by(fetched(work, _DECISIONS, ids), DecisionFact._make),
        grouped(sessions, "case_id"),
        facts_by(fetched(work, EARLIER, ids), _earlier),
        {row.id: row.role for row in fetched(work, _ROLES, {a.worker_id for a in allocations})},
        {p.person_id: p for p in people(work, sorted(holding))} if holding else {},
    )


def _asked_of(
    given: Mapping[int, Sequence[SqlRow[Any]]], discussed: Mapping[int, Sequence[DiscussionFact]], latest: int
) -> set[int]:
    """Those whose sessions say when a case is due: who held it since it was last discussed, and who held it last."""
    found = set[int]()
    for case, some in given.items():
        full = (d.on for d in discussed.get(case, ()) if d.full and latest != EVERY)
        since = min(max(full, default=date.min), max(map(_last_day, some)))
        found |= {a.worker_id for a in some if _last_day(a) >= since}
    return found


def _case(work: Work, case: SqlRow[Any], parts: _CaseParts) -> CaseFacts:
    given = parts.allocations.get(case.id, [])
    worker = next((a.worker_id for a in reversed(given) if _holds(a, work.today)), None)
    return CaseFacts(
        case_id=case.id,
        service=case.service,
        categories=frozenset(case.categories.split()),
        first_allocated=AllocationFact(given[0].id, given[0].since) if given else None,
        worker_id=worker,
        closed_on=case.closed_on,
        plan_every_months=case.plan_every_months,
        discussions=tuple(parts.discussions.get(case.id, ())),
        intervals=tuple(_interval(i) for i in parts.intervals.get(case.id, ())),
        worker_role=parts.roles.get(worker or 0, ""),
        events=tuple(parts.events.get(case.id, ())),
        sessions=_sessions_of_case(work, parts.sessions.get(case.id, ())),
        decisions=tuple(parts.decisions.get(case.id, ())),
        worker=parts.workers.get(worker or 0),
        holders=tuple(_holder(a, parts) for a in given),
        earlier=tuple(parts.earlier.get(case.id, ())),
    )


def _earlier(row: Iterable[Any]) -> CategoriesUntil:
    id_, until, service, categories = row
    return CategoriesUntil(id_, until, service, frozenset(categories.split()))


def _holder(row: SqlRow[Any], parts: _CaseParts) -> CaseHolder:
    who, last = row.worker_id, _last_day(row)
    until = None if last == date.max else last
    return CaseHolder(row.id, row.since, until, who, parts.roles.get(who, ""), parts.workers.get(who))


def _interval(row: SqlRow[Any]) -> Interval:
    every = parse_period(row.every)
    return Interval(row.id, every, row.since, row.until, row.less_often, row.granted_role, row.recorded_on)


def _sessions_of_case(work: Work, rows: Iterable[SqlRow[Any]]) -> tuple[WorkerSession, ...]:
    """The held ones and the next one booked."""
    found = [
        WorkerSession(r.id, r.on, r.held_on is not None, r.worker_id, r.said_on, r.supervisor_id)
        for r in rows
    ]
    booked = sorted((s for s in found if not s.held and s.on >= work.today), key=lambda s: s.on)
    return (*(s for s in found if s.held), *booked[:1])


def _holds(allocation: SqlRow[Any], on: date) -> bool:
    """Whether the case is this worker's on a day; ``until``, and the day on which they left, is the last one."""
    return bool(allocation.since <= on <= _last_day(allocation))


def _last_day(allocation: SqlRow[Any]) -> date:
    return min(allocation.until or date.max, allocation.left_on or date.max)


# Statements, each of a batch of cases

_LATEST: Final = bindparam("latest", type_=Integer)


def _allocations() -> Any:
    a, p = t.Allocation.__table__, t.Person.__table__
    given = select(a, p.c.left_on).join(p, p.c.id == a.c.worker_id)
    return given.where(one_of(a.c.case_id)).order_by(a.c.case_id, a.c.since, a.c.id)


def _events() -> Any:
    """Each with the day on which the case was put on a group's agenda for it."""
    e, i = t.CaseEvent.__table__, t.AgendaItem.__table__
    stands = i.c.closed_on.is_(None) | i.c.discussed_in_id.is_not(None)
    raised = (
        select(func.min(i.c.raised_on)).where(i.c.event_id == e.c.id, stands).correlate(e).scalar_subquery()
    )
    dated = (e.c.id, e.c.what, e.c.on, e.c.until, e.c.known_on)
    query = select(e.c.case_id, *dated, raised.label("raised_on")).where(one_of(e.c.case_id))
    return query.order_by(e.c.on)


def _changed(case_id: Any) -> Any:
    """Whether something was granted or recorded of the case, or it became another: what was late by then stays on
    record, so all that came before is read."""
    tables = (t.Authorisation.__table__, t.CaseEvent.__table__, t.EarlierCategories.__table__)
    return or_(
        *(select(x.c.id).where(x.c.case_id == case_id).correlate(case_id.table).exists() for x in tables)
    )


def _discussions() -> Any:
    """The latest few of each kind, all since the oldest open obligation started, and those in the ``sessions`` that are
    read; all of a case for which what holds has changed."""
    d = t.Discussion.__table__
    nth = func.row_number().over(
        partition_by=(d.c.case_id, d.c.full, d.c.plan_reviewed),
        order_by=(d.c.on.desc(), d.c.id.desc()),
    )
    ranked = select(d, nth.label("nth")).where(one_of(d.c.case_id)).subquery()
    since = open_since(SubjectKind.CASE)
    latest = or_(ranked.c.nth <= _LATEST, ranked.c.on >= since.c.since)
    return (
        select(ranked.c.case_id, *(ranked.c[name] for name in DiscussionFact._fields))
        .outerjoin(since, since.c.id == ranked.c.case_id)
        .where(or_(latest, one_of(ranked.c.session_id, "sessions"), _changed(ranked.c.case_id)))
        .order_by(ranked.c.on, ranked.c.id)
    )


def _last_discussed() -> Any:
    d = t.Discussion.__table__.c
    on = func.max(d.on).label("on")
    return select(d.case_id, on).where(one_of(d.case_id), d.full).group_by(d.case_id).subquery()


def _worker_sessions() -> Any:
    """By case: sessions of whoever it was allocated to that day, booked, or held since the bot began: all since the
    case was last discussed in full and, as with discussions, of those before. A group's are not a worker's."""
    a, s, c = t.Allocation.__table__, t.Session.__table__, t.Case.__table__
    theirs = and_(
        s.c.supervisee_id == a.c.worker_id,
        s.c.on >= a.c.since,
        or_(a.c.until.is_(None), s.c.on <= a.c.until),
    )
    counts = and_(
        s.c.kind != str(SessionKind.GROUP),
        s.c.on >= BEGAN,
        or_(s.c.state == SessionState.BOOKED, s.c.held_on.is_not(None)),
        or_(c.c.closed_on.is_(None), s.c.on <= c.c.closed_on),
    )
    nth = func.row_number().over(
        partition_by=(a.c.case_id, s.c.state), order_by=(s.c.on.desc(), s.c.id.desc())
    )
    shown = (s.c.id, s.c.on, s.c.held_on, s.c.said_on, s.c.supervisor_id)
    ranked = (
        select(a.c.case_id, a.c.worker_id, *shown, nth.label("nth"))
        .join(s, theirs)
        .join(c, c.c.id == a.c.case_id)
        .where(one_of(a.c.case_id), counts)
        .subquery()
    )
    since = open_since(SubjectKind.CASE)
    last = _last_discussed()
    since_last = last.c.on.is_(None) | (ranked.c.on > last.c.on)
    old = or_(ranked.c.nth <= _LATEST, ranked.c.on >= since.c.since, _changed(ranked.c.case_id))
    read = or_(since_last, old)
    return (
        select(ranked)
        .outerjoin(since, since.c.id == ranked.c.case_id)
        .outerjoin(last, last.c.case_id == ranked.c.case_id)
        .where(or_(ranked.c.held_on.is_(None), read))
        .order_by(ranked.c.on, ranked.c.id)
    )


_C: Final = t.Case.__table__
_P: Final = t.Person.__table__
#: One that was closed when the bot began is history.
_THEMSELVES: Final = select(_C).where(one_of(_C.c.id), or_(_C.c.closed_on.is_(None), _C.c.closed_on > BEGAN))
_ROLES: Final = select(_P.c.id, _P.c.role).where(one_of(_P.c.id))
_ALLOCATIONS: Final = _allocations()
_EVENTS: Final = _events()
_DISCUSSIONS: Final = _discussions()
_WORKER_SESSIONS: Final = _worker_sessions()
_INTERVALS: Final = of_batch(t.Authorisation, "case_id", "since")
_DECISIONS: Final = of_batch(
    t.Decision, "case_id", "made_on", "id", "kind", "made_on", "made_by_id", "recorded_on"
).where(t.Decision.__table__.c.taken_back_on.is_(None))
