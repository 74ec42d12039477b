"""A case that comes to another worker, that nobody holds for a time, or that is closed: what was late stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.assess import assess
from policy.facts import (
    AllocationFact,
    CaseFacts,
    CaseHolder,
    DiscussionFact,
    Held,
    PersonFacts,
    SessionKind,
    WorkerSession,
)
from policy.obligations import Explanation, Obligation, State
from policy.periods import Period, Unit
from tests.policy.files import calendar, shipped

RULES = shipped("cambridgeshire-peterborough")
DAY = timedelta(days=1)
ALLOCATED, NOVEMBER_9, NOVEMBER_20 = date(2026, 1, 12), date(2026, 11, 9), date(2026, 11, 20)


def met(worker: int, *days: date) -> PersonFacts:
    held = tuple(Held(worker * 100 + n, SessionKind.CASE, day, 60) for n, day in enumerate(days, 1))
    return PersonFacts(worker, "social_worker", date(2019, 3, 4), date(2026, 9, 7), held=held)


def holder(worker: int, since: date, until: date | None, *days: date) -> CaseHolder:
    return CaseHolder(worker, since, until, worker, "social_worker", met(worker, *days))


def case(*holders: CaseHolder, discussed: date = NOVEMBER_9, **more: Any) -> CaseFacts:
    found = CaseFacts(1, "social_care", frozenset({"cin"}), AllocationFact(1, ALLOCATED), holders=holders)
    return replace(found, discussions=(DiscussionFact(1, 101, discussed),), **more)


def owed(facts: CaseFacts, on: date) -> Obligation:
    [one] = [o for o in assess(RULES, calendar(), facts, on).obligations if o.is_open]
    return one


def ops(one: Obligation) -> list[str]:
    return [s.op for s in one.derivation]


def test_a_case_is_not_late_on_a_day_when_another_held_it() -> None:
    """It was discussed three days before the day on which it was said to be due, with the one who held it then."""
    amara = holder(1, ALLOCATED, NOVEMBER_20 - DAY, date(2026, 10, 20), NOVEMBER_9)
    facts = case(amara, holder(2, NOVEMBER_20, None, date(2026, 10, 12)))
    assert owed(facts, NOVEMBER_20 - DAY).due == date(2026, 12, 9)
    one = owed(facts, NOVEMBER_20)
    assert (one.rule, one.due, one.worker_id) == ("C13", NOVEMBER_20, 2)
    assert "handed_on" in ops(one)
    later = case(amara, holder(2, NOVEMBER_20, None, date(2026, 11, 16)))
    assert (owed(later, NOVEMBER_20).due, "handed_on" in ops(owed(later, NOVEMBER_20))) == (
        date(2026, 12, 16),
        False,
    )


def test_what_was_late_with_one_is_late_with_nobody_and_with_the_next() -> None:
    """Whoever left took the lateness with them: it was due in fifty days, by the twelve weeks of any case."""
    october_20 = date(2026, 10, 20)
    amara = holder(1, ALLOCATED, NOVEMBER_20, october_20)
    late = case(replace(amara, until=date(2026, 11, 24)), discussed=october_20)
    for day in (date(2026, 11, 23), date(2026, 11, 25), date(2027, 1, 4)):
        assert owed(late, day).due == NOVEMBER_20
    assert owed(late, date(2026, 11, 25)).worker_id is None
    after = replace(late, holders=(*late.holders, holder(2, date(2027, 1, 5), None, date(2026, 12, 25))))
    one = owed(after, date(2027, 1, 5))
    assert (one.due, one.worker_id, "held_late" in ops(one)) == (NOVEMBER_20, 2, True)
    done = replace(after, discussions=(*after.discussions, DiscussionFact(2, 201, date(2027, 1, 6))))
    assert owed(done, date(2027, 1, 6)).due == date(2027, 1, 25)  # the next owner's pair


def test_the_dates_of_a_case_that_nobody_holds_run_on() -> None:
    amara = holder(1, ALLOCATED, NOVEMBER_20 - DAY, NOVEMBER_9)
    assert owed(case(amara), date(2026, 11, 30)).due == date(2026, 12, 9)
    later = replace(amara, worker=met(1, NOVEMBER_9, date(2026, 12, 1)))
    assert owed(case(later), date(2026, 12, 2)).due == date(2026, 12, 9)


def test_a_case_that_closes_after_its_day_is_missed_and_stays_on_record() -> None:
    """It stood nowhere: neither as done nor as missed."""
    amara = holder(1, ALLOCATED, None, date(2026, 10, 20))
    late = case(amara, discussed=date(2026, 10, 20), closed_on=date(2026, 11, 25))
    late = replace(late, sessions=(WorkerSession(1, date(2026, 11, 24), worker_id=1, holder_id=9),))
    found = assess(RULES, calendar(), late, date(2026, 12, 1)).standing
    assert sorted((o.key.duty, o.due, o.worker_id) for o in found) == [
        ("acknowledge:supervisee", date(2026, 11, 24), 1),
        ("acknowledge:supervisor", date(2026, 11, 24), 1),
        ("discuss", NOVEMBER_20, 1),
    ]
    assert {(o.state, o.ended) for o in found} == {(State.MISSED, Explanation.NONE)}
    in_time = replace(late, sessions=(), closed_on=NOVEMBER_20)
    assert assess(RULES, calendar(), in_time, date(2026, 12, 1)).standing == ()


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(-30, 30), st.integers(0, 60))
def test_a_case_handed_on(after: int, other: int, looked: int) -> None:
    """The month after the discussion with the one, where it was over by then; else the month after the other's last
    session, but not before it came to them."""
    handed, theirs = NOVEMBER_9 + DAY + timedelta(after), NOVEMBER_9 + timedelta(other)
    facts = case(
        holder(1, ALLOCATED, handed - DAY, NOVEMBER_9), holder(2, handed, None, min(theirs, handed - DAY))
    )
    first, second = date(2026, 12, 9), calendar().add(min(theirs, handed - DAY), Period(1, Unit.MONTH))
    expected = first if first < handed else max(second, handed)
    assert owed(facts, handed + timedelta(looked)).due == min(expected, date(2027, 1, 4))
