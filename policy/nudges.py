"""When an obligation's nudges are given: the practice's plan for it, as instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from policy.calendar import WorkingCalendar
from policy.obligations import Obligation
from policy.ruleset import Nudge, RuleSet


@dataclass(frozen=True, slots=True)
class Planned:
    """One nudge of an obligation, and the instant (UTC) from which it is due."""

    at: datetime
    nudge: Nudge


def plan(rules: RuleSet, calendar: WorkingCalendar, obligation: Obligation) -> tuple[Planned, ...]:
    """Every nudge of an open obligation, soonest first; whether one was given already is the caller's to know."""
    if not obligation.is_open:
        return ()
    duty = obligation.key.duty.split(":")[0]
    dated = [(_instant(rules, calendar, obligation, n), n) for n in rules.practice.nudges.get(duty, ())]
    return tuple(sorted((Planned(at, n) for at, n in dated if at), key=lambda p: p.at))


def _instant(rules: RuleSet, calendar: WorkingCalendar, obligation: Obligation, nudge: Nudge) -> datetime | None:
    when = nudge.when
    if nudge.undated and obligation.due:
        return None
    if when.anchor == "ready":
        ready = obligation.not_before
        if ready is None or not when.amount:
            return ready
        day: date | None = calendar.day_of(ready)
    else:
        day = obligation.due if when.anchor == "due" else obligation.started
    if day is None or (when.anchor == "start" and obligation.waiting_for in _NOT_STARTED):
        return None
    time = rules.practice.day_ends if nudge.at_end else rules.practice.day_starts
    return calendar.at(_day(calendar, day, nudge), time)


#: Waiting for these, a clock has not begun: nothing counts from its start.
_NOT_STARTED = ("the return to work", "delivery of the request")


def _day(calendar: WorkingCalendar, day: date, nudge: Nudge) -> date:
    """On or before a day that isn't a working day means the working day before it: in time, not after."""
    when = nudge.when
    if when.amount > 0:
        return calendar.add_working(day, when.amount) if when.working else date.fromordinal(day.toordinal() + when.amount)
    last = calendar.previous_working(day) if when.anchor == "due" else day
    return calendar.add_working(last, when.amount) if when.amount else last
