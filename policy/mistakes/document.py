"""The whole file: every id once, practice that can be kept, and then each rule."""

from __future__ import annotations

from collections.abc import Iterator

from policy.mistakes.clocks import idle_tiers, without_terms
from policy.mistakes.places import Problem, placed
from policy.mistakes.rules import unrunnable
from policy.mistakes.spelling import nearest
from policy.mistakes.vocabulary import unknown, unknown_words
from policy.ruleset import (
    Duty,
    RuleSet,
)


def mistakes_in(rules: RuleSet) -> Iterator[Problem]:
    """Every problem with the path of the line it is in, as keys and positions from 0."""
    if not rules.rules:
        yield ("rules",), "this list is empty"
    yield from _ids(rules)
    yield from _marks(rules)
    yield from _limits(rules)
    yield from _practice(rules)
    for path, rule in placed(rules):
        yield from unrunnable(path, rule)
        yield from unknown_words(rules, path, rule)
        yield from idle_tiers(path, rule)
        yield from without_terms(rules, path, rule)


def _limits(rules: RuleSet) -> Iterator[Problem]:
    """The roles that a workload limit names."""
    for i, limit in enumerate(rules.limits):
        for name in ("staff", "tell"):
            yield from unknown(("limits", i, name), getattr(limit, name), rules.vocabulary.roles)


def _ids(rules: RuleSet) -> Iterator[Problem]:
    """Each entry's id once; a clause for the policy's rules alone."""
    entries = [(path, rule.id) for path, rule in placed(rules)]
    entries += [(("parts", i), part.id) for i, part in enumerate(rules.parts)]
    entries += [(("guidance", i), text.id) for i, text in enumerate(rules.guidance)]
    entries += [(("limits", i), limit.id) for i, limit in enumerate(rules.limits)]
    seen: set[str] = set()
    for path, entry in entries:
        if entry in seen:
            yield (*path, "id"), f"'{entry}' is used above: every id is used once"
        seen.add(entry)
    for path, rule in placed(rules):
        for other in rule.beside:
            if rules.rule(other) is None:
                yield (*path, "beside"), f"'{other}' is no rule{nearest(other, seen)}"
        if path[0] == "rules" and rule.clause is None:
            yield path, "missing 'clause': a rule of the council's own belongs under practice"
        if path[0] == "practice" and rule.clause is not None:
            yield (*path, "clause"), "practice has no clause: a rule of the policy belongs under rules"


def _marks(rules: RuleSet) -> Iterator[Problem]:
    """What the vocabulary marks is one of its words."""
    words = rules.vocabulary
    yield from unknown(("vocabulary", "judged"), words.judged, words.categories)
    yield from unknown(("vocabulary", "supervising"), words.supervising, words.roles)
    yield from unknown(("vocabulary", "never_cover"), words.never_cover, words.roles)
    yield from unknown(("vocabulary", "safeguarding"), words.safeguarding, words.events)


def _practice(rules: RuleSet) -> Iterator[Problem]:
    practice = rules.practice
    if practice.day_starts >= practice.day_ends:
        yield ("practice", "day_ends"), "the day ends before it starts"
    if practice.day_starts.hour < 5:
        # Clocks change before five: a day could start at a time that doesn't exist.
        yield ("practice", "day_starts"), "a day starts at 05:00 or later"
    yield from _group(rules)
    for duty, nudges in practice.nudges.items():
        if duty not in list(Duty) and rules.rule(duty) is None:
            yield ("practice", "nudges", duty), f"no such duty{nearest(duty, list(Duty))}"
        steps = [n.step for n in nudges]
        for i, step in enumerate(steps):
            if step in steps[:i]:
                yield ("practice", "nudges", duty, i, "step"), f"'{step}' is used above: a step is named once"


def _group(rules: RuleSet) -> Iterator[Problem]:
    for name, role in rules.practice.group or ():
        if role not in rules.vocabulary.roles:
            yield ("practice", "group", name), f"'{role}' is no role{nearest(role, rules.vocabulary.roles)}"
