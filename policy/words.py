"""How a rule set's words are put into a sentence: lists, relations, an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policy.periods import Period, Unit
from policy.ruleset import Phase, Role, Row

_ANSWERS: Final = {
    Role.HOLDER: "whoever holds or held it",
    Role.RECORDER: "whoever records for the group",
    Role.SIGNER: "whoever signs off for the group",
    Role.OVERSEER: "whoever gives oversight",
    Role.LINE_MANAGER: "the supervisor's line manager",
    Role.NEXT_MANAGER: "the next manager up",
}


def answering(role: Role) -> str:
    """Who answers or is told: 'the supervisor', 'whoever holds or held it'."""
    return _ANSWERS.get(role) or f"the {role.replace('_', ' ')}"


def either(found: Sequence[str]) -> str:
    """A list of which one will do."""
    return all_of(found, "or")


def all_of(found: Sequence[str], word: str = "and") -> str:
    """A list to read; with semicolons where one of its words has a comma or an 'or' of its own."""
    *others, last = found
    if not others:
        return last
    if any(joint in one for one in found for joint in (",", f" {word} ")):
        return f"{'; '.join(others)}; {word} {last}"
    return f"{', '.join(others)} {word} {last}"


def a_(role: str) -> str:
    """With its article."""
    return f"{'an' if role[:1].lower() in 'aeiou' else 'a'} {role}"


def how_much(asked: Row | Phase) -> str:
    """In each window: 'once in each calendar month', '10 times and 3 hours in total in each calendar year'."""
    need = [f"{asked.at_least} times"] if asked.at_least > 1 else []
    need += [f"{_time(asked.in_total)} in total"] if asked.in_total else []
    return f"{' and '.join(need) or 'once'} in each {asked.in_each}"


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{minutes} minutes" if rest else f"{hours} hour{'s' if hours > 1 else ''}"


def in_words(period: Period) -> str:
    """'1 month' as 'month' after 'every': 'every month', 'every 4 weeks'."""
    if period.amount == 1:
        return {Unit.WORKING_DAY: "working day"}.get(period.unit, str(period.unit).removesuffix("s"))
    return str(period)
