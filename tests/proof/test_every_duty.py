"""What a rule set may ask, the bot can say: each duty has its words in a list, in a message and in ``explain``."""

from __future__ import annotations

import pytest

from cards.shared.duty_words import WORDS
from handlers.notices import NOTICES
from policy.ruleset import Duty
from tests.policy.files import COUNCILS, shipped

#: Worded by the title of the rule that asks for it.
BY_TITLE = {Duty.MILESTONE}


@pytest.mark.parametrize("duty", list(Duty))
def test_a_duty_can_be_told_and_listed(duty: Duty) -> None:
    """Under whatever rule set practice nudges it: a nudge without a teller would fail as it is sent."""
    assert duty in NOTICES
    assert duty in WORDS or duty in BY_TITLE


@pytest.mark.parametrize("name", COUNCILS)
def test_what_a_shipped_rule_set_nudges_has_a_teller(name: str) -> None:
    rules = shipped(name)
    duties = {rule.id: rule.duty for rule in rules.every_rule}
    nudged = {str(duties.get(key, key)) for key in rules.practice.nudges}
    assert nudged <= NOTICES.keys()
