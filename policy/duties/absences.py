"""Absences: a supervisor's long one is reported, and other arrangements are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from policy.clocks import Deadline, Start, after
from policy.duties.common import Assessing
from policy.facts import AbsenceFacts, FactRef
from policy.obligations import Obligation
from policy.ruleset import Duty, Row, Rule, condition_of

#: What a clock for other arrangements may start from: the first supervisee's report.
REPORT: Final = "report"


def absence(work: Assessing, facts: AbsenceFacts) -> None:
    for rule in work.rules.duties(facts.subject.kind):
        for row in rule.rows:
            clock = _clock(work, facts, rule, row)
            if clock and condition_of(rule, row).unplanned in (None, not facts.planned):
                _asked(work, facts, rule, clock)


@dataclass(frozen=True, slots=True)
class _Clock:
    """``begins``: the first day on which it is asked; ``started``: the day by which a version governs it."""

    begins: date
    started: date
    deadline: Deadline


def _clock(work: Assessing, facts: AbsenceFacts, rule: Rule, row: Row) -> _Clock | None:
    """Asked from the day after the longest that nothing is asked of (day 15 of 14 days), and due that day unless the
    row gives time from then; None while the report that starts it is missing."""
    start, long = Start("absence", facts.first), None
    if row.after:
        long = after(work.calendar, rule, row, start, row.after, "after")
        begins = long.due or facts.first
        if row.within is None and row.starts is None:
            return _Clock(begins, facts.first, long)
        start = Start("absence", begins)
    if row.starts == REPORT:
        reported = min((one.reported_on for one in facts.affected if one.reported_on), default=None)
        if reported is None:
            return None
        start, long = (start, long) if start.on > reported else (Start(REPORT, reported), None)
    deadline = work.within(rule, row, start)
    steps = (*long.steps, *deadline.steps[1:]) if long else deadline.steps
    return _Clock(start.on, start.on, replace(deadline, steps=steps))


def _asked(work: Assessing, facts: AbsenceFacts, rule: Rule, clock: _Clock) -> None:
    """Until the return."""
    work.changes_on(clock.begins)
    if facts.last:
        work.changes_after(facts.last)
    if work.on < clock.begins or (facts.last and work.on > facts.last) or not facts.affected:
        return
    if rule.duty is Duty.REPORT_ABSENCE:
        work.found += _reports(work, facts, rule, clock)
    else:
        work.found.append(_arrangement(work, facts, rule, clock))


def _reports(work: Assessing, facts: AbsenceFacts, rule: Rule, clock: _Clock) -> Iterator[Obligation]:
    """Each supervisee's own, unless arrangements were made before they said anything."""
    for one in facts.affected:
        about = work.about(rule, facts.subject, one.supervisee_id)
        fact = FactRef("relationship", str(one.relationship_id))
        if one.reported_on:
            yield about.met(fact, clock.started, FactRef("report", fact.id), one.reported_on)
        elif not one.arranged_on:
            yield about.open(fact, clock.started, clock.deadline)


def _arrangement(work: Assessing, facts: AbsenceFacts, rule: Rule, clock: _Clock) -> Obligation:
    about, itself = work.about(rule, facts.subject, None, facts.person_id), str(facts.absence_id)
    fact, days = FactRef("absence", itself), [one.arranged_on for one in facts.affected if one.arranged_on]
    if len(days) == len(facts.affected):
        return about.met(fact, clock.started, FactRef("cover", itself), max(days))
    return about.open(fact, clock.started, clock.deadline)
