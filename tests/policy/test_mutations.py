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
from policy.ruleset import Rule, RuleSet, WorkloadLimit
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
    mutant = deepcopy(entry)
    del at(mutant, place[:-1])[place[-1]]
    return mutant


def reworded(entry: dict[str, Any], place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
    """With another word where one of a few stands: who answers, yes or no, a window, a unit, from what it counts; and
    for a kind of case each that stands beside it in an example, which alone could fit in its place unseen."""
    old = at(entry, place)
    for other in [*_BEGINNINGS, *_beside(entry, old)] if isinstance(old, str) else ():
        if other != old and (old in _BEGINNINGS) == (other in _BEGINNINGS):
            yield _exchanged(entry, place, other)
    found = _PERIOD.fullmatch(old) if isinstance(old, str) else None
    if place[-1] == "answers":
        new: Any = "supervisor" if old == "line_manager" else "line_manager"
    elif isinstance(old, bool):
        new = not old
    elif place[-1] == "in_each":
        new = "calendar month" if old == "calendar year" else "calendar year"
    elif found:
        new = old.replace(found[1], OTHER_UNIT[found[1]])
    else:
        return
    yield _exchanged(entry, place, new)


#: From what something that is asked once of a person may count.
_BEGINNINGS = ("new_supervisor", "new_relationship", "start", "asye")


def _exchanged(entry: dict[str, Any], place: Place, new: Any) -> tuple[str, dict[str, Any]]:
    mutant = deepcopy(entry)
    at(mutant, place[:-1])[place[-1]] = new
    return f"{'.'.join(map(str, place))}={new}", mutant


def _beside(entry: dict[str, Any], word: str) -> Iterator[str]:
    """What else examples say of a case of this kind."""
    cases = (one["given"].get("case") or {} for one in entry["examples"])
    kinds = [one.get("categories") or () for one in cases]
    yield from sorted({other for some in kinds if word in some for other in some if other != word})


def mutants(entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for place in places(entry):
        yield f"without {'.'.join(map(str, place))}", without(entry, place)
        yield from reworded(entry, place)


def altered(rules: RuleSet, rule: Rule, mutant: dict[str, Any]) -> RuleSet | None:
    """The rule set with the mutant in the rule's place; None where the loader refuses it, or it says the same."""
    try:
        new = Rule.model_validate(lists_where_many(deepcopy(mutant)))
    except ValidationError:
        return None
    same = new.model_dump(exclude={"examples"}) == rule.model_dump(exclude={"examples"})
    changed_ = with_instead(rules, rule, (new,))
    return None if same or any(mistakes_in(changed_)) else changed_


RULES = [
    pytest.param(name, entry, id=str(entry["id"]))
    for name, entry in written()
    if shipped(name).rule(str(entry["id"]))
]


@pytest.mark.parametrize(("name", "entry"), RULES)
def test_a_changed_word_fails_an_example(name: str, entry: dict[str, Any]) -> None:
    rules, rule = shipped(name), shipped(name).rule(str(entry["id"]))
    assert rule
    unheld = {
        label
        for label, mutant in mutants(entry)
        if (other := altered(rules, rule, mutant))
        and not any(
            list(failures(other, calendar(), rule, n, example)) for n, example in enumerate(rule.examples, 1)
        )
    }
    assert not unheld
