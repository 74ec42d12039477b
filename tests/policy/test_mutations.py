"""Every number and word of the shipped rules that alters an obligation is held by a worked example: change it, leave it
out, and one fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from policy.examples import failures, limit_failures
from policy.loader import lists_where_many
from policy.mistakes import mistakes_in
from policy.mistakes.rules import unrunnable
from policy.ruleset import Role, Rule, RuleSet, WorkloadLimit
from tests.policy.files import COUNCILS, RULESETS, calendar, shipped
from tests.policy.test_shipped import with_instead

#: Words and ids for people; their numbers alter nothing.
WORDS = {
    "id",
    "title",
    "clause",
    "interpretations",
    "interpretation",
    "blanks",
    "examples",
    "what",
    "when",
    "beside",
}

Place = tuple[str | int, ...]


def numbers(node: Any, path: Place = ()) -> Iterator[tuple[Place, int]]:
    """The place of every number outside the words, and its value."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in WORDS:
                yield from numbers(value, (*path, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from numbers(value, (*path, i))
    elif not isinstance(node, bool) and (found := re.search(r"\d+", str(node))):
        yield path, int(found[0])


@cache
def tree(name: str) -> dict[str, Any]:
    text = (RULESETS / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


def written() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each council's rules and limits as they are written."""
    for name in COUNCILS:
        of = tree(name)
        for one in (*of["rules"], *of["practice"]["duties"], *of.get("limits", ())):
            yield name, one


MUTANTS = [
    pytest.param(
        name, entry, place, number + by, id=f"{entry['id']}.{'.'.join(map(str, place))}={number + by}"
    )
    for name, entry in written()
    for place, number in numbers(entry)
    for by in (-1, 1)
    if number + by >= 0
]


def bare(entry: dict[str, Any]) -> dict[str, Any]:
    """A copy of a rule, without the examples, which it is judged by."""
    return deepcopy({key: value for key, value in entry.items() if key != "examples"})


def changed(entry: dict[str, Any], place: Place, number: int) -> dict[str, Any]:
    mutant: dict[str, Any] = lists_where_many(entry)
    node: Any = mutant
    for part in place[:-1]:
        node = node[part]
    old = node[place[-1]]
    node[place[-1]] = number if isinstance(old, int) else re.sub(r"\d+", str(number), old)
    return mutant


@pytest.mark.parametrize(("name", "entry", "place", "number"), MUTANTS)
def test_a_changed_number_fails_an_example(
    name: str, entry: dict[str, Any], place: Place, number: int
) -> None:
    rule = shipped(name).rule(str(entry["id"]))
    if rule is None:
        assert list(limit_failures(WorkloadLimit.model_validate(changed(entry, place, number))))
        return
    mutant = Rule.model_validate(changed(bare(entry), place, number))
    altered = with_instead(shipped(name), rule, (mutant,))
    assert is_noticed(altered, rule), f"no worked example notices {'.'.join(map(str, place))} = {number}"


def is_noticed(altered: RuleSet, rule: Rule) -> bool:
    """Whether a worked example of the rule doesn't come out by the altered rule set."""
    return any(
        failure
        for n, example in enumerate(rule.examples, 1)
        for failure in failures(altered, calendar(), rule, n, example)
    )


def test_there_are_numbers_to_change() -> None:
    assert len(MUTANTS) > 150


# Words

#: For people, or for the check alone.
SAID = {
    "id",
    "title",
    "clause",
    "interpretations",
    "interpretation",
    "blanks",
    "examples",
    "beside",
    "filled",
}
OTHER_UNIT = {
    "working days": "days", "working day": "day", "days": "weeks", "day": "week", "weeks": "months",
    "week": "month", "months": "weeks", "month": "week", "years": "months", "year": "month",
}  # fmt: skip
_PERIOD = re.compile(r"[1-9]\d* (working days?|days?|weeks?|months?|years?)")


def places(node: Any, path: Place = ()) -> Iterator[Place]:
    """Every line of a rule that alters something, and every word of a list of several."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in SAID:
                yield (*path, key)
                yield from places(value, (*path, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            if len(node) > 1:
                yield (*path, i)
            yield from places(value, (*path, i))


def at(node: Any, path: Place) -> Any:
    for part in path:
        node = node[part]
    return node


def without(entry: dict[str, Any], place: Place) -> dict[str, Any]:
    mutant = bare(entry)
    del at(mutant, place[:-1])[place[-1]]
    return mutant


def reworded(name: str, entry: dict[str, Any], place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
    """With another word in its place: each that the rule set has in a line of that name, and each of a few that any may
    have there."""
    old = at(entry, place)
    if isinstance(old, bool):
        yield _exchanged(entry, place, not old)
    elif isinstance(old, str):
        line = _line(place)
        others = {*_words(name)[line], *_ALIKE.get(line, ()), *_beside(entry, old), *_periods(old)}
        others |= set(_BEGINNINGS if old in _BEGINNINGS else ())
        for other in sorted(others - {old}):
            yield _exchanged(entry, place, other)


def _line(place: Place) -> str:
    """The name of a line, or of the list that a word is in."""
    return [part for part in place if isinstance(part, str)][-1]


@cache
def _words(name: str) -> dict[str, set[str]]:
    """What stands in the lines of a rule set, by their names."""
    found: dict[str, set[str]] = {}
    for council, entry in written():
        for place in places(entry) if council == name else ():
            said = at(entry, place)
            words = {one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)}
            found.setdefault(_line(place), set()).update(words)
    return found


def _periods(said: str) -> Iterator[str]:
    """As long a number in another unit, and 4 weeks for a month, which some months are."""
    if found := _PERIOD.fullmatch(said):
        yield said.replace(found[1], OTHER_UNIT[found[1]])
    yield from _MONTHS.get(said, ())


_MONTHS = {"1 month": ("4 weeks",), "4 weeks": ("1 month",)}
#: From what something that is asked once of a person may count.
_BEGINNINGS = ("new_supervisor", "new_relationship", "start", "asye")
#: Whatever the rule set has in such lines.
_ALIKE: dict[str, tuple[str, ...]] = {
    "answers": tuple(Role),
    "in_each": ("calendar month", "calendar year"),
}


def _exchanged(entry: dict[str, Any], place: Place, new: Any) -> tuple[str, dict[str, Any]]:
    mutant = bare(entry)
    at(mutant, place[:-1])[place[-1]] = new
    return f"{'.'.join(map(str, place))}={new}", mutant


def _beside(entry: dict[str, Any], word: str) -> Iterator[str]:
    """What else examples say of a case of this kind."""
    cases = (one["given"].get("case") or {} for one in entry["examples"])
    kinds = [one.get("categories") or () for one in cases]
    yield from sorted({other for some in kinds if word in some for other in some if other != word})


def mutants(name: str, entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for place in places(entry):
        yield f"without {'.'.join(map(str, place))}", without(entry, place)
        yield from reworded(name, entry, place)


def altered(rules: RuleSet, rule: Rule, mutant: dict[str, Any]) -> RuleSet | None:
    """The rule set, which has no examples, with the mutant in the rule's place; None where it can't be run, or says the
    same."""
    try:
        new = Rule.model_validate(lists_where_many(mutant))
    except ValidationError:
        return None
    return None if new == rule or any(unrunnable((), new)) else with_instead(rules, rule, (new,))


@cache
def without_examples(name: str) -> RuleSet:
    """What is read again for every mutant."""
    rules = shipped(name)
    for rule in rules.every_rule:
        rules = with_instead(rules, rule, (rule.model_copy(update={"examples": ()}),))
    return rules


RULES = [
    pytest.param(name, entry, id=str(entry["id"]))
    for name, entry in written()
    if shipped(name).rule(str(entry["id"]))
]


@pytest.mark.parametrize(("name", "entry"), RULES)
def test_a_changed_word_fails_an_example(name: str, entry: dict[str, Any]) -> None:
    rules, rule = without_examples(name), shipped(name).rule(str(entry["id"]))
    assert rule
    same = rules.rule(rule.id)
    assert same
    made = ((label, altered(rules, same, mutant)) for label, mutant in mutants(name, entry))
    unheld = {label: other for label, other in made if other and not is_noticed(other, rule)}
    assert not [label for label, other in unheld.items() if not any(mistakes_in(other))]
