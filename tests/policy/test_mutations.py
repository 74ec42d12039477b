"""Every number of the shipped rules that alters an obligation is held by a worked example: change it, one fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from ruamel.yaml import YAML

from policy.examples import failures, limit_failures
from policy.loader import lists_where_many
from policy.ruleset import Rule, WorkloadLimit
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


def changed(entry: dict[str, Any], place: Place, number: int) -> dict[str, Any]:
    mutant: dict[str, Any] = lists_where_many(deepcopy(entry))
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
    mutant, rule = changed(entry, place, number), shipped(name).rule(str(entry["id"]))
    if rule is None:
        assert list(limit_failures(WorkloadLimit.model_validate(mutant)))
        return
    altered = with_instead(shipped(name), rule, (Rule.model_validate(mutant),))
    assert any(
        failure
        for n, example in enumerate(rule.examples, 1)
        for failure in failures(altered, calendar(), rule, n, example)
    ), f"no worked example notices {'.'.join(map(str, place))} = {number}"


def test_there_are_numbers_to_change() -> None:
    assert len(MUTANTS) > 150
