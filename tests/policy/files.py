"""Rule set files for the tests: the shipped one, and small ones to break."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent, indent

import policy
from policy.calendar import WorkingCalendar
from policy.loader import calendar_of, load
from policy.ruleset import RuleSet

RULESETS = Path(policy.__file__).parent / "rulesets"
SHIPPED = RULESETS / "central-bedfordshire.yaml"

#: The shipped rule sets, each with the letter of its rows in our reading and how many rows it has.
COUNCILS = {
    "central-bedfordshire": ("B", 48),
    "york": ("Y", 32),
    "southwark": ("S", 36),
    "cambridgeshire-peterborough": ("C", 14),
    "multi-agency": ("M", 11),
}


@cache
def shipped(name: str = "central-bedfordshire") -> RuleSet:
    return load((RULESETS / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


@cache
def counted_from_the_later() -> RuleSet:
    """The shipped one with the choice that B18 leaves to an owner, made by taking the comment mark away."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count("# starts: {later_of") == 1
    return load(
        text.replace("# starts: {later_of", "starts: {later_of").replace("session]}   an", "session]}   # an")
    )


@cache
def calendar() -> WorkingCalendar:
    return calendar_of(shipped())


HEAD = """\
name: sample
council: Sampleshire Council
title: Supervision policy
version: "1"
in_force_from: 2026-01-05
vocabulary:
  roles: {social_worker: Social worker, student: Student}
  services: {early_help: Early help, adoption: Adoption}
  categories: {settled: settled, high_need: high need}
"""


def small(rules: str, practice: str = "") -> str:
    """A rule set's text around some rules (a YAML list) and, if given, practice."""
    text = f"{HEAD}rules:\n{indent(dedent(rules), '  ')}"
    return text + (f"practice:\n{indent(dedent(practice), '  ')}" if practice else "")


def loaded(rules: str, practice: str = "") -> RuleSet:
    return load(small(rules, practice), "sample.yaml")
