"""Periods, phases, tiers and terms that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policy.given import FirstOf
from policy.mistakes.places import Path, Problem
from policy.periods import Period, Unit, days_of
from policy.ruleset import (
    Phase,
    Row,
    Rule,
    RuleSet,
    Window,
)


def senseless_periods(path: Path, row: Row) -> Iterator[Problem]:
    for name in ("every", "first_within", "at_most", "target"):
        period = getattr(row, name)
        if isinstance(period, Period) and period.amount < 1:
            yield (*path, name), f"'{period}' is no time at all"
    if isinstance(row.every, Period) and row.target and not shorter(row.target, row.every):
        yield (*path, "target"), f"the target ({row.target}) is to be sooner than the limit ({row.every})"
    if row.at_most and (isinstance(row.every, Period) or row.at_most.unit is not Unit.MONTH):
        yield (*path, "at_most"), "'at_most' is in months, and goes with 'every: as the plan is reviewed'"
    if row.pauses_while_away and not _pausing(row.within):
        yield (*path, "within"), "days that pause are counted: write it in working days, days or weeks"
    yield from _longer(path, row)


def idle_tiers(path: Path, rule: Rule) -> Iterator[Problem]:
    """A table's tiers that lengthen none of its rows."""
    for i, tier in enumerate(rule.longer):
        if not any(tier in row.longer for row in rule.rows):
            yield (*path, "longer", i, "up_to"), "this is no longer than any row's own interval"


def without_terms(rules: RuleSet, path: Path, rule: Rule) -> Iterator[Problem]:
    """A clock by terms where the calendar has none: nothing would ever be due."""
    if rules.calendar.terms:
        return
    asked = [(("rows", i), row.in_each) for i, row in enumerate(rule.rows)]
    phases = [
        (("rows", i, "phases", n), one.in_each)
        for i, row in enumerate(rule.rows)
        for n, one in enumerate(row.phases)
    ]
    for here, window in (*asked, *phases):
        if window is Window.TERM:
            yield (*path, *here, "in_each"), "the calendar has no terms: write 'calendar: {terms: …}'"


def _pausing(limit: Period | FirstOf | None) -> bool:
    return limit is None or (isinstance(limit, Period) and limit.unit not in (Unit.MONTH, Unit.YEAR))


def _longer(path: Path, row: Row) -> Iterator[Problem]:
    """Each tier reaches further than the rule alone."""
    for i, tier in enumerate(row.longer):
        if isinstance(row.every, Period) and not shorter(row.every, tier.up_to):
            yield (
                (*path, "longer", i, "up_to"),
                f"this is no longer than the rule's own interval ({row.every})",
            )


def senseless_phases(path: Path, phases: tuple[Phase, ...]) -> Iterator[Problem]:
    for i, phase in enumerate(phases):
        here = (*path, "phases", i)
        last = i == len(phases) - 1
        ends = phase.until or phase.lasts or phase.ends_by
        if last and ends:
            yield here, "the last phase holds for good: it has no 'until' and no 'lasts'"
        if not last and not ends:
            yield here, "missing 'until', 'lasts' or 'ends_by': only the last phase holds for good"
        if any(p is not None and p.amount < 1 for p in (phase.every, phase.until, phase.lasts)):
            yield here, "a period in it is no time at all"
    for i, (one, other) in enumerate(pairwise(p.until for p in phases), 1):
        if one and other and not shorter(one, other):
            yield (
                (*path, "phases", i, "until"),
                f"this phase ends ({other}) no later than the one before ({one})",
            )


def shorter(one: Period, other: Period) -> bool:
    """Whether a period is surely shorter than another: from the first of January, in days."""
    return days_of(one) < days_of(other)
