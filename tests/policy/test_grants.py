"""Who may grant a longer interval for which case, what else the policy knows for it, and which events it asks about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cards.shared.derivation import sentence
from policy import events
from policy.assess import assess
from policy.deadlines import stepped
from policy.duties.decided import allowed, is_longer, kept_short, may_grant
from policy.explain import explain
from policy.facts import AllocationFact, CaseFacts, DiscussionFact, EventFact, Interval
from policy.loader import RuleSetError, load
from policy.periods import parse_period
from tests.policy.files import HEAD, calendar, shipped, small

CP = shipped("cambridgeshire-peterborough")
MANAGERS = {"group_manager", "service_manager"}

#: Categories and the worker's role, what is asked, and who may grant it: "" where nobody may.
GRANTS = [
    ("stable", "child_practitioner", "11 weeks", {"supervisor", *MANAGERS}),
    ("stable", "child_practitioner", "12 weeks", MANAGERS),
    ("stable", "child_practitioner", "13 weeks", set()),
    ("stable", "child_practitioner", "16 weeks", set()),
    ("", "child_practitioner", "6 weeks", set()),
    ("cin", "child_practitioner", "6 weeks", set()),
    ("cin stable", "child_practitioner", "6 weeks", set()),
    ("cin stable", "social_worker", "8 weeks", {"supervisor", *MANAGERS}),
    ("cin stable", "social_worker", "9 weeks", set()),
    ("in_care", "social_worker", "6 weeks", set()),
    ("in_care semi_stable", "social_worker", "8 weeks", MANAGERS),
    ("in_care semi_stable", "social_worker", "9 weeks", set()),
    ("in_care stable_matched", "social_worker", "12 weeks", MANAGERS),
    ("in_care stable_matched plo", "social_worker", "12 weeks", set()),
    ("child_protection stable", "social_worker", "6 weeks", set()),
]


@pytest.mark.parametrize(("categories", "worker", "every", "who"), GRANTS)
def test_who_may_grant(categories: str, worker: str, every: str, who: set[str]) -> None:
    case = ("social_care", frozenset(categories.split()), worker)
    tiers = may_grant(CP, *case, parse_period(every))
    assert {role for tier in tiers for role in tier.granted_by} == who


IN_TIME = Interval(
    1, parse_period("12 weeks"), date(2026, 11, 5), None, True, "group_manager", date(2026, 11, 10)
)
CONCERN = EventFact(1, "safeguarding_concern", date(2026, 11, 16), date(2026, 11, 17))


@pytest.mark.parametrize(
    ("categories", "change", "happened", "why"),
    [
        ("stable", {"granted_by": "supervisor"}, (), "wrong_role"),
        ("stable", {"recorded_on": None}, (), "not_recorded"),
        ("stable", {"until": date(2026, 11, 19)}, (), "expired"),
        ("stable", {"every": parse_period("13 weeks")}, (), "too_long"),
        ("stable", {}, (CONCERN,), "ended"),
        ("plo", {}, (), "not_offered"),
        ("stable", {}, (), None),
    ],
)
def test_a_grant_that_does_not_count_is_named_with_why(
    categories: str, change: dict[str, Any], happened: tuple[EventFact, ...], why: str | None
) -> None:
    facts = CaseFacts(
        1,
        "social_care",
        frozenset(categories.split()),
        AllocationFact(1, date(2026, 1, 12)),
        intervals=(replace(IN_TIME, **change),),
        events=happened,
    )
    found = [
        o for o in assess(CP, calendar(), facts, date(2026, 11, 20)).obligations if o.key.duty == "discuss"
    ]
    steps = {s.op: s for s in found[-1].derivation}
    said = steps.get("not_counted")
    assert (said.fact if said else None) == why
    assert ("longer" in steps) is (why is None)
    if why is None:
        assert steps["longer"].fact == "group_manager"
        assert sentence(steps["granted_until"]) == ("It holds until further notice",)


#: Last discussed on 7 October, so due by 4 November (every 4 weeks); 8 weeks would be 2 December.
LOOKED_AFTER = CaseFacts(
    1,
    "social_care",
    frozenset({"in_care", "semi_stable"}),
    AllocationFact(1, date(2026, 1, 12)),
    discussions=(DiscussionFact(1, 1, date(2026, 10, 7)),),
)
EIGHT = Interval(5, parse_period("8 weeks"), date(2026, 11, 9), None, True, "service_manager")
ELSEWHERE = EventFact(3, "safeguarding_concern", date(2026, 11, 20), None, date(2026, 11, 23))


Discussing = tuple[str, str, date | None, list[str]]


def discussing(facts: CaseFacts, on: date) -> list[Discussing]:
    """What stands of it: by which fact, its state, its day, and what happened to that."""
    told = ("was_late", "stays_late", "known_from")
    return [
        (str(o.key.fact), str(o.state), o.due, [s.op for s in o.derivation if s.op in told])
        for o in assess(CP, calendar(), facts, on).standing
        if o.key.duty == "discuss"
    ]


def test_what_was_late_when_a_longer_interval_was_granted_stays_on_record() -> None:
    facts = replace(LOOKED_AFTER, intervals=(EIGHT,))
    assert discussing(facts, date(2026, 11, 8)) == [("discussion:1", "running", date(2026, 11, 4), [])]
    missed: Discussing = ("authorisation:5", "missed", date(2026, 11, 4), [])
    for on in (date(2026, 11, 9), date(2026, 11, 30)):
        running = ("discussion:1", "running", date(2026, 12, 2), ["was_late"])
        assert discussing(facts, on) == [missed, running]
    again = replace(facts, discussions=(*facts.discussions, DiscussionFact(2, 2, date(2026, 12, 1))))
    assert discussing(again, date(2026, 12, 1)) == [
        missed,
        ("discussion:2", "running", date(2027, 1, 26), []),
    ]


def test_a_grant_of_the_day_of_the_discussion_holds_from_that_day() -> None:
    """Also where the case was late until that very day."""
    day = date(2026, 11, 9)
    held = replace(LOOKED_AFTER, discussions=(*LOOKED_AFTER.discussions, DiscussionFact(2, 2, day)))
    facts = replace(held, intervals=(replace(EIGHT, since=day),))
    for on in (day, day + timedelta(days=1)):
        assert discussing(facts, on)[-1] == ("discussion:2", "running", date(2027, 1, 4), [])


def test_what_was_not_late_when_it_was_granted_leaves_nothing() -> None:
    facts = replace(LOOKED_AFTER, intervals=(replace(EIGHT, since=date(2026, 11, 4)),))
    assert discussing(facts, date(2026, 11, 9)) == [("discussion:1", "running", date(2026, 12, 2), [])]


def test_a_grant_too_short_to_put_it_off_leaves_it_as_late_as_it_was() -> None:
    facts = replace(LOOKED_AFTER, intervals=(replace(EIGHT, since=date(2026, 12, 4)),))
    late: Discussing = ("discussion:1", "running", date(2026, 11, 4), ["stays_late"])
    assert discussing(facts, date(2026, 12, 5)) == [late]


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        ({"events": (ELSEWHERE,)}, date(2026, 11, 23)),  # the day from which it is known
        (
            {"intervals": (replace(EIGHT, since=date(2026, 11, 3), until=date(2026, 11, 20)),)},
            date(2026, 11, 21),
        ),
    ],
)
def test_what_ends_a_grant_makes_nothing_late_before_its_day(ends: dict[str, Any], due: date) -> None:
    granted = replace(LOOKED_AFTER, intervals=(replace(EIGHT, since=date(2026, 11, 3)),))
    facts = replace(granted, **ends)
    assert discussing(facts, due) == [("discussion:1", "running", due, ["known_from"])]
    assert discussing(facts, due + timedelta(days=9)) == [("discussion:1", "running", due, ["known_from"])]


def test_what_was_late_by_a_grant_stays_as_late_when_a_concern_ends_it() -> None:
    concern = ELSEWHERE._replace(on=date(2026, 12, 4), known_on=date(2026, 12, 7))
    facts = replace(LOOKED_AFTER, intervals=(EIGHT,), events=(concern,))
    late: Discussing = ("discussion:1", "running", date(2026, 12, 2), ["stays_late", "was_late"])
    assert discussing(facts, date(2026, 12, 8))[-1] == late


def test_a_number_that_the_council_filled_in_is_not_the_policys() -> None:
    rule = (
        '- {id: R1, title: Note, clause: "4", duty: note_gap, answers: supervisor, within: 5 working days, '
        "filled: within}\n"
    )
    rules = load(small(rule), "sample.yaml")
    row = rules.rules[0].rows[0]
    assert stepped("within", rules.rules[0], row).clause is None
    assert any("The council's own number" in line for line in explain(rules))
    with pytest.raises(RuleSetError, match="isn't set in this rule"):
        load(small(rule.replace("filled: within", "filled: every")), "sample.yaml")


def test_what_keeps_a_case_more_often_is_named() -> None:
    case = ("social_care", frozenset({"in_care", "stable_matched", "plo"}), "social_worker")
    rule = kept_short(CP, *case, parse_period("12 weeks"))
    assert rule
    assert rule.id == "C7"


def test_what_is_allowed_says_what_a_manager_would_have_to_judge_first() -> None:
    found = allowed(CP, "social_care", frozenset({"cin"}), "social_worker")
    assert [(str(a.tier.up_to), a.unless) for a in found] == [("8 weeks", ("stable",))]
    assert not allowed(CP, "social_care", frozenset({"cin"}), "child_practitioner")
    found = allowed(CP, "social_care", frozenset({"in_care", "semi_stable"}), "social_worker")
    assert [(str(a.tier.up_to), a.unless) for a in found] == [
        ("8 weeks", ()),
        ("12 weeks", ("stable_matched",)),
    ]


def test_what_the_policy_asks_already_is_not_longer() -> None:
    in_care = ("social_care", frozenset({"in_care", "semi_stable"}), "social_worker")
    assert not is_longer(CP, *in_care, parse_period("4 weeks"))
    assert is_longer(CP, *in_care, parse_period("5 weeks"))


TABLE = """\
rules:
  - id: R1
    title: By category
    clause: "1"
    duty: discuss
    answers: supervisor
    longer:
      - {up_to: 6 weeks, granted_by: [supervisor]}
      - {up_to: 12 weeks, granted_by: [team_manager], confirmed: true}
    rows:
      - {when: {none_of: [settled]}, every: 4 weeks}
      - {when: {all_of: [settled]}, every: 8 weeks}
"""
MORE = HEAD.replace("roles: {", "roles: {team_manager: Team manager, ")


@pytest.mark.parametrize(
    ("categories", "every", "who"),
    [
        (frozenset[str](), "6 weeks", ["supervisor", "team_manager"]),
        (frozenset[str](), "7 weeks", ["team_manager"]),
        (frozenset[str](), "13 weeks", []),
        (frozenset({"settled"}), "10 weeks", ["team_manager"]),
        (frozenset({"settled"}), "13 weeks", []),
    ],
)
def test_a_tables_tiers_are_every_rows(categories: frozenset[str], every: str, who: list[str]) -> None:
    rules = load(MORE + TABLE, "sample.yaml")
    found = may_grant(rules, "adoption", categories, "social_worker", parse_period(every))
    assert [role for tier in found for role in tier.granted_by] == who


def test_a_row_has_no_tier_that_reaches_no_further_than_itself() -> None:
    _, settled = load(MORE + TABLE, "sample.yaml").rules[0].rows
    assert [str(tier.up_to) for tier in settled.longer] == ["12 weeks"]


def test_a_row_with_tiers_of_its_own_has_those_alone() -> None:
    own = TABLE.replace("every: 8 weeks", "every: 8 weeks, longer: [{up_to: 9 weeks}]")
    _, settled = load(MORE + own, "sample.yaml").rules[0].rows
    assert [str(tier.up_to) for tier in settled.longer] == ["9 weeks"]


def test_a_tables_tiers_read_back_once() -> None:
    assert explain(load(MORE + TABLE, "sample.yaml"), "R1")[1:5] == [
        "    Not settled: the supervisor discusses the case in full at least every 4 weeks.",
        "    Settled: the supervisor discusses the case in full at least every 8 weeks.",
        "    Longer, where that is more: up to 6 weeks, if granted by the supervisor.",
        "    Longer, where that is more: up to 12 weeks, if granted by a Team manager, once the supervisor confirms "
        "that it is on the supervision record.",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("[team_manager]", "[team_manger]", "longer.2.granted_by: 'team_manger' is not in the vocabulary"),
        ("up_to: 12 weeks", "up_to: 5 weeks", "longer.2.up_to: write the tiers from the shortest"),
        ("up_to: 6 weeks", "up_to: 2 weeks", "longer.1.up_to: this is no longer than any row's own interval"),
    ],
)
def test_a_tables_wrong_tier_is_named_where_it_stands(right: str, wrong: str, said: str) -> None:
    with pytest.raises(RuleSetError) as raised:
        load(MORE + TABLE.replace(right, wrong), "sample.yaml")
    assert [f"rules.R1.{said}" in str(fault) for fault in raised.value.faults] == [True]


def test_only_events_that_a_rule_names_are_asked_about() -> None:
    assert events.happened(CP) == ("safeguarding_concern",)
    assert events.to_come(shipped("southwark")) == ("review", "meeting", "court_hearing")
    for name in ("central-bedfordshire", "york", "multi-agency"):
        assert not (*events.happened(shipped(name)), *events.to_come(shipped(name)))


def test_a_mark_is_a_word_of_the_vocabulary() -> None:
    marks = "  judged: [setled]\n  safeguarding: [concern]\n"
    rule = "rules: [{id: R1, title: T, clause: '1', duty: supervise, answers: supervisor, every: 1 month}]\n"
    with pytest.raises(RuleSetError) as raised:
        load(HEAD + marks + rule)
    assert [str(f) for f in raised.value.faults] == [
        "line 10: vocabulary.judged: 'setled' is not in the vocabulary; did you mean 'settled'?",
        "line 11: vocabulary.safeguarding: 'concern' is not in the vocabulary",
    ]
