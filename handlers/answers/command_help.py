"""Help that fits one screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cards.answers import command_help as cards_help
from cards.answers.asks import Help
from cards.commands import COMMANDS
from handlers.answers.home_buttons import has_cases, meets, prepares, supervised, supervises
from handlers.shared.base import Reply, Request
from handlers.shared.meetings import guidance
from handlers.shared.policy_features import events_asked_about, knows_milestones
from policy.ruleset import AGREEMENT, Duty, GuidancePoint, RuleSet
from storage.people import Person
from storage.work import Work


def show_help(request: Request[Help], work: Work) -> Reply:
    """What makes sense for whoever asks, and whom the policy covers; or what one command does."""
    known = {word: one for word, one in COMMANDS.items() if _is_known(work.rules, word)}
    if request.ask.about in known:
        return Reply(cards_help.of_one(known[request.ask.about]))
    theirs = {word: one for word, one in known.items() if _makes_sense(work, request.actor, word)}
    often = [one for word, one in theirs.items() if word in OFTEN]
    seldom = [one for word, one in theirs.items() if word not in OFTEN]
    return Reply(cards_help.commands(often, seldom, guidance(work, GuidancePoint.HELP)))


def _is_known(rules: RuleSet, word: str) -> bool:
    """What a policy doesn't know isn't offered."""
    asks = ASKS.get(word)
    return asks is None or asks(rules)


def _makes_sense(work: Work, who: Person, word: str) -> bool:
    asked_by = ASKED_BY.get(word)
    return asked_by is None or asked_by(work, who)


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

#: Whose work brings them up week by week; the others are named together.
OFTEN: Final = frozenset(
    ("my", "due", "team", "book", "cancel", "move", "held", "prepare", "away", "back", "concern")
)


def _has_to_do_with_cases(work: Work, who: Person) -> bool:
    return has_cases(work, who) or supervises(work, who)


#: For whom a command makes sense; of the others each does for everybody.
ASKED_BY: Final[Mapping[str, Callable[[Work, Person], bool]]] = {
    "team": supervises,
    "report": supervises,
    "disclosed": supervises,
    "group": supervises,
    "series": supervises,
    "frequency": supervises,
    "audit": supervises,
    "judge": supervises,
    "book": meets,
    "cancel": meets,
    "move": meets,
    "held": meets,
    "calendar": meets,
    "agreement": meets,
    "prepare": prepares,
    "interval": _has_to_do_with_cases,
    "event": _has_to_do_with_cases,
    "decision": _has_to_do_with_cases,
    "extra": supervised,
    "supervisor": supervised,
    "concern": supervised,
}
