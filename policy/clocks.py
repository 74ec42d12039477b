"""From a start to a due day, one function per clock shape, each returning the steps it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policy.calendar import WorkingCalendar
from policy.facts import Away
from policy.obligations import Step, Waiting
from policy.periods import Period, Unit
from policy.ruleset import Row, Rule


@dataclass(frozen=True, slots=True)
class Start:
    """The fact that starts a clock, in the derivation's words, and its day."""

    fact: str
    on: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """Where a clock ends; ``waiting`` says why where it has no day. ``amount``: how long it was, in words."""

    rule: Rule
    due: date | None
    steps: tuple[Step, ...]
    target: date | None = None
    waiting: Waiting | None = None
    amount: str | None = None


def no_deadline(rule: Rule, row: Row, start: Start, waiting: Waiting = Waiting.NO_DEADLINE) -> Deadline:
    return Deadline(rule, None, (_started(start), _stepped("none", rule, row)), waiting=waiting)


def after(
    calendar: WorkingCalendar, rule: Rule, row: Row, start: Start, period: Period, op: str = "within"
) -> Deadline:
    """``period`` after the start; in weeks or months it stays on its date, whatever weekday that is."""
    due = calendar.add(start.on, period)
    steps = (_started(start), _stepped(op, rule, row, str(period), due))
    if op != "every" or row.target is None:
        return Deadline(rule, due, steps, amount=str(period))
    target = calendar.add(start.on, row.target)
    aim = Step("target", amount=str(row.target), rule=rule.id, clause=rule.clause, result=target)
    return Deadline(rule, due, (*steps, aim), target, amount=str(period))


def counted_present(
    calendar: WorkingCalendar, rule: Rule, row: Row, start: Start, period: Period, away: Sequence[Away]
) -> Deadline:
    """``period`` after the start in which days away don't count (B16). Waits while a return is unknown.

    Days and weeks count every day, working days those alone; months and years cannot pause."""
    if not away:
        return after(calendar, rule, row, start, period)
    paused, left, day = 0, _days(period), start.on
    while left:
        day = calendar.add_working(day, 1) if period.unit is Unit.WORKING_DAY else day + timedelta(days=1)
        absence = next((a for a in away if a.first <= day <= (a.last or day)), None)
        if absence and absence.last is None:
            return no_deadline(rule, row, start, Waiting.RETURN)
        paused, left = (paused + 1, left) if absence else (paused, left - 1)
    unit = Unit.WORKING_DAY if period.unit is Unit.WORKING_DAY else Unit.DAY
    pause = (Step("paused", fact="supervisee away", amount=str(Period(paused, unit))),) if paused else ()
    steps = (_started(start), *pause, _stepped("within", rule, row, str(period), day))
    return Deadline(rule, day, steps, amount=str(period))


def _days(period: Period) -> int:
    if period.unit in (Unit.MONTH, Unit.YEAR):
        raise ValueError(f"{period} cannot pause: months and years are not a number of days")
    return period.amount * 7 if period.unit is Unit.WEEK else period.amount


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    return (first_of_month(day) + timedelta(days=32)).replace(day=1)


def end_of_month(day: date) -> date:
    return next_month(day) - timedelta(days=1)


def in_window(rule: Rule, row: Row, first: date) -> Deadline:
    """Once in the calendar month that starts on ``first``: by its last day."""
    due, amount = end_of_month(first), "calendar month"
    steps = (Step("window", fact="month", on=first), _stepped("in_each", rule, row, amount, due))
    return Deadline(rule, due, steps, amount=amount)


def _started(start: Start) -> Step:
    return Step("start", fact=start.fact, on=start.on)


def _stepped(op: str, rule: Rule, row: Row, amount: str | None = None, result: date | None = None) -> Step:
    notes = " ".join((*rule.interpretations, row.interpretation or "")).strip() or None
    return Step(op, amount=amount, rule=rule.id, clause=rule.clause, interpretation=notes, result=result)
