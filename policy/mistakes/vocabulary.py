"""Words that the council's vocabulary doesn't have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from policy.facts import SubjectKind
from policy.given import FirstOf, Given, LaterOf
from policy.mistakes.clocks import shorter
from policy.mistakes.places import Path, Problem
from policy.mistakes.rules import BEFORE_IT
from policy.mistakes.spelling import nearest
from policy.ruleset import (
    HOLDERS,
    SUBJECT_OF,
    Duty,
    LongerInterval,
    Row,
    Rule,
    RuleSet,
)

_CASE_WORDS: Final = ("service", "any_of", "all_of", "none_of", "worker")


def unknown_words(rules: RuleSet, path: Path, rule: Rule) -> Iterator[Problem]:
    places = [((*path, "when"), rule.when)]
    places += [((*path, "rows", i, "when"), row.when) for i, row in enumerate(rule.rows)]
    for place, when in places:
        for name in ("role", *_CASE_WORDS):
            yield from unknown((*place, name), getattr(when, name), _known(rules, name))
        for name in _CASE_WORDS if when.holds_case else ():
            values: tuple[str, ...] = getattr(when.holds_case, name)
            yield from unknown((*place, "holds_case", name), values, _known(rules, name))
    yield from _tiers(path, rules, rule.longer)
    for i, row in enumerate(rule.rows):
        yield from _named((*path, "rows", i), rules, rule, row)
    for i, example in enumerate(rule.examples):
        for name, values in _example_words(example.given):
            kind = "person" if name == "role" else "case"
            yield from unknown((*path, "examples", i, "given", kind, name), values, _known(rules, name))


def _known(rules: RuleSet, name: str) -> Collection[str]:
    """What a line may name; a category may also be an event that lasts, such as a safeguarding concern."""
    words = rules.vocabulary
    known = {"role": words.roles, "worker": words.roles, "service": words.services}
    return known.get(name, {**words.categories, **words.events})


def _named(path: Path, rules: RuleSet, rule: Rule, row: Row) -> Iterator[Problem]:
    """The events, roles and categories that the lines of a clock name."""
    roles, events = rules.vocabulary.roles, _events(rules, rule)
    yield from unknown((*path, "starts"), _start_names(row.starts), _starts(rule, events))
    yield from unknown((*path, "held_by"), row.held_by, (*roles, *HOLDERS))
    for name in ("within", "first_within"):
        limit = getattr(row, name)
        names = [one for one in limit.first_of if isinstance(one, str)] if isinstance(limit, FirstOf) else []
        yield from unknown((*path, name), names, events)
    if row.uplift:
        yield from unknown((*path, "uplift", "after"), [row.uplift.after], events)
    if row.ahead:
        before = ("session",) if rule.duty in BEFORE_IT else events
        yield from unknown((*path, "ahead", "of"), row.ahead.of, before)
    for i, phase in enumerate(row.phases):
        ends = [phase.ends_by] if phase.ends_by else []
        yield from unknown((*path, "phases", i, "ends_by"), ends, (*events, "asye"))
    own = () if row.longer and set(row.longer) <= set(rule.longer) else row.longer
    yield from _tiers(path, rules, own)


def _tiers(path: Path, rules: RuleSet, tiers: Sequence[LongerInterval]) -> Iterator[Problem]:
    """What the tiers name, and that they are written from the shortest up."""
    roles, events = rules.vocabulary.roles, rules.vocabulary.events
    for i, tier in enumerate(tiers):
        here = (*path, "longer", i)
        yield from unknown((*here, "granted_by"), tier.granted_by, (*roles, "supervisor"))
        yield from unknown((*here, "case_is"), tier.case_is, _known(rules, "any_of"))
        yield from unknown((*here, "ended_by"), [tier.ended_by] if tier.ended_by else [], events)
    for i, (one, other) in enumerate(pairwise(tiers), 1):
        if shorter(other.up_to, one.up_to):
            yield (*path, "longer", i, "up_to"), "write the tiers from the shortest to the longest"


def _events(rules: RuleSet, rule: Rule) -> Collection[str]:
    """What may be named as an event: the vocabulary's, and for people every milestone of the policy."""
    if SUBJECT_OF[rule.duty] is not SubjectKind.PERSON:
        return rules.vocabulary.events
    return {*rules.vocabulary.events, *(r.what for r in rules.asking(Duty.MILESTONE) if r.what)}


def _start_names(starts: str | LaterOf | FirstOf | None) -> list[str]:
    if starts is None or isinstance(starts, str):
        return [starts] if starts else []
    return [str(n) for n in (starts.later_of if isinstance(starts, LaterOf) else starts.first_of)]


def _starts(rule: Rule, events: Collection[str]) -> Collection[str]:
    """From what the clock of a duty may start, beside what it always starts from."""
    if rule.duty is Duty.REBOOK:
        return ("cancellation", "session", "return_to_work")
    if rule.duty is Duty.ARRANGE_COVER:
        return ("report",)
    if rule.duty is Duty.RAISE:
        return events
    named = (*events, "asye", "start")
    return named if rule.duty is Duty.SUPERVISE else (*named, "new_supervisor", "new_relationship")


def _example_words(given: Given) -> Iterator[tuple[str, tuple[str, ...]]]:
    if given.person:
        yield "role", (given.person.role,)
    if given.case:
        yield "service", (given.case.service,)
        yield "categories", given.case.categories
        yield "worker", (given.case.worker_role,) if given.case.worker else ()


def unknown(path: Path, values: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for value in values:
        if value not in known:
            yield path, f"'{value}' is not in the vocabulary{nearest(value, known)}"
