"""When an obligation's nudges are given: the practice's plan for it, as instants."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from policy.calendar import WorkingCalendar
from policy.obligations import DECISION, Obligation, Waiting
from policy.ruleset import NudgeRule, RuleSet, When

#: Steps that were given, each with the due day it was given for; without one, whatever the day.
Given: TypeAlias = Collection[tuple[str, date | None]]


@dataclass(frozen=True, slots=True)
class Planned:
    """One nudge of an obligation, and the instant (UTC) from which it is due. ``of_day``: the due day it counts from
    and tells of, so that it is given again for another; what the clock did stays done."""

    at: datetime
    nudge: NudgeRule
    of_day: date | None = None

    def is_given(self, given: Given) -> bool:
        if self.of_day is None:
            return any(step == self.nudge.step for step, _ in given)
        return (self.nudge.step, self.of_day) in given or (self.nudge.step, None) in given


def plan(rules: RuleSet, calendar: WorkingCalendar, obligation: Obligation) -> tuple[Planned, ...]:
    """Every nudge of an open obligation, soonest first; whether one was given is the caller's to know."""
    if not obligation.is_open:
        return ()
    planned = nudges_for(rules, obligation)
    dated = [(at, n) for n in planned if (at := _instant(rules, calendar, obligation, n))]
    day, first = obligation.due, _up_from(rules, calendar, obligation, dated)
    told = [
        Planned(max(at, first) if n.escalates else at, n, day if n.tell and n.when.anchor == "due" else None)
        for at, n in dated
    ]
    return tuple(sorted(told, key=lambda p: p.at))


def _up_from(
    rules: RuleSet,
    calendar: WorkingCalendar,
    obligation: Obligation,
    dated: Sequence[tuple[datetime, NudgeRule]],
) -> datetime:
    """Of what was late when it came to be owed nobody above is told before the working day after it was first asked of
    whoever answers for it."""
    asked = [calendar.day_of(at) for at, nudge in dated if not nudge.escalates]
    if obligation.known_on is None or not asked:
        return datetime.min.replace(tzinfo=UTC)
    day = calendar.add_working(max(min(asked), obligation.known_on), 1)
    return calendar.at(day, rules.practice.day_starts)


class FirstPlanned:
    """When the first nudge of each of many obligations is due: planned once for all of one rule and the same days."""

    def __init__(self, rules: RuleSet, calendar: WorkingCalendar) -> None:
        self._rules, self._calendar = rules, calendar
        self._known: dict[tuple[Any, ...], datetime | None] = {}

    def at(self, o: Obligation) -> datetime | None:
        """The instant (UTC); None where none is planned."""
        alike = (o.rule, o.key.duty, o.state, o.started, o.due, o.not_before, o.known_on, o.waiting_for)
        if alike not in self._known:
            planned = plan(self._rules, self._calendar, o)
            self._known[alike] = planned[0].at if planned else None
        return self._known[alike]


def nudges_for(rules: RuleSet, obligation: Obligation) -> tuple[NudgeRule, ...]:
    """Those under the rule's own id where practice has some, else those of its duty."""
    known, duty = rules.practice.nudges, obligation.key.kind_of_duty
    return known.get(obligation.rule) or known.get(duty, ())


def _instant(
    rules: RuleSet, calendar: WorkingCalendar, obligation: Obligation, nudge: NudgeRule
) -> datetime | None:
    when, returns = nudge.when, obligation.waiting_for is Waiting.RETURN
    if (nudge.undated and obligation.due) or (nudge.do and returns):
        return None
    if nudge.decided and obligation.key.fact.kind != DECISION:
        return None
    if when.anchor == "ready" and not when.amount:
        return obligation.not_before
    day = _anchor(rules, calendar, obligation, when)
    if day is None:
        return None
    time = rules.practice.day_ends if nudge.at_end else rules.practice.day_starts
    return calendar.at(_day(calendar, day, when), time)


def _anchor(rules: RuleSet, calendar: WorkingCalendar, obligation: Obligation, when: When) -> date | None:
    match when.anchor:
        case "ready":
            return _known(calendar, obligation) if obligation.not_before else None
        case "due":
            due = obligation.due
            if due and when.amount >= 0:
                due = max(due, _known(calendar, obligation))
            return calendar.next_working(due) if due and _asked_from(rules, obligation) else due
        case "start":
            return None if _not_begun(obligation) else max(obligation.started, _known(calendar, obligation))


def _not_begun(obligation: Obligation) -> bool:
    """Waiting for these, and without a day, nothing counts from its start."""
    return obligation.due is None and obligation.waiting_for in (Waiting.RETURN, Waiting.DELIVERY)


def _known(calendar: WorkingCalendar, obligation: Obligation) -> date:
    """The first day on which it could be asked: what came to be known later is counted from then. Past its day already,
    it is asked as owed, and called late no sooner than anything else."""
    ready = obligation.not_before
    return max(calendar.day_of(ready) if ready else date.min, obligation.known_on or date.min)


def _asked_from(rules: RuleSet, obligation: Obligation) -> bool:
    """Whether it is asked from its due day, so never before it: what comes after counts from when it can be told."""
    rule = rules.rule(obligation.rule)
    return rule is not None and any(row.after and not row.within for row in rule.rows)


def _day(calendar: WorkingCalendar, day: date, when: When) -> date:
    """Up to a due day that isn't a working day means the working day before it: in time, not after."""
    if when.working and when.amount:
        return calendar.add_working(day, when.amount)
    moved = day + timedelta(days=when.amount)
    return calendar.previous_working(moved) if when.anchor == "due" and when.amount <= 0 else moved
