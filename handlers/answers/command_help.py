"""Help that fits one screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cards.answers import command_help as cards_help
from cards.answers.asks import Help
from cards.commands import COMMANDS
from handlers.shared.base import Reply, Request
from handlers.shared.meetings import guidance
from handlers.shared.policy_features import events_asked_about, knows_milestones
from policy.ruleset import AGREEMENT, Duty, GuidancePoint, RuleSet
from storage.work import Work


def show_help(request: Request[Help], work: Work) -> Reply:
    """Every command with what it does, and whom the policy covers."""
    asked = [command for command in COMMANDS.values() if _is_known(work.rules, command.usage)]
    usages = [(command.usage, command.meaning) for command in asked]
    return Reply(cards_help.commands(request.ask.before, usages, guidance(work, GuidancePoint.HELP)))


def _is_known(rules: RuleSet, usage: str) -> bool:
    """What a policy doesn't know isn't offered."""
    asks = ASKS.get(usage.partition(" ")[0])
    return asks is None or asks(rules)


def _knows_another_body(rules: RuleSet) -> bool:
    rows = [row for rule in rules.asking(Duty.SUPERVISE) for row in rule.rows]
    return any(row.yields_to not in (None, AGREEMENT) for row in rows)


#: What a rule set must know for a command to make sense; of the others each makes sense everywhere.
ASKS: Final[Mapping[str, Callable[[RuleSet], bool]]] = {
    "event": lambda rules: bool(events_asked_about(rules)),
    "judge": lambda rules: bool(rules.vocabulary.judged),
    "interval": lambda rules: rules.has(Duty.DISCUSS),
    "agreement": lambda rules: rules.knows_agreements,
    "done": knows_milestones,
    "group": lambda rules: rules.knows_groups,
    "decision": lambda rules: rules.has(Duty.RECORD_DECISION),
    "audit": lambda rules: bool(rules.part("audit")),
    "disclosed": lambda rules: rules.disclosing is not None,
    "frequency": _knows_another_body,
}
