"""Where in a rule file something stands."""

from __future__ import annotations

from collections.abc import Iterator

from policy.ruleset import (
    Rule,
    RuleSet,
)

Path = tuple[str | int, ...]
Problem = tuple[Path, str]


def placed(rules: RuleSet) -> Iterator[tuple[Path, Rule]]:
    """Every rule with its path."""
    yield from ((("rules", i), rule) for i, rule in enumerate(rules.rules))
    yield from ((("practice", "duties", i), rule) for i, rule in enumerate(rules.practice.duties))
