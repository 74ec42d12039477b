"""Whatever a policy says stands under a topic of ``policy``."""

from __future__ import annotations

from pathlib import Path

import pytest

import policy
from bot.settings import rules_text
from handlers.answers.policy import TOPICS, policy_entries
from policy.loader import load

SHIPPED = sorted(p.stem for p in Path(policy.__file__).with_name("rulesets").glob("*.yaml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_each_rule_form_and_word_of_guidance_has_a_topic(name: str) -> None:
    """The acknowledging of cases, which one policy alone asks for, could be read nowhere."""
    rules = load(*rules_text(name))
    said = {entry.title for topic in TOPICS.values() for entry in policy_entries(rules, topic)}
    every = {one.title for some in (rules.rules, rules.parts, rules.guidance) for one in some}
    assert not every - said
