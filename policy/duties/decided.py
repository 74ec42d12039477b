"""What a manager decided for one case: to discuss it more often, or less, where the policy lets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy.clocks import Deadline, Start, started, stepped
from policy.duties.common import Work
from policy.facts import CaseFacts, Interval
from policy.obligations import Step
from policy.periods import Period, days_of
from policy.ruleset import Duty, Longer, Row, Rule, RuleSet


def more_often(work: Work, facts: CaseFacts, rule: Rule, start: Start) -> Iterator[Deadline]:
    """A manager's recorded decision to discuss the case more often, also where no row fits."""
    for interval in facts.intervals:
        _changes(work, interval)
        if not interval.less_often and interval.since <= work.on <= (interval.until or work.on):
            yield _sooner(work, rule, interval, start)


def _changes(work: Work, interval: Interval) -> None:
    for day in (interval.since, interval.recorded_on):
        if day:
            work.changes_on(day)
    if interval.until:
        work.changes_after(interval.until)


def _sooner(work: Work, rule: Rule, interval: Interval, start: Start) -> Deadline:
    """Counted from the last discussion, yet never due before the day on which it was decided."""
    due = max(work.calendar.add(start.on, interval.every), interval.since)
    amount = str(interval.every)
    decided = Step("more_often", fact="manager's decision", on=interval.since, amount=amount, result=due)
    return Deadline(rule, due, (*started(start), decided), amount=amount)


def less_often(
    work: Work, facts: CaseFacts, categories: frozenset[str], rule: Rule, row: Row, start: Start
) -> Deadline | None:
    """The longest interval in force for this case under a row that allows one; None where none is."""
    found = [
        (work.calendar.add(start.on, i.every), i)
        for i in facts.intervals
        if i.less_often and _in_force(work, facts, categories, row, i)
    ]
    if not found:
        return None
    due, interval = max(found, key=lambda pair: pair[0])
    granted = Step(
        "longer", interval.granted_by, interval.since, str(interval.every), rule.id, rule.clause, None, due
    )
    steps = (*started(start), granted, stepped("longer_allowed", rule, row))
    return Deadline(rule, due, steps, amount=str(interval.every))


def _in_force(work: Work, facts: CaseFacts, categories: frozenset[str], row: Row, interval: Interval) -> bool:
    """Granted by somebody who may, on the supervision record where that is asked, and not ended."""
    tier = tier_for(row, categories, interval.every, interval.granted_by or "")
    if tier is None or interval.since > work.on or (interval.until and interval.until < work.on):
        return False
    if tier.confirmed and (interval.recorded_on is None or interval.recorded_on > work.on):
        return False
    ends = [e.on for e in facts.events if e.what == tier.ended_by and (e.until or date.max) >= interval.since]
    return not any(day <= work.on for day in ends)


def tier_for(row: Row, categories: frozenset[str], every: Period, granted_by: str) -> Longer | None:
    """The first tier of a row that lets somebody of this role grant so long an interval for such a case."""
    for tier in row.longer:
        if (
            granted_by in tier.granted_by
            and categories.issuperset(tier.case_is)
            and _at_most(every, tier.up_to)
        ):
            return tier
    return None


def _at_most(one: Period, other: Period) -> bool:
    """Whether a period is no longer than another, counted from the first of January."""
    return days_of(one) <= days_of(other)


def may_grant(
    rules: RuleSet, service: str, categories: frozenset[str], worker_role: str, every: Period
) -> tuple[Longer, ...]:
    """The tiers under which a longer interval may be granted for such a case: who may (``granted_by``), and whether it
    takes the supervisor's confirmation. Empty: nobody may."""
    tiers = [
        tier
        for _, row in rules.fitting(Duty.DISCUSS, service, categories, worker_role)
        for tier in row.longer
    ]
    return tuple(t for t in tiers if categories.issuperset(t.case_is) and _at_most(every, t.up_to))
