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
    """Where a clock ends; ``waiting`` says why where it has no day."""

    rule: Rule
    due: date | None
    steps: tuple[Step, ...]
    target: date | None = None
    waiting: Waiting | None = None


def no_deadline(rule: Rule, row: Row, start: Start, waiting: Waiting = Waiting.NO_DEADLINE) -> Deadline:
    return Deadline(rule, None, (_started(start), _stepped("none", rule, row)), waiting=waiting)


def after(calendar: WorkingCalendar, rule: Rule, row: Row, start: Start, period: Period, op: str = "within") -> Deadline:
    """``period`` after the start; in weeks or months it stays on its date, whatever weekday that is."""
    due = calendar.add(start.on, period)
    target = calendar.add(start.on, row.target) if row.target and op == "every" else None
    aim = (_stepped("target", rule, row, str(row.target), target),) if target else ()
    return Deadline(rule, due, (_started(start), _stepped(op, rule, row, str(period), due), *aim), target)


def working_days_present(
    calendar: WorkingCalendar, rule: Rule, row: Row, start: Start, days: int, away: Sequence[Away]
) -> Deadline:
    """``days`` working days after the start on which the person isn't away (B16). Waits while a return is unknown."""
    day, left, paused = start.on, days, 0
    while left:
        day = calendar.add_working(day, 1)
        absence = next((a for a in away if a.first <= day and (a.last is None or day <= a.last)), None)
        if absence and absence.last is None:
            return no_deadline(rule, row, start, Waiting.RETURN)
        paused, left = (paused + 1, left) if absence else (paused, left - 1)
    pause = (Step("paused", fact="supervisee away", amount=str(Period(paused, Unit.WORKING_DAY))),) if paused else ()
    amount = str(Period(days, Unit.WORKING_DAY))
    return Deadline(rule, day, (_started(start), *pause, _stepped("within", rule, row, amount, day)))


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
    due = end_of_month(first)
    return Deadline(rule, due, (Step("window", fact="month", on=first), _stepped("in_each", rule, row, str(row.in_each), due)))


def _started(start: Start) -> Step:
    return Step("start", fact=start.fact, on=start.on)


def _stepped(op: str, rule: Rule, row: Row, amount: str | None = None, result: date | None = None) -> Step:
    notes = (*rule.interpretations, *((row.interpretation,) if row.interpretation else ()))
    return Step(
        op, amount=amount, rule=rule.id, clause=rule.clause, interpretation=" ".join(notes) or None, result=result
    )
