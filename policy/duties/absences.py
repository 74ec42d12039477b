"""Absences: a supervisor's long one is reported, and other arrangements are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from policy.clocks import Deadline, Start, after
from policy.duties.common import Assessing
from policy.facts import AbsenceFacts, Affected, FactRef
from policy.obligations import Obligation
from policy.periods import Period, Unit
from policy.ruleset import Duty, Row, Rule, condition_of

#: What a clock for other arrangements may start from: the first supervisee's report, and whoever covers being away too.
REPORT: Final = "report"
COVER_AWAY: Final = "cover_away"


def absence(work: Assessing, facts: AbsenceFacts) -> None:
    for rule, row in work.rules.rows_about(facts.subject.kind):
        clock = _clock(work, facts, rule, row, facts.first)
        if clock and condition_of(rule, row).unplanned in (None, not facts.planned):
            _asked(work, facts, rule, row, clock)


@dataclass(frozen=True, slots=True)
class _Clock:
    """``begins``: the first day on which it is asked; ``started``: the day by which a version governs it."""

    begins: date
    started: date
    deadline: Deadline


def _clock(work: Assessing, facts: AbsenceFacts, rule: Rule, row: Row, first: date) -> _Clock | None:
    """Asked from the day after the longest that nothing is asked of (day 15 of 14 days, from ``first``), and due that
    day unless the row gives time from then; None while the report that starts it is missing."""
    start, long = Start("absence", first), None
    if row.after:
        long = after(work.calendar, rule, row, start, row.after, "after")
        begins = long.due or first
        if row.within is None and row.starts is None:
            return _Clock(begins, first, long)
        start = Start("absence", begins)
    if row.starts == REPORT:
        reported = min((one.reported_on for one in facts.affected if one.reported_on), default=None)
        if reported is None:
            return None
        start, long = (start, long) if start.on > reported else (Start(REPORT, reported), None)
    deadline = work.within(rule, row, start)
    steps = (*long.steps, *deadline.steps[1:]) if long else deadline.steps
    return _Clock(start.on, start.on, deadline._replace(steps=steps))


def _asked(work: Assessing, facts: AbsenceFacts, rule: Rule, row: Row, clock: _Clock) -> None:
    """Until the return. Of whoever came to the absent supervisor meanwhile it is asked from then."""
    if facts.last:
        work.changes_after(facts.last)
    if facts.last and work.on > facts.last:
        return
    begun = []
    for one in facts.affected:
        own = _clock(work, facts, rule, row, one.since) if one.since > facts.first else clock
        if own:
            work.changes_on(own.begins)
            begun += [(one, own)] if work.on >= own.begins else []
    if rule.duty is Duty.REPORT_ABSENCE:
        work.found += _reports(work, facts, rule, begun)
    elif begun:
        work.found.append(_arrangement(work, facts, rule, begun))
        work.found += _arranged_again(work, facts, rule, row, [one for one, _ in begun])


def _reports(
    work: Assessing, facts: AbsenceFacts, rule: Rule, begun: Sequence[tuple[Affected, _Clock]]
) -> Iterator[Obligation]:
    """Each supervisee's own, unless arrangements were made before they said anything."""
    for one, clock in begun:
        about = work.about(rule, facts.subject, one.supervisee_id)
        fact = FactRef("relationship", str(one.relationship_id))
        if one.reported_on:
            yield about.met(fact, clock.started, FactRef("report", fact.id), one.reported_on)
        elif not one.arranged_on:
            yield about.open(fact, clock.started, clock.deadline)


def _arrangement(
    work: Assessing, facts: AbsenceFacts, rule: Rule, begun: Sequence[tuple[Affected, _Clock]]
) -> Obligation:
    """By the clock of whoever has waited longest for one."""
    about, itself = work.about(rule, facts.subject, None, facts.person_id), str(facts.absence_id)
    fact, waiting = FactRef("absence", itself), [own for one, own in begun if not one.arranged_on]
    if not waiting:
        last = max(one.arranged_on or date.min for one, _ in begun)
        return about.met(fact, begun[0][1].started, FactRef("cover", itself), last)
    clock = min(waiting, key=lambda own: own.begins)
    return about.open(fact, clock.started, clock.deadline)


def _arranged_again(
    work: Assessing, facts: AbsenceFacts, rule: Rule, row: Row, begun: Sequence[Affected]
) -> Iterator[Obligation]:
    """While whoever covers is away too: nobody covers then, and it is owed from their first day away."""
    about = work.about(rule, facts.subject, None, facts.person_id)
    for away in dict.fromkeys(away for one in begun if one.arranged_on for away in one.cover_away):
        first, last = away.days.first, away.days.last
        work.changes_on(first)
        if last:
            work.changes_after(last)
        if first <= work.on and (last is None or work.on <= last):
            start = Start(COVER_AWAY, max(first, facts.first))
            within = row.within or Period(0, Unit.DAY)
            clock = after(work.calendar, rule, row, start, within)
            yield about.open(FactRef(COVER_AWAY, str(away.absence_id)), start.on, clock)
