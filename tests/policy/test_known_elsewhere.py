"""What another system alone knows of is taken as that: whatever shape a rule has, its derivation says who said it."""

from __future__ import annotations

from datetime import date

import pytest

from cards.shared.derivation import sentence
from policy.assess import assess
from policy.facts import (
    AllocationFact,
    CaseFacts,
    DiscussionFact,
    Held,
    PersonFacts,
    RelationshipFact,
    SessionKind,
)
from policy.obligations import Obligation
from policy.periods import parse_period
from policy.ruleset import RuleSet
from tests.policy.files import calendar, loaded, shipped

TODAY = date(2026, 11, 24)
SAID = "The last supervision, by the staff system, was on "
LINE = (RelationshipFact(1, 2, date(2019, 3, 4)),)
AGREED = (RelationshipFact(1, 2, date(2019, 3, 4), more_often=parse_period("2 weeks")),)


def _whys(rules: RuleSet, facts: PersonFacts | CaseFacts, duty: str, on: date = TODAY) -> list[str]:
    """What the derivation of the open one says, a step each."""
    every = assess(rules, calendar(), facts, on).obligations
    [one] = [o for o in every if o.is_open and o.key.kind_of_duty == duty]
    return _words(one)


def _words(one: Obligation) -> list[str]:
    return ["".join(str(part) for part in sentence(step)) for step in one.derivation]


def _rule(shape: str) -> RuleSet:
    return loaded(f'- {{id: R1, title: One, clause: "1", duty: supervise, answers: supervisor, {shape}}}\n')


def _person(*held: Held, role: str = "social_worker", began: date = date(2026, 10, 1)) -> PersonFacts:
    return PersonFacts(1, role, date(2019, 3, 4), began, relationships=LINE, held=held)


#: Of Monday 9 November 2026.
KNOWN = Held(7, None, date(2026, 11, 9), 0)
IN_SESSION = Held(8, SessionKind.CASE, date(2026, 11, 9), 60)
SHAPES = {
    "every so often": "every: 4 weeks",
    "once in each month": "in_each: calendar month",
    "twice in each month": "in_each: calendar month, at_least: 2",
    "so many minutes in each": "in_each: calendar month, in_total: 3 hours",
    "once in each quarter": "in_each: calendar quarter",
    "in phases": "phases: [{until: 6 months, every: 2 weeks}, {in_each: calendar month}]",
    "in phases with a length": "phases: [{until: 9 years, every: 4 weeks, minutes: 90}, {every: 8 weeks}]",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_supervision_says_that_the_day_is_the_staff_systems(shape: str) -> None:
    said = f"{SAID}Monday 9 November 2026"
    whys = _whys(_rule(shape), _person(KNOWN), "supervise")
    assert whys.count(said) == 1, whys
    assert not any("staff system" in one for one in _whys(_rule(shape), _person(IN_SESSION), "supervise"))


def test_an_agreement_counts_from_it_and_says_so() -> None:
    facts = PersonFacts(1, "social_worker", date(2019, 3, 4), date(2026, 10, 1), held=(KNOWN,))
    agreed = PersonFacts(
        1, "social_worker", date(2019, 3, 4), date(2026, 10, 1), relationships=AGREED, held=(KNOWN,)
    )
    for one in (facts, agreed):
        assert _whys(_rule("every: 4 weeks"), one, "supervise")[0] == f"{SAID}Monday 9 November 2026"


def test_a_length_that_nobody_knows_is_of_that_supervision() -> None:
    whys = _whys(_rule(SHAPES["in phases with a length"]), _person(KNOWN), "supervise")
    assert "How long that supervision lasted is not known: it is taken as long enough" in whys
    session = IN_SESSION._replace(minutes=0)
    whys = _whys(_rule(SHAPES["in phases with a length"]), _person(session), "supervise")
    assert "How long that session lasted is not known: it is taken as long enough" in whys


def test_what_is_history_was_so_by_the_staff_system() -> None:
    """Due again long before the bot began."""
    old = _person(KNOWN._replace(on=date(2026, 3, 2)))
    whys = _whys(_rule("every: 4 weeks"), old, "supervise")
    assert any(one.startswith(f"{SAID}Monday 2 March 2026. The next was due") for one in whys), whys
    held = _person(IN_SESSION._replace(on=date(2026, 3, 2)))
    whys = _whys(_rule("every: 4 weeks"), held, "supervise")
    assert any(one.startswith("The last was held on Monday 2 March 2026. The next") for one in whys), whys


@pytest.mark.parametrize("role", ["team_manager", "head_of_service", "social_worker"])
def test_a_months_supervision_under_central_bedfordshires_policy(role: str) -> None:
    """B5, B7 and B8: the month is met, and December's says by what."""
    whys = _whys(shipped(), _person(KNOWN, role=role), "supervise")
    assert whys[0] == "For the calendar month that begins on Tuesday 1 December 2026"
    assert whys[2] == f"{SAID}Monday 9 November 2026"


def test_of_several_in_one_month_each_that_counts_is_told_apart() -> None:
    other = KNOWN._replace(session_id=9, on=date(2026, 11, 17))
    whys = _whys(_rule("in_each: calendar month, in_total: 6 hours"), _person(IN_SESSION, other), "supervise")
    assert [one for one in whys if "staff system" in one] == [f"{SAID}Tuesday 17 November 2026"]
    assert "So far: 150 minutes (1 of unknown length, taken as usual)" in whys


def test_once_a_session_is_held_since_nothing_rests_on_it() -> None:
    later = IN_SESSION._replace(on=date(2026, 12, 1))
    whys = _whys(_rule("in_each: calendar month"), _person(KNOWN, later), "supervise", date(2026, 12, 2))
    assert not any("staff system" in one for one in whys)


# Cases

OF_CASES = {
    ("discuss", "every: 4 weeks"): "The case was last discussed, by the case system, on ",
    ("discuss", "in_each: calendar month"): "The case was last discussed, by the case system, on ",
    ("discuss", "in_each: calendar quarter"): "The case was last discussed, by the case system, on ",
    ("review_plan", "every: 3 months"): "The plan was last reviewed, by the case system, on ",
    ("review_plan", "in_each: calendar quarter"): "The plan was last reviewed, by the case system, on ",
}


@pytest.mark.parametrize(("duty", "shape"), OF_CASES)
def test_a_case_says_that_the_day_is_the_case_systems(duty: str, shape: str) -> None:
    text = f'- {{id: R1, title: One, clause: "1", duty: {duty}, answers: supervisor, {shape}}}\n'
    first = AllocationFact(1, date(2026, 3, 3))
    on, said = date(2026, 11, 9), OF_CASES[duty, shape]
    for session, times in ((None, 1), (4, 0)):
        discussed = (DiscussionFact(5, session, on, plan_reviewed=True),)
        facts = CaseFacts(
            1, "adoption", frozenset(), first, 2, discussions=discussed, bot_started=date(2026, 10, 1)
        )
        assert _whys(loaded(text), facts, duty).count(f"{said}Monday 9 November 2026") == times
