"""What a policy asks of people, so that nothing else is offered."""

from __future__ import annotations

from policy import events
from policy.ruleset import Duty, RuleSet


def events_asked_about(rules: RuleSet) -> tuple[str, ...]:
    """The events that the policy's rules name, in the vocabulary's order."""
    named = {*events.to_come(rules), *events.happened(rules)}
    return tuple(e for e in rules.vocabulary.events if e in named)


def knows_milestones(rules: RuleSet) -> bool:
    """Whether anything of this kind is asked, or recorded, of anybody."""
    return rules.has(Duty.MILESTONE) or bool(rules.events_of_people)
