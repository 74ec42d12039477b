"""A rule file with a fault is refused in a sentence: line, key, what was expected, the nearest word."""

from __future__ import annotations

import pytest

from cards.preparing import prepare
from policy import shown
from policy.loader import RuleSetError, load
from policy.ruleset import UNBUILT
from tests.policy.files import SHIPPED, small
from tests.policy.rule_file_faults import FAULTS, RULE, altered


def sentences(text: str) -> list[str]:
    with pytest.raises(RuleSetError) as raised:
        load(text, "sample.yaml")
    return [str(f) for f in raised.value.faults]


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_is_said_in_a_sentence(fault: str) -> None:
    text, expected = FAULTS[fault]
    assert sentences(text) == expected


def test_the_loader_takes_as_many_prompts_as_the_form_for_preparing_has() -> None:
    assert len(prepare.PROMPTS) == shown.PROMPTS


def test_a_policy_about_people_alone_needs_no_words_for_cases() -> None:
    text = small(RULE)
    about_people = "".join(
        line for line in text.splitlines(True) if not line.startswith(("  services:", "  categories:"))
    )
    assert load(about_people, "sample.yaml").vocabulary.services == {}


def test_the_error_names_the_file() -> None:
    with pytest.raises(RuleSetError, match=r"^sample.yaml: line 1: a rule set is"):
        load("", "sample.yaml")


def test_every_fault_is_found_at_once() -> None:
    text = small(RULE.replace("duty", "dutie") + RULE.replace("R1", "R2").replace("month", "mnth"))
    assert len(sentences(text)) == 3


@pytest.mark.parametrize("shape", UNBUILT)
def test_a_shape_not_built_yet_is_refused_by_its_name(shape: str) -> None:
    text = altered("in_each: calendar month", f"every: 4 weeks\n  {shape}: something")
    expected = f"the shape '{shape}' ({UNBUILT[shape]}) is not built yet; see docs/rule-language.md"
    assert sentences(text) == [f"line 18: rules.R1.{shape}: {expected}"]


def test_one_word_may_stand_for_a_list_in_a_condition() -> None:
    assert load(small(RULE)).rules[0].when.role == ("social_worker",)


def test_what_has_no_duty_of_its_own_is_a_milestone() -> None:
    said = [sentences(altered("duty: supervise", f"duty: {word}"))[0] for word in ("audit", "escalate")]
    assert said[0].endswith("; did you mean 'milestone'?")
    assert said[1].endswith("such as an audit or a training, is 'milestone' with 'what'")


def test_one_word_may_stand_for_a_list_of_words() -> None:
    one = load(small(RULE + "  counts: group\n  held_by: social_worker\n  blanks: How many.\n")).rules[0]
    assert (one.rows[0].counts, one.rows[0].held_by, one.blanks) == (
        ("group",),
        ("social_worker",),
        ("How many.",),
    )


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert load("\ufeff" + text.replace("\n", "\r\n")) == load(text)
