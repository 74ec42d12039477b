"""What each duty asks, beyond the worked examples in the rule file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from policy.assess import assess
from policy.facts import (
    AllocationFact,
    CaseFacts,
    DiscussionFact,
    Facts,
    Interval,
)
from policy.obligations import Obligation, State, Waiting, days_left, is_overdue
from policy.periods import Period, Unit
from policy.ruleset import RuleSet
from tests.policy.files import calendar, shipped

FORTNIGHT = Period(2, Unit.WEEK)


def found(facts: Facts, on: date, duty: str, rules: RuleSet | None = None) -> list[Obligation]:
    rules = rules or shipped()
    return [o for o in assess(rules, calendar(), facts, on).obligations if o.key.duty == duty]


def opened(facts: Facts, on: date, duty: str, rules: RuleSet | None = None) -> Obligation:
    [one] = [o for o in found(facts, on, duty, rules) if o.is_open]
    return one


# Cases


def case(*discussed: date, service: str = "adoption", **more: Any) -> CaseFacts:
    talks = tuple(DiscussionFact(n, n, day) for n, day in enumerate(discussed, 1))
    given = {"categories": frozenset[str](), "first_allocated": AllocationFact(7, date(2026, 1, 5)), **more}
    return CaseFacts(1, service, discussions=talks, **given)


def test_each_discussion_meets_the_one_before_it_and_starts_the_next() -> None:
    chain = found(case(date(2026, 3, 2), date(2026, 4, 30)), date(2026, 5, 1), "discuss")
    assert [(str(o.key.fact), str(o.state), str(o.met_by or "")) for o in chain] == [
        ("allocation:7", "met", "discussion:1"),
        ("discussion:1", "met", "discussion:2"),
        ("discussion:2", "running", ""),
    ]
    assert chain[-1].due == date(2026, 6, 30)


def test_only_a_full_discussion_counts() -> None:
    facts = case(date(2026, 3, 2))
    facts = replace(
        facts, discussions=(*facts.discussions, DiscussionFact(9, 9, date(2026, 4, 1), full=False))
    )
    assert opened(facts, date(2026, 4, 2), "discuss").due == date(2026, 5, 2)


def test_reallocated_the_last_discussion_still_counts() -> None:
    facts = case(date(2026, 3, 2), worker_id=5)
    assert opened(replace(facts, worker_id=6), date(2026, 4, 2), "discuss").due == date(2026, 5, 2)


def test_a_case_that_is_closed_or_not_allocated_asks_nothing() -> None:
    on = date(2026, 4, 2)
    assert not assess(shipped(), calendar(), case(first_allocated=None), on).obligations
    late = assess(shipped(), calendar(), case(closed_on=on), on).obligations
    assert [(o.state, o.due) for o in late] == [(State.MISSED, date(2026, 3, 5))]
    assert not assess(shipped(), calendar(), case(date(2026, 4, 1), closed_on=on), on).standing
    still = assess(shipped(), calendar(), case(closed_on=on + timedelta(1)), on)
    assert still.obligations
    assert still.holds_until == on + timedelta(1)


@pytest.mark.parametrize(
    ("interval", "due"),
    [
        (Interval(1, FORTNIGHT, date(2026, 3, 1)), date(2026, 3, 16)),
        (Interval(1, FORTNIGHT, date(2026, 3, 20)), date(2026, 3, 20)),  # never due before it was decided
        (Interval(1, FORTNIGHT, date(2026, 3, 1), date(2026, 3, 24)), date(2026, 5, 2)),  # it has ended
        (Interval(1, FORTNIGHT, date(2026, 3, 1), date(2026, 3, 25)), date(2026, 3, 16)),  # its last day
        (Interval(1, FORTNIGHT, date(2026, 3, 26)), date(2026, 5, 2)),  # it has not begun
        (Interval(1, FORTNIGHT, date(2026, 3, 1), less_often=True), date(2026, 5, 2)),
        (Interval(1, Period(6, Unit.MONTH), date(2026, 3, 1)), date(2026, 5, 2)),  # it never lengthens
    ],
)
def test_a_managers_decision_to_discuss_more_often(interval: Interval, due: date) -> None:
    facts = case(date(2026, 3, 2), intervals=(interval,))
    assert opened(facts, date(2026, 3, 25), "discuss").due == due


def test_a_managers_decision_gives_a_day_where_the_policy_has_no_rule() -> None:
    facts = case(date(2026, 3, 2), service="leaving_care")
    assert opened(facts, date(2026, 3, 5), "discuss").waiting_for is Waiting.NO_RULE
    decided = replace(facts, intervals=(Interval(1, FORTNIGHT, date(2026, 3, 1)),))
    assert opened(decided, date(2026, 3, 5), "discuss").due == date(2026, 3, 16)


def test_the_derivation_names_the_rule_that_was_later() -> None:
    steps = opened(case(date(2026, 3, 2), service="early_help"), date(2026, 3, 5), "discuss").derivation
    assert [(s.op, s.rule, s.result) for s in steps] == [
        ("start", None, None),
        ("every", "B10", date(2026, 3, 30)),
        ("target", "B10", date(2026, 3, 23)),
        ("later", "B9", date(2026, 4, 2)),
    ]


@pytest.mark.parametrize("months", [None, 0, 7])
def test_how_often_the_plan_is_reviewed_is_asked_beside_any_date(months: int | None) -> None:
    facts = case(
        service="children_with_disabilities",
        categories=frozenset({"short_breaks", "parent_carer_assessment"}),
        plan_every_months=months,
    )
    one = opened(facts, date(2026, 3, 5), "discuss")
    assert (one.waiting_for, one.due) == (Waiting.PLAN_INTERVAL, date(2027, 1, 5))
    assert [(s.op, s.fact, s.rule) for s in one.derivation[-1:]] == [("waits", "plan_interval", "B9")]


def test_the_plan_of_a_short_breaks_case_is_not_asked_after() -> None:
    facts = case(service="children_with_disabilities", categories=frozenset({"short_breaks"}))
    assert not found(facts, date(2026, 3, 5), "review_plan")


def test_a_due_day_is_whole() -> None:
    due = date(2026, 11, 27)
    assert not is_overdue(due, due)
    assert is_overdue(due, date(2026, 11, 28))
    assert days_left(due, date(2026, 11, 30)) == -3
    assert not is_overdue(None, due)


def test_what_a_case_was_discussed_before_is_worked_out_when_it_is_asked_for() -> None:
    """A case of years has hundreds; to see that nothing changed nobody reads them."""
    talks = tuple(DiscussionFact(n, n, date(2024, 1, 1) + timedelta(days=20 * n)) for n in range(1, 50))
    found = assess(shipped(), calendar(), replace(case(), discussions=talks), date(2026, 11, 16))
    assert len([o for o in found.standing if o.key.duty == "discuss"]) == 1
    assert len([o for o in found.obligations if o.key.duty == "discuss"]) == 50
