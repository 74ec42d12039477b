"""From a start to a due day, one function per clock shape, each returning the steps it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from policy.calendar import WorkingCalendar
from policy.facts import Away
from policy.given import FirstOf, LaterOf
from policy.obligations import Step, Waiting
from policy.periods import Period, Unit
from policy.ruleset import Row, Rule
from policy.spans import covers
from policy.windows import Span

_DAY: Final = timedelta(days=1)
#: So many deadlines are remembered: many cases were discussed on one day, and many sessions held.
_REMEMBERED: Final = 4_000


class Start(NamedTuple):
    """The fact that starts a clock, in the derivation's words, and its day. ``chosen``: ``later_of`` or ``first_of``
    the events in ``of``."""

    fact: str
    on: date
    chosen: str = ""
    of: tuple[Start, ...] = ()


class Deadline(NamedTuple):
    """Where a clock ends; ``waiting`` says why where it has no day, or what is asked beside it. ``amount``: how long it
    was, in words. ``window``: the stretch of the calendar at whose end that is."""

    rule: Rule
    due: date | None
    steps: tuple[Step, ...]
    target: date | None = None
    waiting: Waiting | None = None
    amount: str | None = None
    window: Span | None = None


@lru_cache(maxsize=_REMEMBERED)
def no_deadline(
    rule: Rule, row: Row, start: Start | None, waiting: Waiting = Waiting.NO_DEADLINE
) -> Deadline:
    """``start``: None where no clock has started."""
    steps = started(start) if start else ()
    return Deadline(rule, None, (*steps, stepped("none", rule, row)), waiting=waiting)


def add(calendar: WorkingCalendar, row: Row, start: date, period: Period) -> date:
    """``period`` after a day as the row counts: the event's own day or not, bank holidays or not."""
    days = calendar.counting_bank_holidays() if row.bank_holidays else calendar
    return days.add(start - _DAY if row.counts_from else start, period)


@lru_cache(maxsize=_REMEMBERED)
def after(
    calendar: WorkingCalendar, rule: Rule, row: Row, start: Start, period: Period, op: str = "within"
) -> Deadline:
    """``period`` after the start; in weeks or months it stays on its date, whatever weekday that is."""
    due, amount = add(calendar, row, start.on, period), str(period)
    steps = (*started(start), *_manner(row), stepped(op, rule, row, amount, due))
    if op != "every" or row.target is None:
        return Deadline(rule, due, steps, amount=amount)
    target = add(calendar, row, start.on, row.target)
    aim = Step("target", amount=str(row.target), rule=rule.id, clause=rule.clause, result=target)
    return Deadline(rule, due, (*steps, aim), target, amount=amount)


def before(calendar: WorkingCalendar, rule: Rule, row: Row, event: Start, by: Period) -> Deadline:
    """So long before an event whose day is known: a working day before, or the same date weeks or months before."""
    due = calendar.add(event.on, Period(-by.amount, by.unit))
    return Deadline(rule, due, (*started(event), stepped("ahead", rule, row, str(by), due)), amount=str(by))


def _manner(row: Row) -> tuple[Step, ...]:
    """How days are counted, where the policy doesn't count as others do."""
    own = (Step("counts_from"),) if row.counts_from else ()
    return (*own, Step("bank_holidays")) if row.bank_holidays else own


def within(
    calendar: WorkingCalendar,
    rule: Rule,
    row: Row,
    start: Start,
    limit: Period | FirstOf,
    events: Mapping[str, date],
    op: str = "within",
) -> Deadline:
    """A period after the start, or the first of several: an event whose day isn't known gives none, nor does a date
    that had passed when the clock started."""
    if isinstance(limit, Period):
        return after(calendar, rule, row, start, limit, op)
    found: list[tuple[date, Step]] = []
    for one in limit.first_of:
        if isinstance(one, Period):
            day = add(calendar, row, start.on, one)
            found.append((day, stepped(op, rule, row, str(one), day)))
        elif isinstance(one, date):
            found += [(one, stepped("date", rule, row, None, one))] if one >= start.on else []
        elif one in events:
            found.append((events[one], Step("event", fact=one, on=events[one], result=events[one])))
    if not found:
        named = any(isinstance(one, str) for one in limit.first_of)
        return no_deadline(rule, row, start, Waiting.EVENT if named else Waiting.NO_DEADLINE)
    due, step = min(found, key=lambda pair: pair[0])
    rest = tuple(s for _, s in found if s is not step)
    first = stepped("first_of", rule, row, str(limit), due)
    return Deadline(rule, due, (*started(start), *rest, step, first), amount=str(limit))


def counted_present(
    calendar: WorkingCalendar,
    rule: Rule,
    row: Row,
    start: Start,
    period: Period,
    away: Sequence[Away],
    op: str = "within",
) -> Deadline:
    """``period`` after the start in which days away don't count (B16). Waits while a return is unknown.

    Working days count those present; every other period is put back by each day away."""
    if not away:
        return after(calendar, rule, row, start, period, op)
    paused, left, day = 0, *_days(calendar, row, start.on, period)
    while left:
        day = calendar.add_working(day, 1) if period.unit is Unit.WORKING_DAY else day + _DAY
        absence = next((a for a in away if covers(a.first, a.last, day)), None)
        if absence and absence.last is None:
            return no_deadline(rule, row, start, Waiting.RETURN)
        paused, left = (paused + 1, left) if absence else (paused, left - 1)
    unit = Unit.WORKING_DAY if period.unit is Unit.WORKING_DAY else Unit.DAY
    pause = (Step("paused", fact="supervisee_away", amount=str(Period(paused, unit))),) if paused else ()
    steps = (*started(start), *pause, stepped(op, rule, row, str(period), day))
    return Deadline(rule, day, steps, amount=str(period))


def _days(calendar: WorkingCalendar, row: Row, start: date, period: Period) -> tuple[int, date]:
    """How many days there are to count, and the day before the first of them."""
    before = start - _DAY if row.counts_from else start
    if period.unit is Unit.WORKING_DAY:
        return period.amount, before
    return (add(calendar, row, start, period) - before).days, before


def shared(period: Period, percent: int) -> Period:
    """A period for somebody who works part of full time: twice as long at half; the shorter where it doesn't divide."""
    unit, amount = period.unit, period.amount
    if unit is Unit.WEEK:
        unit, amount = Unit.DAY, amount * 7
    elif unit is Unit.YEAR:
        unit, amount = Unit.MONTH, amount * 12
    return period if percent >= 100 else Period(amount * 100 // max(percent, 1), unit)


def in_window(rule: Rule, row: Row, span: Span, amount: str, found: str | None = None) -> Deadline:
    """So much in one window: by its due day. ``found``: how much of it there is, where more than one is asked."""
    had = (Step("found", amount=found),) if found else ()
    op = "at_least" if found else "in_each"
    steps = (
        Step("window", fact=span.kind, on=span.first),
        *had,
        stepped(op, rule, row, amount, span.due),
    )
    return Deadline(rule, span.due, steps, amount=amount, window=span)


def started(start: Start) -> tuple[Step, ...]:
    """The event that starts a clock; of several, each with its day, and then which of them."""
    if not start.of:
        return (Step("start", start.fact, start.on),)
    one_by_one = (Step("start", one.fact, one.on) for one in start.of)
    return (*one_by_one, Step(f"starts_{start.chosen}", result=start.on))


def stepped(op: str, rule: Rule, row: Row, amount: str | None = None, result: date | None = None) -> Step:
    notes = " ".join(filter(None, (*rule.interpretations, row.interpretation))) or None
    clause = None if op in row.filled else rule.clause
    return Step(op, None, None, amount, rule.id, clause, notes, result)


def several(starts: LaterOf | FirstOf, days: Mapping[str, date]) -> Start | None:
    """The event that starts a clock, of several; None while it cannot be told."""
    names = starts.later_of if isinstance(starts, LaterOf) else [str(n) for n in starts.first_of]
    known = tuple(Start(name, days[name]) for name in names if name in days)
    later = isinstance(starts, LaterOf)
    if not known or (later and len(known) < len(names)):
        return None
    one = (max if later else min)(known, key=lambda s: s.on)
    return one._replace(chosen="later_of" if later else "first_of", of=known)
