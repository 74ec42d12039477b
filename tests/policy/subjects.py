"""Random facts about each kind of subject, their dates in and around the year that the tests walk through."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from policy.facts import (
    AbsenceFacts,
    Affected,
    AllocationFact,
    Away,
    Cancellation,
    CaseFacts,
    CaseHeld,
    DecisionFact,
    DiscussionFact,
    Earlier,
    EventFact,
    GapNoteFact,
    Held,
    Interval,
    MilestoneFact,
    Off,
    PersonFacts,
    Reason,
    RecordAnswer,
    RecordFact,
    RelationshipFact,
    SessionFacts,
    SessionKind,
    SessionState,
    SetElsewhereFact,
    WorkerSession,
)
from policy.periods import Period, Unit
from tests.policy.files import shipped

FIRST = date(2026, 1, 5)
days = st.dates(date(2025, 6, 1), date(2027, 1, 31))
later = st.none() | days
ids = st.integers(1, 99)
WORDS = shipped().vocabulary
periods = st.builds(Period, st.integers(1, 6), st.sampled_from([Unit.WEEK, Unit.MONTH, Unit.WORKING_DAY]))


def ordered(*found: date | None) -> list[date | None]:
    """The days that are there, in their order, at their places."""
    there = iter(sorted(d for d in found if d))
    return [next(there) if d else None for d in found]


def several(strategy: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    since, until = ordered(draw(days), draw(later))
    granted = draw(st.sampled_from([None, "supervisor", "student"]))
    return Interval(
        draw(ids), draw(periods), since or FIRST, until, draw(st.booleans()), granted, draw(later)
    )


@st.composite
def events(draw: st.DrawFn) -> EventFact:
    on, until = ordered(draw(days), draw(later))
    what = draw(st.sampled_from(["concern", "breakdown", "review"]))
    return EventFact(draw(ids), what, on or FIRST, until, draw(later))


discussions = st.builds(DiscussionFact, ids, ids, days, st.booleans(), st.booleans())
decisions = st.builds(DecisionFact, ids, st.just("informal"), days, ids, later)
cases = st.builds(
    CaseFacts,
    case_id=st.just(1),
    service=st.sampled_from(sorted(WORDS.services)),
    categories=st.frozensets(st.sampled_from(sorted(WORDS.categories)), max_size=4),
    first_allocated=st.none() | st.builds(AllocationFact, ids, days),
    worker_id=st.none() | ids,
    closed_on=later,
    plan_every_months=st.none() | st.integers(0, 8),
    discussions=several(discussions),
    intervals=several(intervals(), 2),
    events=several(events(), 2),
    sessions=several(st.builds(WorkerSession, ids, days, st.booleans()), 3),
    decisions=several(decisions, 1),
)


@st.composite
def relationships(draw: st.DrawFn) -> RelationshipFact:
    since, until = ordered(draw(days), draw(later))
    often = draw(st.none() | periods)
    return RelationshipFact(
        draw(ids), draw(st.integers(1, 3)), since or FIRST, draw(st.booleans()), often, until
    )


@st.composite
def absences_of(draw: st.DrawFn) -> Away:
    first, last = ordered(draw(days), draw(later))
    return Away(first or FIRST, last)


@st.composite
def holdings(draw: st.DrawFn) -> CaseHeld:
    since, until = ordered(draw(days), draw(later))
    categories = draw(st.frozensets(st.sampled_from(["settled", "high_need"]), max_size=2))
    return CaseHeld(draw(st.sampled_from(sorted(WORDS.services))), categories, since or FIRST, until)


people = st.builds(
    PersonFacts,
    person_id=st.just(1),
    role=st.sampled_from(sorted(WORDS.roles)),
    employed_from=days,
    bot_started=days,
    asye_from=later,
    asye_until=later,
    left_on=later,
    relationships=several(relationships(), 3),
    held=several(st.builds(Held, ids, st.sampled_from(SessionKind), days, st.sampled_from([0, 60, 90]))),
    milestones=several(
        st.builds(MilestoneFact, ids, st.sampled_from(["agreement", "agreement_review"]), days), 2
    ),
    percent=st.sampled_from([100, 60]),
    away=several(absences_of(), 2),
    cases=several(holdings(), 2),
    set_elsewhere=several(
        st.builds(SetElsewhereFact, ids, st.just("Practice Educator"), periods, days, later), 1
    ),
)


@st.composite
def records(draw: st.DrawFn) -> RecordFact:
    recorded, delivered, answered, closed = ordered(*(draw(later) for _ in range(4)))
    answer = draw(st.sampled_from(RecordAnswer)) if answered else None
    request = draw(st.integers(1, 2)) if recorded else 0
    return RecordFact(draw(ids), 1, recorded, request, delivered, answer, answered, closed, draw(later))


@st.composite
def sessions(draw: st.DrawFn) -> SessionFacts:
    on, state = draw(days), draw(st.sampled_from(SessionState))
    starts = datetime.combine(on, time(10), UTC)
    cancelled = Cancellation(draw(days), draw(st.sampled_from(Reason)), draw(later), draw(later))
    return SessionFacts(
        session_id=1,
        kind=draw(st.sampled_from(SessionKind)),
        supervisee_id=1,
        holder_id=2,
        state=state,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        on=on,
        booked_on=on - timedelta(days=14),
        held_on=on if state is SessionState.HELD else None,
        prepared=draw(st.booleans()),
        cancellation=cancelled if state is SessionState.CANCELLED else None,
        replacement_on=draw(later),
        records=draw(several(records(), 3)),
        gap_notes=draw(several(st.builds(GapNoteFact, ids, ids, later), 2)),
        supervisee_away=draw(several(absences_of(), 3)),
        supervisee_off=draw(several(st.builds(Off, days, days, later), 2)),
    )


@st.composite
def absences(draw: st.DrawFn) -> AbsenceFacts:
    first, last = ordered(draw(days), draw(later))
    affected = draw(several(st.builds(Affected, ids, ids, later, later), 3))
    first = first or FIRST
    reported = st.dictionaries(ids, days, max_size=2)
    before = st.builds(Earlier, st.booleans(), absences_of(), reported, reported)
    earlier = tuple(one for one in draw(several(before, 2)) if one.days.first <= first)
    return AbsenceFacts(1, 2, draw(st.booleans()), first, last, affected, earlier)
