"""When a cancelled session is to be made up for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy.clocks import Start, several
from policy.duties.common import Assessing
from policy.facts import Postponed, Reason, SessionKind
from policy.ruleset import Condition, Duty, Row, condition_of


def rebooking_starts(row: Row, cancelled: date, booked: date, returned: date | None = None) -> Start | None:
    """From what a cancelled session's limit counts: the cancellation, unless the row says the day it was booked for,
    the return to work or the later of some; None while a return that it counts from is unknown."""
    days = {"cancellation": cancelled, "session": booked}
    if returned:
        days["return_to_work"] = returned
    if row.starts is None or isinstance(row.starts, str):
        name = row.starts or "cancellation"
        return _said(Start(name, days[name])) if name in days else None
    start = several(row.starts, days)
    return _said(start) if start else None


def _said(start: Start) -> Start:
    """In the derivation's words."""
    fact = {"return_to_work": "return", "session": "booked"}.get(start.fact, start.fact)
    return replace(start, fact=fact, of=tuple(_said(one) for one in start.of))


def in_time(work: Assessing, postponed: Postponed) -> bool:
    """Whether it was held inside every limit that the policy sets for rebooking; without one, never."""
    limits = [day for day in _limits(work, postponed) if day]
    return bool(limits) and postponed.held_on <= min(limits)


def _limits(work: Assessing, one: Postponed) -> list[date | None]:
    cancelled = one.cancellation
    return [
        work.within(rule, row, start).due
        for rule in work.rules.asking(Duty.REBOOK)
        for row in rule.rows
        if matches_session(condition_of(rule, row), one.kind, cancelled.reason)
        and (start := rebooking_starts(row, cancelled.on, one.on, cancelled.returned_on))
    ]


def matches_session(when: Condition, kind: SessionKind, reason: Reason | None) -> bool:
    """Whether a row is about such a session, cancelled for such a reason or (None) not cancelled."""
    return (
        (not when.session or kind in when.session)
        and (not when.cancelled_for or reason in when.cancelled_for)
        and reason not in when.not_cancelled_for
    )
