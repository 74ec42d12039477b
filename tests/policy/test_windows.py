"""The life of a window: one open key, what went by counted in it, and what was missed kept with its explanation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from policy.assess import assess
from policy.facts import (
    Away,
    Cancellation,
    Held,
    MilestoneFact,
    PersonFacts,
    Postponed,
    Reason,
    RelationshipFact,
    SessionKind,
)
from policy.obligations import Explanation, Obligation, State, Waiting, Withdrawal
from policy.posts import Post
from policy.ruleset import RuleSet
from policy.versions import RuleBook
from tests.policy.files import calendar, loaded, shipped

OCTOBER = date(2026, 10, 1)


def held(*days: date, minutes: int = 90) -> tuple[Held, ...]:
    return tuple(Held(n, SessionKind.CASE, day, minutes) for n, day in enumerate(days, 1))


def person(*days: date, **more: Any) -> PersonFacts:
    given = {"employed_from": date(2019, 3, 4), "bot_started": OCTOBER, "held": held(*days), **more}
    return PersonFacts(1, given.pop("role", "social_worker"), **given)


def found(
    facts: PersonFacts, on: date, duty: str = "supervise", rules: RuleSet | None = None
) -> list[Obligation]:
    every = assess(rules or shipped(), calendar(), facts, on).obligations
    return [o for o in every if o.key.duty == duty]


def missed(facts: PersonFacts, on: date, duty: str = "supervise") -> list[tuple[str, object]]:
    return [(o.key.fact.id, o.ended) for o in found(facts, on, duty) if o.state is State.MISSED]


def open_(facts: PersonFacts, on: date, duty: str = "supervise", rules: RuleSet | None = None) -> Obligation:
    [one] = [o for o in found(facts, on, duty, rules) if o.is_open]
    return one


def went_by(one: Obligation) -> list[date | None]:
    return [s.on for s in one.derivation if s.op == "went_by"]


def test_last_held_in_october_and_asked_in_march_it_is_november_that_is_overdue() -> None:
    one = open_(person(date(2026, 10, 6)), date(2027, 3, 1))
    assert (one.key.fact.id, one.due) == ("2026-11", date(2026, 11, 30))
    assert went_by(one) == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]


def test_a_session_meets_its_own_month_and_closes_the_earlier_ones_as_missed() -> None:
    facts = person(date(2026, 10, 6), date(2027, 1, 12))
    assert open_(facts, date(2027, 1, 20)).key.fact.id == "2027-02"
    assert missed(facts, date(2027, 1, 20)) == [
        ("2026-11", Explanation.NO_SUPERVISOR),
        ("2026-12", Explanation.NO_SUPERVISOR),
    ]


def test_a_session_noted_later_meets_what_was_missed() -> None:
    before = person(date(2026, 10, 6), date(2027, 1, 12))
    after = person(date(2026, 10, 6), date(2026, 11, 27), date(2027, 1, 12))
    assert [i for i, _ in missed(before, date(2027, 1, 20))] == ["2026-11", "2026-12"]
    assert [i for i, _ in missed(after, date(2027, 1, 20))] == ["2026-12"]


LINE = (RelationshipFact(1, 2, date(2019, 3, 4)),)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, Explanation.NONE),
        ({"relationships": ()}, Explanation.NO_SUPERVISOR),
        ({"relationships": (RelationshipFact(1, 2, date(2026, 12, 1)),)}, Explanation.NO_SUPERVISOR),
        ({"away": (Away(date(2026, 11, 2), date(2026, 11, 30)),)}, Explanation.AWAY),  # the 1st is a Sunday
        (
            {"away": (Away(date(2026, 9, 1), date(2026, 11, 10)), Away(date(2026, 11, 11), None))},
            Explanation.NONE,
        ),
        ({"away": (Away(date(2026, 11, 3), date(2026, 11, 30)),)}, Explanation.NONE),  # a Monday at work
        (
            {
                "away": (
                    Away(date(2026, 9, 1), date(2026, 11, 10)),
                    Away(date(2026, 11, 11), date(2026, 12, 3)),
                )
            },
            Explanation.AWAY,
        ),
    ],
)
def test_what_explains_a_month_that_was_missed(more: dict[str, Any], why: Explanation) -> None:
    facts = person(date(2026, 10, 6), date(2026, 12, 4), **{"relationships": LINE, **more})
    if more.get("away", (Away(OCTOBER, OCTOBER),))[-1].last is None:
        facts = replace(facts, away=(facts.away[0],))
    assert missed(facts, date(2026, 12, 7)) == [("2026-11", why)]


def made_up_on(day: date) -> Postponed:
    cancelled = Cancellation(date(2026, 11, 26), Reason.WORK)
    return Postponed(SessionKind.CASE, date(2026, 11, 27), cancelled, day)


@pytest.mark.parametrize(
    ("day", "why"), [(date(2026, 12, 3), Explanation.REBOOKED), (date(2026, 12, 4), Explanation.NONE)]
)
def test_made_up_for_inside_the_limit(day: date, why: Explanation) -> None:
    facts = person(date(2026, 10, 6), day, relationships=LINE, postponed=(made_up_on(day),))
    assert missed(facts, date(2026, 12, 7)) == [("2026-11", why)]


def test_a_month_away_throughout_is_closed_without_ever_being_overdue() -> None:
    leave = (Away(date(2026, 10, 19), None),)
    facts = person(date(2026, 10, 6), away=leave, relationships=LINE)
    assert open_(facts, date(2026, 11, 30)).key.fact.id == "2026-11"
    one = open_(facts, date(2027, 1, 15))
    assert (one.key.fact.id, one.due, went_by(one)) == ("2027-01", date(2027, 1, 31), [])
    assert missed(facts, date(2027, 1, 15)) == [("2026-11", Explanation.AWAY), ("2026-12", Explanation.AWAY)]


def test_of_leave_whose_end_is_known_the_month_of_the_return_is_asked() -> None:
    leave = (Away(date(2026, 10, 19), date(2027, 1, 31)),)
    facts = person(date(2026, 10, 6), away=leave, relationships=LINE)
    assert open_(facts, date(2026, 11, 10)).key.fact.id == "2027-02"
    assert missed(facts, date(2026, 11, 10)) == []


def test_an_audit_done_late_meets_the_earliest_month_that_is_open() -> None:
    audits = (MilestoneFact(1, "case_audit", date(2026, 12, 2)),)
    facts = person(role="team_manager", milestones=audits)
    one = open_(facts, date(2026, 12, 10), "milestone:case_audit")
    assert (one.key.fact.id, went_by(one)) == ("2026-11", [])
    assert missed(facts, date(2026, 12, 10), "milestone:case_audit") == []
    [met] = [o for o in found(facts, date(2026, 12, 10), "milestone:case_audit") if o.state is State.MET]
    assert (met.key.fact.id, met.met_on) == ("2026-10", date(2026, 12, 2))


def test_whoever_leaves_keeps_on_record_what_was_missed() -> None:
    facts = person(date(2026, 10, 6), left_on=date(2027, 1, 8), relationships=LINE)
    assert missed(facts, date(2027, 1, 9)) == [("2026-11", Explanation.NONE), ("2026-12", Explanation.NONE)]
    assert not [o for o in found(facts, date(2027, 1, 9)) if o.is_open]


def test_a_month_owed_before_a_promotion_is_owed_after_it() -> None:
    posts = (Post(date(2019, 3, 4), "social_worker"), Post(date(2027, 1, 11), "team_manager"))
    facts = person(date(2026, 10, 6), role="team_manager", posts=posts)
    one = open_(facts, date(2027, 2, 15))
    assert (one.rule, one.key.fact.id) == ("B5", "2026-11")
    assert went_by(one) == [date(2026, 12, 1), date(2027, 1, 1)]


def test_nothing_is_asked_by_a_rule_of_the_time_before_it_applied() -> None:
    posts = (Post(date(2019, 3, 4), "student"), Post(date(2027, 1, 11), "social_worker"))
    late = open_(person(date(2026, 10, 6), posts=posts), date(2027, 1, 15))
    assert (late.due, went_by(late)) == (date(2026, 10, 13), [])  # as a student, who is seen weekly
    in_time = person(date(2026, 10, 6), date(2027, 1, 5), posts=posts)
    assert open_(in_time, date(2027, 1, 15)).key.fact.id == "2027-02"
    assert missed(in_time, date(2027, 1, 15)) == []


def test_a_session_is_judged_by_the_rule_that_held_when_it_took_place() -> None:
    start = date(2026, 10, 28)
    facts = person(employed_from=start, asye_from=start, asye_until=date(2026, 11, 3), bot_started=start)
    facts = replace(facts, held=held(date(2026, 11, 2), minutes=60))
    assert (
        open_(facts, date(2026, 11, 9)).key.fact.id == "2026-11"
    )  # 60 of 90 minutes on the ASYE, and so now
    longer = replace(facts, held=held(date(2026, 11, 2)))
    assert open_(longer, date(2026, 11, 9)).key.fact.id == "2026-12"


def test_what_does_not_count_is_named() -> None:
    start = date(2026, 9, 7)
    facts = person(employed_from=start, asye_from=start, bot_started=start)
    facts = replace(facts, held=held(date(2026, 9, 21), minutes=60))
    steps = [s for s in open_(facts, date(2026, 9, 22)).derivation if s.op == "passed_over"]
    assert [(s.fact, s.on, s.amount) for s in steps] == [("minutes", date(2026, 9, 21), "60 of 90 minutes")]


def test_what_did_not_count_is_named_after_a_change_of_role_too() -> None:
    posts = (Post(date(2015, 3, 4), "team_manager"), Post(date(2026, 12, 1), "social_worker"))
    by_colleague = (Held(1, SessionKind.CASE, date(2026, 10, 12), 60, 9, "team_manager"),)
    facts = replace(person(posts=posts), held=by_colleague)
    one = open_(facts, date(2026, 12, 2))
    steps = [(s.fact, s.on) for s in one.derivation if s.op == "passed_over"]
    assert (one.rule, steps) == ("B7", [("held_by", date(2026, 10, 12))])


def test_no_clock_is_said_to_have_started_while_what_starts_it_is_unknown() -> None:
    rules = loaded(
        '- {id: R1, title: One, clause: "1", duty: supervise, answers: supervisor, starts: asye, '
        "when: {role: social_worker}, every: 4 weeks}\n"
    )
    one = open_(person(), date(2026, 11, 2), rules=rules)
    assert (one.waiting_for, [s.op for s in one.derivation]) == (Waiting.EVENT, ["none"])
    other = open_(person(role="student"), date(2026, 11, 2), rules=rules)
    assert (other.waiting_for, [s.op for s in other.derivation]) == (Waiting.NO_RULE, ["none"])


def test_what_was_past_when_the_bot_began_is_said_and_not_asked() -> None:
    rules = loaded(
        '- {id: R1, title: One, clause: "1", duty: milestone, what: seen, answers: supervisor, within: 6 weeks}\n'
    )
    [one] = found(person(), date(2026, 10, 2), "milestone:seen", rules)
    assert (one.state, one.ended, one.due) == (State.WITHDRAWN, Withdrawal.BEFORE_BOT, date(2019, 4, 15))


MONTHLY = (
    '- {id: R1, title: One, clause: "1", duty: supervise, answers: supervisor, in_each: calendar month}\n'
)


@cache
def two_versions() -> RuleBook:
    """Monthly, and from 16 November twice in each month."""
    first = loaded(MONTHLY)
    second = loaded(MONTHLY.replace("month}", "month, at_least: 2}"))
    return RuleBook([first, second.model_copy(update={"version": "2", "in_force_from": date(2026, 11, 16)})])


def test_a_window_is_asked_by_the_version_of_its_first_day() -> None:
    facts = person(date(2026, 10, 6), date(2026, 11, 3), role="student")
    [one] = [o for o in two_versions().assess(calendar(), facts, date(2026, 12, 1)).obligations if o.is_open]
    assert (one.key.fact.id, one.version) == ("2026-12", "2")


def test_windows_of_a_new_version_are_counted_inside_one_still_open() -> None:
    facts = person(date(2026, 10, 6), role="student")
    [one] = [o for o in two_versions().assess(calendar(), facts, date(2027, 1, 4)).obligations if o.is_open]
    assert (one.key.fact.id, one.version, went_by(one)) == ("2026-11", "1", [date(2026, 12, 1)])
