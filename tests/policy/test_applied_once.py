"""What applies to somebody for a time, such as with a case that they hold: not due before it, and late after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.assess import assess
from policy.facts import CaseHeld, Held, PersonFacts, SessionKind
from policy.obligations import Explanation, Obligation
from policy.posts import Post
from tests.policy.files import calendar, shipped

RULES = shipped("cambridgeshire-peterborough")
MET = date(2026, 10, 20)
#: Four weeks and a month after it.
FOUR_WEEKS, MONTH = date(2026, 11, 17), date(2026, 11, 20)
DAY = timedelta(days=1)


def person(*cases: CaseHeld, **more: Any) -> PersonFacts:
    facts = PersonFacts(1, "social_worker", date(2019, 3, 4), date(2026, 9, 7), cases=cases)
    return replace(facts, held=(Held(1, SessionKind.CASE, MET, 60),), **more)


def listed(since: date, until: date | None = None) -> CaseHeld:
    return CaseHeld("social_care", frozenset({"child_protection"}), since, until)


def owed(facts: PersonFacts, on: date) -> Obligation:
    [one] = [o for o in assess(RULES, calendar(), facts, on).obligations if o.is_open]
    return one


def steps(one: Obligation) -> list[tuple[str, date | None, date | None]]:
    return [(s.op, s.on, s.result) for s in one.derivation]


def test_what_was_late_while_a_case_was_held_is_late_after_it() -> None:
    """It was due in two days again once the case was closed."""
    held = person(listed(date(2026, 1, 5), date(2026, 11, 17)))
    one = owed(held, date(2026, 11, 18))
    assert (one.rule, one.due) == ("C2.cases", FOUR_WEEKS)
    assert steps(one)[1:] == [
        ("every", None, FOUR_WEEKS),
        ("applied_until", FOUR_WEEKS, FOUR_WEEKS),
        ("later", None, MONTH),
    ]
    in_time = person(listed(date(2026, 1, 5), date(2026, 11, 16)))
    assert (owed(in_time, date(2026, 11, 18)).rule, owed(in_time, date(2026, 11, 18)).due) == ("C2", MONTH)
    met = replace(held, held=(*held.held, Held(2, SessionKind.CASE, date(2026, 11, 24), 60)))
    assert owed(met, date(2026, 11, 25)).due == date(2026, 12, 24)


def test_nothing_is_due_before_the_case_that_asks_for_it_came() -> None:
    """It was late since two days before the case was allocated, and nothing said why."""
    one = owed(person(listed(date(2026, 11, 19))), date(2026, 11, 19))
    assert (one.rule, one.due) == ("C2.cases", date(2026, 11, 19))
    assert ("held_from", date(2026, 11, 19), date(2026, 11, 19)) in steps(one)
    before = person(listed(date(2026, 1, 5), date(2026, 11, 18)), listed(date(2026, 11, 19)))
    assert owed(before, date(2026, 11, 19)).due == FOUR_WEEKS


def test_nothing_is_due_before_the_post_that_asks_for_it_began() -> None:
    posts = (Post(date(2019, 3, 4), "independent_chair"), Post(date(2026, 11, 25), "social_worker"))
    one = owed(person(posts=posts), date(2026, 11, 25))
    assert (one.rule, one.due) == ("C2", date(2026, 11, 25))
    assert ("applied_from", date(2026, 11, 25), date(2026, 11, 25)) in steps(one)


def test_what_was_late_when_an_asye_ended_is_late_after_it() -> None:
    begun = person(asye_from=date(2026, 9, 7), asye_until=date(2026, 11, 5), employed_from=date(2026, 9, 7))
    assert (owed(begun, date(2026, 11, 6)).rule, owed(begun, date(2026, 11, 6)).due) == (
        "C1",
        date(2026, 11, 3),
    )


def test_what_was_late_of_a_case_when_its_worker_left_is_missed_on_that_day() -> None:
    """It was asked no more, since whoever has left holds nothing."""
    held = person(listed(date(2026, 1, 5)), left_on=date(2026, 11, 20))
    found = assess(RULES, calendar(), held, date(2026, 11, 23)).standing
    assert [(str(o.state), o.due, o.ended) for o in found] == [
        ("missed", FOUR_WEEKS, Explanation.NO_SUPERVISOR)
    ]


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_case_held_for_a_time(came: int, stayed: int, looked: int) -> None:
    """The earlier of the month, and of the four weeks where they were over while it was held, but never before it
    came."""
    since = MET - timedelta(20) + timedelta(came)
    until = since + timedelta(stayed)
    on = max(since, MET + DAY) + timedelta(looked)
    asked = max(FOUR_WEEKS, since) if since > MET else FOUR_WEEKS
    counts = asked <= until if on > until else True
    assert owed(person(listed(since, until)), on).due == (min(asked, MONTH) if counts else MONTH)
