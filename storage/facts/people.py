"""What assessment reads of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import Date, and_, bindparam, func, or_, select, union_all
from sqlalchemy.engine import Row as SqlRow

from policy.facts import (
    SUPERVISED,
    Away,
    Cancellation,
    CaseHeld,
    Held,
    MilestoneFact,
    PersonFacts,
    Postponed,
    RelationshipFact,
    SessionKind,
    SessionState,
    SetElsewhereFact,
    SubjectKind,
)
from policy.periods import parse_period
from policy.posts import Post, post_on
from policy.requests import RequestFact
from policy.spans import covers
from storage import tables as t
from storage.conditions import TODAY, as_cover, case_open, not_past
from storage.facts.rows import AWAY, EARLIER, LATEST, facts_by, fetched, grouped, of_batch
from storage.facts.sessions import stand_ins
from storage.listed import one_of
from storage.states import RequestAnswer
from storage.work import Work

_DAY: Final = timedelta(days=1)


class _HeldStretch(NamedTuple):
    """One case that was somebody's, and open, between two days, both included."""

    service: str
    categories: str
    since: date
    last: date


@dataclass(slots=True)
class _PersonParts:
    """What belongs to a batch of people, by person."""

    lines: dict[int, list[SqlRow[Any]]]
    held: dict[int, list[SqlRow[Any]]]
    milestones: dict[int, list[MilestoneFact]]
    away: dict[int, list[Away]]
    cases: dict[int, list[_HeldStretch]]
    set_elsewhere: dict[int, list[SqlRow[Any]]]
    leading: dict[int, list[SqlRow[Any]]]
    posts: dict[int, list[SqlRow[Any]]]
    postponed: dict[int, list[SqlRow[Any]]]
    requests: dict[int, list[SqlRow[Any]]]
    unsaid: dict[int, list[SqlRow[Any]]]


def people(work: Work, ids: Sequence[int]) -> Iterator[PersonFacts]:
    started = work.connection.execute(_STARTED).scalar_one()
    rows = fetched(work, _THEMSELVES, ids)
    parts = _person_parts(work, ids, started, [p.id for p in rows if p.left_on and p.left_on < work.today])
    for row in rows:
        yield _person(work, row, parts, started)


def _person_parts(work: Work, ids: Sequence[int], started: date, gone: Sequence[int]) -> _PersonParts:
    held = fetched(work, _HELD, ids, since=started - _LONGEST_WINDOW)
    unsaid = fetched(work, _UNSAID, gone) if gone else ()
    holders = {h.supervisor_id for h in (*held, *unsaid)}
    return _PersonParts(
        grouped(fetched(work, _LINES, ids), "supervisee_id"),
        grouped(held, "person_id"),
        facts_by(fetched(work, _MILESTONES, ids), MilestoneFact._make),
        facts_by(fetched(work, AWAY, ids), Away._make),
        _held_cases(work, ids, started),
        grouped(fetched(work, _ELSEWHERE, ids), "person_id"),
        grouped(fetched(work, _LEADING, ids), "supervisor_id"),
        grouped(fetched(work, _EARLIER_POSTS, sorted({*ids, *holders})), "person_id"),
        grouped(fetched(work, _POSTPONED, ids), "supervisee_id"),
        grouped(fetched(work, _REQUESTS, ids), "asked_of_id"),
        grouped(unsaid, "person_id"),
    )


def _leads_since(work: Work, led: Sequence[SqlRow[Any]]) -> date | None:
    """Since when somebody has supervised anybody without a break; None where they don't today."""
    since: date | None = None
    last = date.min
    for row in (r for r in led if r.since <= work.today):
        since = row.since if since is None or row.since > last + _DAY else since
        last = max(last, row.until or date.max - _DAY)
    return since if last >= work.today else None


def _posts(earlier: Sequence[SqlRow[Any]], now: Post) -> tuple[Post, ...]:
    """Somebody's posts with the present one; none where that always was, as far as is known."""
    before = (Post(e.since, e.role, e.percent, e.qualified) for e in earlier)
    return (*before, now) if earlier else ()


def _person(work: Work, p: SqlRow[Any], parts: _PersonParts, started: date) -> PersonFacts:
    lines = parts.lines.get(p.id, [])
    leads_since = _leads_since(work, parts.leading.get(p.id, []))
    milestones = parts.milestones.get(p.id, ())
    return PersonFacts(
        person_id=p.id,
        role=p.role,
        employed_from=p.employed_from,
        bot_started=started,
        known_from=p.known_from or started,
        milestones_from=p.milestones_from or started,
        qualified=p.qualified,
        asye_from=p.asye_from,
        asye_until=p.asye_until,
        left_on=p.left_on,
        percent=p.percent,
        supervises=leads_since is not None,
        leads_since=leads_since,
        in_group=p.in_group,
        line_qualified=_line_qualified(work, lines),
        relationships=tuple(_relationship(x) for x in lines),
        held=_all_held(parts.held.get(p.id, ()), milestones, parts.posts),
        milestones=tuple(milestones),
        away=tuple(parts.away.get(p.id, ())),
        cases=tuple(_cases_of(parts.cases.get(p.id, ()))),
        set_elsewhere=tuple(
            SetElsewhereFact(e.id, e.by, parse_period(e.every), e.since, e.until)
            for e in parts.set_elsewhere.get(p.id, ())
        ),
        requests=tuple(
            RequestFact(r.id, r.kind, r.asked_on, r.answered_on) for r in parts.requests.get(p.id, ())
        ),
        unsaid=tuple(_was_held(row, parts.posts) for row in parts.unsaid.get(p.id, ())),
        postponed=tuple(_made_up_for(s) for s in parts.postponed.get(p.id, ())),
        posts=_posts(
            parts.posts.get(p.id, ()), Post(p.role_from or p.employed_from, p.role, p.percent, p.qualified)
        ),
    )


def _held_cases(work: Work, ids: Sequence[int], started: date) -> dict[int, list[_HeldStretch]]:
    """By whose they were, where a rule asks what somebody holds."""
    if not work.config.versions.asks_who_holds:
        return {}
    rows = fetched(work, _CASES_HELD, ids, today=work.today, since=started)
    earlier = grouped(fetched(work, EARLIER, {r.case_id for r in rows}), "case_id") if rows else {}
    found: dict[int, list[_HeldStretch]] = defaultdict(list)
    for row in rows:
        found[row.worker_id] += _as_it_was(row, earlier.get(row.case_id, ()))
    return found


def _as_it_was(row: SqlRow[Any], earlier: Sequence[SqlRow[Any]]) -> Iterator[_HeldStretch]:
    """A case that was somebody's, by what it was when."""
    since, last = row.since, min(row.until or date.max, row.closed_on - _DAY if row.closed_on else date.max)
    for was in earlier:
        if since <= was.until:
            yield _HeldStretch(was.service, was.categories, since, min(was.until, last))
            since = was.until + _DAY
    yield _HeldStretch(row.service, row.categories, since, last)


def _cases_of(stretches: Sequence[_HeldStretch]) -> Iterator[CaseHeld]:
    """Of each kind, the stretches of days on which they held one, in their order."""
    held = sorted(one for one in stretches if one.since <= one.last)
    for (service, categories), alike in groupby(held, lambda one: (one.service, one.categories)):
        kind = CaseHeld(service, frozenset(categories.split()))
        since, last = date.max, date.min
        for one in alike:
            if since <= last < one.since - _DAY:
                yield replace(kind, since=since, until=last)
                since = date.max
            since, last = min(since, one.since), max(last, one.last)
        yield replace(kind, since=since, until=None if last == date.max else last)


def _made_up_for(row: SqlRow[Any]) -> Postponed:
    cancelled = Cancellation(row.cancelled_on, row.reason, row.returned_on, row.said_on)
    return Postponed(row.kind, row.on, cancelled, row.held_instead)


def _line_qualified(work: Work, lines: Sequence[SqlRow[Any]]) -> bool | None:
    """Whether whoever is line supervisor today is qualified; None without one."""
    now = [r for r in lines if not r.professional and covers(r.since, r.until, work.today)]
    return now[-1].qualified if now else None


def _all_held(
    sessions: Sequence[SqlRow[Any]],
    milestones: Sequence[MilestoneFact],
    posts: Mapping[int, Sequence[SqlRow[Any]]],
) -> tuple[Held, ...]:
    """Sessions, and what a staff system says of days on which none is known."""
    held = [_was_held(row, posts) for row in sessions]
    known = {h.on for h in held}
    said = (m for m in milestones if m.what == SUPERVISED and m.on not in known)
    return tuple(sorted((*held, *(Held(m.id, None, m.on, 0) for m in said)), key=lambda h: h.on))


def _was_held(row: SqlRow[Any], posts: Mapping[int, Sequence[SqlRow[Any]]]) -> Held:
    """As whatever its holder was that day."""
    role = row.role
    if earlier := posts.get(row.supervisor_id):
        now = Post(row.role_from or date.min, role)
        role = (post_on(_posts(earlier, now), row.held_on) or now).role
    return Held(
        row.id,
        row.kind,
        row.held_on,
        row.minutes or 0,
        row.supervisor_id,
        role,
        row.as_cover,
        row.personal_too,
    )


def _relationship(row: SqlRow[Any]) -> RelationshipFact:
    often = parse_period(row.more_often) if row.more_often else None
    return RelationshipFact(
        row.id, row.supervisor_id, row.since, row.professional, often, row.until, row.late_then
    )


#: A window that the bot's first day lies in began no longer before it.
_LONGEST_WINDOW: Final = timedelta(days=366)


# Statements, each of a batch of people


def _themselves() -> Any:
    """With the days from which their sessions and milestones are known, where older ones were deleted."""
    p, s = t.Person.__table__, t.SubjectRow.__table__
    mine = and_(s.c.kind == str(SubjectKind.PERSON), s.c.ref_id == p.c.id)
    return select(p, s.c.known_from, s.c.milestones_from).outerjoin(s, mine).where(one_of(p.c.id))


def _lines() -> Any:
    r, p = t.Relationship.__table__, t.Person.__table__
    with_holder = select(r, p.c.qualified).join(p, p.c.id == r.c.supervisor_id)
    return with_holder.where(one_of(r.c.supervisee_id)).order_by(r.c.since)


def _leading() -> Any:
    """Whom these people supervise, or did, from when until when."""
    r = t.Relationship.__table__
    columns = (r.c.supervisor_id, r.c.since, r.c.until)
    return select(*columns).where(one_of(r.c.supervisor_id)).order_by(r.c.since)


def _postponed() -> Any:
    """Cancelled sessions of these people that were made up for, with the first day on which one was held instead."""
    s = t.Session.__table__
    cancelled = select(s.c.id).where(one_of(s.c.supervisee_id), s.c.cancelled_on.is_not(None))
    instead = stand_ins(s.c.replaces_id.in_(cancelled)).subquery()
    first = func.min(instead.c.held_on).label("held_instead")
    columns = (s.c.supervisee_id, s.c.kind, s.c.on, s.c.cancelled_on, s.c.reason)
    return (
        select(s.c.id, *columns, s.c.returned_on, s.c.said_on, first)
        .join(instead, instead.c.replaces_id == s.c.id)
        .group_by(s.c.id, *columns, s.c.returned_on, s.c.said_on)
        .order_by(s.c.id)
    )


def _requests() -> Any:
    """What is asked of these people; what was taken back, or asked anew, isn't any more."""
    q = t.PersonRequest.__table__
    gone = (RequestAnswer.ASKED_ANEW, RequestAnswer.WITHDRAWN)
    stands = q.c.answer.is_(None) | q.c.answer.not_in(gone)
    return select(q).where(one_of(q.c.asked_of_id), stands).order_by(q.c.id)


def _cases_held() -> Any:
    """The cases that these people hold, or held on a day (``since``) or after it."""
    a, c, since = t.Allocation.__table__, t.Case.__table__, bindparam("since", type_=Date)
    return (
        select(a.c.worker_id, a.c.case_id, c.c.service, c.c.categories, a.c.since, a.c.until, c.c.closed_on)
        .join(c, c.c.id == a.c.case_id)
        .where(one_of(a.c.worker_id), a.c.since <= TODAY, not_past(a.c.until, since), case_open(since))
    )


def _held() -> Any:
    """By person: sessions held with them, and groups they took part in: all that a window since the bot's start can
    hold (from ``since``), and the latest few before."""
    s, p, took_part = t.Session.__table__, t.Person.__table__, _took_part(attended=True)
    since = bindparam("since", type_=Date)
    nth = func.row_number().over(
        partition_by=(took_part.c.person_id, s.c.kind, s.c.personal_too),
        order_by=(s.c.held_on.desc(), s.c.id.desc()),
    )
    ranked = (
        select(
            *_of_session(s.c.held_on, took_part.c.person_id),
            nth.label("nth"),
        )
        .join(s, s.c.id == took_part.c.session_id)
        .join(p, p.c.id == s.c.supervisor_id)
        .where(s.c.held_on.is_not(None))
        .subquery()
    )
    recent = or_(ranked.c.nth <= LATEST + 4, ranked.c.held_on >= since)
    return select(ranked).where(recent).order_by(ranked.c.held_on, ranked.c.id)


def _of_session(on: Any, person: Any) -> Any:
    """What is read of a session with somebody on a day, and of whoever was to hold it."""
    s, p = t.Session.__table__.c, t.Person.__table__.c
    itself = (person, s.id, s.kind, on.label("held_on"), s.minutes, s.supervisor_id, s.personal_too)
    return (*itself, p.role, p.role_from, as_cover(person, s.supervisor_id, on).label("as_cover"))


def _unsaid() -> Any:
    """By person who has left: the sessions up to their last day of which nobody has said whether they took place."""
    s, p, two = t.Session.__table__, t.Person.__table__, _took_part(attended=False)
    gone = t.Person.__table__.alias("gone")
    there = and_(gone.c.id == two.c.person_id, gone.c.left_on >= s.c.on)
    joined = select(*_of_session(s.c.on, two.c.person_id)).join(s, s.c.id == two.c.session_id)
    return (
        joined.join(p, p.c.id == s.c.supervisor_id).join(gone, there).where(s.c.state == SessionState.BOOKED)
    )


def _took_part(*, attended: bool) -> Any:
    """Who was in which session: its supervisee, or of a group whoever attended, or else belongs to it."""
    s, x = t.Session.__table__, t.Participant.__table__
    alone: Any = select(s.c.supervisee_id.label("person_id"), s.c.id.label("session_id")).where(
        one_of(s.c.supervisee_id), s.c.kind != str(SessionKind.GROUP)
    )
    together = select(x.c.person_id, x.c.session_id).where(one_of(x.c.person_id))
    if attended:
        together = together.where(x.c.attended.is_(True))
    return union_all(alone, together).subquery()


_STARTED: Final = select(t.Council.__table__.c.started_on)
_THEMSELVES: Final = _themselves()
_LINES: Final = _lines()
_HELD: Final = _held()
_UNSAID: Final = _unsaid()
_CASES_HELD: Final = _cases_held()
_LEADING: Final = _leading()
_POSTPONED: Final = _postponed()
_REQUESTS: Final = _requests()
_MILESTONES: Final = of_batch(t.Milestone, "person_id", "on", "id", "what", "on", "by_id")
_ELSEWHERE: Final = of_batch(t.SetElsewhere, "person_id", "since")
_EARLIER_POSTS: Final = of_batch(t.EarlierPost, "person_id", "since")
