"""Which events of the vocabulary the rules about cases name: what isn't named isn't asked of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.facts import SubjectKind
from policy.given import FirstOf
from policy.ruleset import Row, RuleSet, condition_of

#: The event that begins with a child's plan and lasts as long as it, where a council's vocabulary has it: a case system
#: says since when.
PLAN: Final = "plan"


def to_come(rules: RuleSet) -> tuple[str, ...]:
    """Those known ahead of their day, such as the next review; in the vocabulary's order."""
    return _among(rules, {name for _, row in _rows(rules) for name in _ahead(row)})


def happened(rules: RuleSet) -> tuple[str, ...]:
    """Those that a rule looks back at, or that last, such as a safeguarding concern; in the vocabulary's order."""
    named = {name for conditions, row in _rows(rules) for name in (*conditions, *_behind(row))}
    return _among(rules, named)


def _among(rules: RuleSet, named: set[str]) -> tuple[str, ...]:
    return tuple(event for event in rules.vocabulary.events if event in named)


def _rows(rules: RuleSet) -> Iterator[tuple[tuple[str, ...], Row]]:
    """Every row about cases, with the categories that it is about."""
    for rule, row in rules.rows_about(SubjectKind.CASE):
        when = condition_of(rule, row)
        yield (*when.any_of, *when.all_of, *when.none_of), row


def _ahead(row: Row) -> Iterator[str]:
    yield from row.ahead.of if row.ahead else ()
    for limit in (row.within, row.first_within):
        yield from (str(one) for one in (limit.first_of if isinstance(limit, FirstOf) else ()))


def _behind(row: Row) -> Iterator[str]:
    if row.uplift:
        yield row.uplift.after
    if isinstance(row.starts, str):
        yield row.starts
    for tier in row.longer:
        yield from (*tier.case_is, *([tier.ended_by] if tier.ended_by else []))
