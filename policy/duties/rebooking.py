"""When a cancelled session is to be made up for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from policy.calendar import WorkingCalendar
from policy.deadlines import Start, add, several
from policy.duties.common import Assessing
from policy.facts import Away, Cancellation, Off, Postponed, Reason, SessionKind
from policy.periods import Period
from policy.ruleset import Duty, Row, RuleSet
from policy.spans import covers

#: Somebody is away for days. What anybody else sees of a session cancelled for the one is what they see for the other.
AWAY: Final = (Reason.LEAVE, Reason.SICKNESS)
_DAY: Final = timedelta(days=1)


def distinguished(rules: RuleSet, reason: Reason | None) -> bool:
    """Whether what is done unasked about such a session could tell which of the two it was: rules depend on it."""
    return rules.asks_sickness and reason in AWAY


def awaits_return(rules: RuleSet, cancelled: Cancellation) -> bool:
    """Whether nothing is booked unasked until somebody says when they are back, whatever the limit is."""
    return distinguished(rules, cancelled.reason) and cancelled.returned_on is None


def away_by(rules: RuleSet, off: Sequence[Off], away: Sequence[Away]) -> list[Away]:
    """When somebody is away by the sessions that were cancelled for it, where nobody recorded that they are (``away``):
    until they are back. Where nobody is asked when that is, the session's own day is all that is known."""
    return [_away(rules, one) for one in off if not any(covers(a.first, a.last, one.on) for a in away)]


def _away(rules: RuleSet, off: Off) -> Away:
    if off.back is None:
        return Away(off.on, None if rules.asks_sickness else off.on)
    if off.back > off.on:
        return Away(off.on, off.back - _DAY)
    return Away(min(off.cancelled_on, off.on), off.back - _DAY)


def limits_of_both(
    rules: RuleSet, calendar: WorkingCalendar, kind: SessionKind, booked: date, cancelled: Cancellation
) -> list[date]:
    """By when a session cancelled for somebody's days away would be held, by the rules for each reason for them: the
    earliest first. One that counts from a return that isn't known is none."""
    found = [
        add(calendar, row, start.on, row.within)
        for reason in AWAY
        for rule, row in rules.rows_of_session(kind, reason)
        if rule.duty is Duty.REBOOK and isinstance(row.within, Period)
        if (start := rebooking_starts(row, cancelled.on, booked, cancelled.returned_on))
    ]
    return sorted(found)


def held_again_by(
    rules: RuleSet, calendar: WorkingCalendar, kind: SessionKind, cancelled: date
) -> date | None:
    """By when a session is held again at the latest, whatever it is cancelled for; None where no rule sets a limit."""
    rows = (
        row
        for reason in Reason
        for rule, row in rules.rows_of_session(kind, reason)
        if rule.duty is Duty.REBOOK
    )
    limits = [add(calendar, row, cancelled, row.within) for row in rows if isinstance(row.within, Period)]
    return max(limits, default=None)


def rebooking_starts(row: Row, cancelled: date, booked: date, returned: date | None = None) -> Start | None:
    """From what a cancelled session's limit counts: the cancellation, unless the row says the day it was booked for,
    the return to work or the later of some; None while a return that it counts from is unknown."""
    days = {"cancellation": cancelled, "session": booked}
    if returned:
        days["return_to_work"] = returned
    if row.starts is None or isinstance(row.starts, str):
        name = row.starts or "cancellation"
        return _renamed(Start(name, days[name])) if name in days else None
    start = several(row.starts, days)
    return _renamed(start) if start else None


def _renamed(start: Start) -> Start:
    """In the derivation's words."""
    fact = {"return_to_work": "return", "session": "booked"}.get(start.fact, start.fact)
    return start._replace(fact=fact, of=tuple(_renamed(one) for one in start.of))


def in_time(work: Assessing, postponed: Postponed) -> bool:
    """Whether it was held inside every limit that the policy sets for rebooking; without one, never."""
    limit = earliest(work, postponed.kind, postponed.on, postponed.cancellation)
    return limit is not None and postponed.held_on <= limit


def earliest(work: Assessing, kind: SessionKind, booked: date, cancelled: Cancellation) -> date | None:
    """The first of the limits that the policy sets for a cancelled session; None without any, or while a return that
    they count from is unknown."""
    limits = (
        work.within(rule, row, start).due
        for rule, row in work.rules.rows_of_session(kind, cancelled.reason)
        if rule.duty is Duty.REBOOK
        and (start := rebooking_starts(row, cancelled.on, booked, cancelled.returned_on))
    )
    return min((day for day in limits if day), default=None)
