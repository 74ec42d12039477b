"""The shipped rule sets: every row of each policy has an entry, and every worked example comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.examples import failures, run
from policy.ruleset import Row, Rule, RuleSet
from tests.policy.files import COUNCILS, RULESETS, calendar, shipped

READING = Path(__file__).parents[2].parent / "shared" / "policies" / "README.md"

#: Every row of our reading of the policies: each is a rule, a part of a form, a limit or guidance.
ROWS = [(name, f"{letter}{n}") for name, (letter, rows) in COUNCILS.items() for n in range(1, rows + 1)]


def entries(name: str) -> set[str]:
    """Ids without their suffix: B13.form belongs to B13."""
    rules = shipped(name)
    rest = [*(p.id for p in rules.parts), *(g.id for g in rules.guidance), *(one.id for one in rules.limits)]
    return {i.split(".")[0] for i in [*(r.id for r in rules.rules), *rest]}


@pytest.mark.parametrize(("name", "row"), ROWS, ids=lambda v: v)
def test_every_row_of_the_policy_has_an_entry(name: str, row: str) -> None:
    assert row in entries(name)


@pytest.mark.parametrize("name", COUNCILS)
def test_no_entry_is_of_no_row(name: str) -> None:
    assert entries(name) == {row for other, row in ROWS if other == name}


def test_the_rows_are_those_of_the_shared_reading() -> None:
    if not READING.exists():
        pytest.skip("the shared reading of the policies isn't beside this clone")
    found = re.findall(r"^\| ([BYSCM]\d+) \|", READING.read_text(encoding="utf-8"), re.MULTILINE)
    assert found == [row for _, row in ROWS]
    assert len(found) == 141


@pytest.mark.parametrize("name", COUNCILS)
def test_every_worked_example_comes_out(name: str) -> None:
    number, wrong = run(shipped(name), calendar())
    assert not wrong, "\n".join(map(str, wrong))
    assert number >= len(shipped(name).every_rule)


def duty_rules() -> list[tuple[str, Rule]]:
    return [(name, rule) for name in COUNCILS for rule in shipped(name).every_rule]


@pytest.mark.parametrize(("name", "rule"), duty_rules(), ids=lambda v: v.id if isinstance(v, Rule) else v)
def test_every_rule_has_a_worked_example(name: str, rule: Rule) -> None:
    assert rule.examples, name
    assert all(e.working for e in rule.examples)
    assert rule.clause or rule in shipped(name).practice.duties


def lines() -> Iterator[tuple[str, Rule, Row]]:
    return ((name, rule, row) for name, rule in duty_rules() for row in rule.rows)


@pytest.mark.parametrize("line", list(lines()), ids=lambda p: f"{p[1].id}: {p[2].title or 'its row'}")
def test_every_row_of_a_rule_decides_an_example(line: tuple[str, Rule, Row]) -> None:
    """Without the row, an example of its rule no longer comes out."""
    name, rule, row = line
    fewer = without(shipped(name), rule, row)
    examples = enumerate(rule.examples, 1)
    assert any(list(failures(fewer, calendar(), rule, n, e)) for n, e in examples)


def without(rules: RuleSet, rule: Rule, row: Row) -> RuleSet:
    rest = tuple(r for r in rule.rows if r is not row)
    return with_instead(rules, rule, (rule.model_copy(update={"rows": rest}),) if rest else ())


def with_instead(rules: RuleSet, rule: Rule, kept: tuple[Rule, ...]) -> RuleSet:
    practice = rules.practice
    return rules.model_copy(
        update={
            "rules": replaced(rules.rules, rule, kept),
            "practice": practice.model_copy(update={"duties": replaced(practice.duties, rule, kept)}),
        }
    )


def replaced(rules: tuple[Rule, ...], rule: Rule, kept: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(r for one in rules for r in (kept if one is rule else (one,)))


def test_the_files_are_shipped_with_the_product() -> None:
    assert {p.stem for p in RULESETS.glob("*.yaml")} == set(COUNCILS)
