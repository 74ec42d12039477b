"""Central Bedfordshire's rule set: every row of the policy has an entry, and every worked example comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.examples import failures, run
from policy.ruleset import Row, Rule, RuleSet
from tests.policy.files import SHIPPED, calendar, shipped

#: The rows of our reading of the policy, each a rule, a part of a form or guidance.
ROWS = [f"B{n}" for n in range(1, 49)]
READING = Path(__file__).parents[2].parent / "shared" / "policies" / "README.md"


def entries() -> set[str]:
    """Ids without their suffix: B13.form belongs to B13."""
    rules = shipped()
    found = [r.id for r in rules.rules] + [p.id for p in rules.parts] + [g.id for g in rules.guidance]
    return {i.split(".")[0] for i in found}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_policy_has_an_entry(row: str) -> None:
    assert row in entries()


def test_no_entry_is_of_no_row() -> None:
    assert entries() == set(ROWS)


def test_the_rows_are_those_of_the_shared_reading() -> None:
    if not READING.exists():
        pytest.skip("the shared reading of the policies isn't beside this clone")
    assert re.findall(r"^\| (B\d+) \|", READING.read_text(encoding="utf-8"), re.MULTILINE) == ROWS


def test_every_worked_example_comes_out() -> None:
    number, wrong = run(shipped(), calendar())
    assert not wrong, "\n".join(map(str, wrong))
    assert number > 60


def duty_rules() -> list[Rule]:
    return list(shipped().every_rule)


@pytest.mark.parametrize("rule", duty_rules(), ids=lambda r: r.id)
def test_every_rule_has_a_worked_example(rule: Rule) -> None:
    assert rule.examples
    assert all(e.working for e in rule.examples)


def lines() -> Iterator[tuple[Rule, Row]]:
    return ((rule, row) for rule in duty_rules() for row in rule.rows)


@pytest.mark.parametrize("line", list(lines()), ids=lambda p: f"{p[0].id}: {p[1].title or 'its row'}")
def test_every_row_of_a_rule_decides_an_example(line: tuple[Rule, Row]) -> None:
    """Without the row, an example of its rule no longer comes out."""
    rule, row = line
    fewer = without(rule, row)
    examples = enumerate(rule.examples, 1)
    assert any(list(failures(fewer, calendar(), rule, n, e)) for n, e in examples)


def without(rule: Rule, row: Row) -> RuleSet:
    rest = tuple(r for r in rule.rows if r is not row)
    kept = (rule.model_copy(update={"rows": rest}),) if rest else ()
    rules, practice = shipped(), shipped().practice
    return rules.model_copy(
        update={
            "rules": replaced(rules.rules, rule, kept),
            "practice": practice.model_copy(update={"duties": replaced(practice.duties, rule, kept)}),
        }
    )


def replaced(rules: tuple[Rule, ...], rule: Rule, kept: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(r for one in rules for r in (kept if one is rule else (one,)))


def test_the_file_is_shipped_with_the_product() -> None:
    assert SHIPPED.is_file()
