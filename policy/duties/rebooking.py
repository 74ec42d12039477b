"""When a cancelled session is to be made up for."""

from __future__ import annotations

from datetime import date

from policy.clocks import Start, several
from policy.duties.common import Assessing
from policy.facts import Postponed
from policy.ruleset import Duty, Row


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
    return start._replace(fact=fact, of=tuple(_said(one) for one in start.of))


def in_time(work: Assessing, postponed: Postponed) -> bool:
    """Whether it was held inside every limit that the policy sets for rebooking; without one, never."""
    limits = [day for day in _limits(work, postponed) if day]
    return bool(limits) and postponed.held_on <= min(limits)


def _limits(work: Assessing, one: Postponed) -> list[date | None]:
    cancelled = one.cancellation
    return [
        work.within(rule, row, start).due
        for rule, row in work.rules.rows_of_session(one.kind, cancelled.reason)
        if rule.duty is Duty.REBOOK
        and (start := rebooking_starts(row, cancelled.on, one.on, cancelled.returned_on))
    ]
