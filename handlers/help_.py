"""Help that fits one screen."""

from __future__ import annotations

from collections.abc import Mapping

from cards.model import Bullets, Card, Note, Strong
from handlers.base import Outcome, Reply, Request
from handlers.event import asked_about
from policy.ruleset import AGREEMENT, Duty, Moment, RuleSet
from storage.work import Work


def help_(request: Request, work: Work) -> Outcome:
    """Every command with what it does, and whom the policy covers."""
    usages: Mapping[str, str] = request.fields["usages"]
    asked = {usage: meaning for usage, meaning in usages.items() if _is_known(work.rules, usage)}
    lines = Bullets(tuple((Strong(usage), f": {meaning}") for usage, meaning in asked.items()))
    covers = tuple(Note((f"{g.text} ({g.id}, “{g.clause}”)",)) for g in work.rules.shown_at(Moment.HELP))
    return Reply(Card("What you can ask", "Your answer is ready", (lines, *covers)))


def _is_known(rules: RuleSet, usage: str) -> bool:
    """What a policy doesn't know isn't offered."""
    match usage.partition(" ")[0]:
        case "event":
            return bool(asked_about(rules))
        case "judge":
            return bool(rules.vocabulary.judged)
        case "group":
            return rules.knows_groups
        case "decision":
            return rules.has(Duty.RECORD_DECISION)
        case "audit":
            return bool(rules.part("audit"))
        case "frequency":
            rows = [row for rule in rules.asking(Duty.SUPERVISE) for row in rule.rows]
            return any(row.yields_to not in (None, AGREEMENT) for row in rows)
        case _:
            return True
