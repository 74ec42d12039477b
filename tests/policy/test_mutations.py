"""Every number of the shipped rules that alters an obligation is held by a worked example: change it, one fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from ruamel.yaml import YAML

from policy.examples import failures
from policy.ruleset import RuleSet
from tests.policy.files import SHIPPED, calendar, shipped

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


def tree() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(SHIPPED.read_text(encoding="utf-8"))
    return loaded


TREE = tree()
PLACES = [
    *numbers(TREE["rules"], ("rules",)),
    *numbers(TREE["practice"]["duties"], ("practice", "duties")),
]


def changed(place: Place, number: int) -> RuleSet:
    mutant = deepcopy(TREE)
    node: Any = mutant
    for part in place[:-1]:
        node = node[part]
    old = node[place[-1]]
    node[place[-1]] = number if isinstance(old, int) else re.sub(r"\d+", str(number), old)
    return RuleSet.model_validate(mutant)


def named(place: Place) -> str:
    node: Any = TREE
    words = []
    for part in place:
        node = node[part]
        words.append(str(node["id"]) if isinstance(node, dict) and "id" in node else str(part))
    return ".".join(words[-4:])


MUTANTS = [(p, n + by) for p, n in PLACES for by in (-1, 1) if n + by >= 0]


@pytest.mark.parametrize(
    ("place", "number"), MUTANTS, ids=lambda v: named(v) if isinstance(v, tuple) else str(v)
)
def test_a_changed_number_fails_an_example(place: Place, number: int) -> None:
    mutant = changed(place, number)
    wrong = [
        failure
        for rule in shipped().every_rule
        for n, example in enumerate(rule.examples, 1)
        for failure in failures(mutant, calendar(), rule, n, example)
    ]
    assert wrong, f"no worked example notices {named(place)} = {number}"


def test_there_are_numbers_to_change() -> None:
    assert len(PLACES) > 40
