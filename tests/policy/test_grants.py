"""Who may grant a longer interval for which case, what else the policy knows for it, and which events it asks about."""

from __future__ import annotations

import pytest

from policy import events
from policy.duties.decided import allowed, is_longer, kept_short, may_grant
from policy.loader import RuleSetError, load
from policy.periods import parse_period
from tests.policy.files import HEAD, shipped

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
