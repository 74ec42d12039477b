"""How often a policy asks that somebody is supervised: two may agree to meet more often, never less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from policy.calendar import WorkingCalendar
from policy.deadlines import shared
from policy.duties.common import Assessing
from policy.duties.counting import origin, phase_on, stretches
from policy.duties.then import fitting
from policy.facts import PersonFacts
from policy.periods import Period, Unit, days_of
from policy.ruleset import AGREEMENT, Duty, Phase, Row, Rule, RuleSet, Window
from policy.spans import covers

_WINDOWS: Final = {
    Window.CALENDAR_MONTH: Period(1, Unit.MONTH),
    Window.CALENDAR_QUARTER: Period(3, Unit.MONTH),
    Window.CALENDAR_YEAR: Period(1, Unit.YEAR),
    Window.YEAR_OF_SERVICE: Period(1, Unit.YEAR),
}


def asked_every(rules: RuleSet, calendar: WorkingCalendar, facts: PersonFacts, on: date) -> Period | None:
    """The shortest interval that holds for somebody on a day; None where no rule says one, or what says it yields to
    what the two agree."""
    work = Assessing(rules, calendar, on)
    found = (
        period
        for rule, row, _ in fitting(work, facts)
        if rule.duty is Duty.SUPERVISE and rule.what is None
        for period in _of_row(work, facts, rule, row)
    )
    return min(found, key=days_of, default=None)


def is_less_often(agreed: Period, asked: Period | None) -> bool:
    """Whether what two agree is less often than is asked of them."""
    return asked is not None and days_of(agreed) > days_of(asked)


def every(period: Period) -> str:
    """An interval in a sentence."""
    return f"every {str(period).removeprefix('1 ')}"


def _of_row(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[Period]:
    elsewhere = [one for one in facts.set_elsewhere if one.by == row.yields_to]
    holds = [one.every for one in elsewhere if covers(one.since, one.until, work.on)]
    if holds or row.yields_to == AGREEMENT:
        yield from holds
    elif origin(facts, rule, row):
        phase = phase_on(stretches(work, facts, rule, row), work.on)
        period = phase.every or _of_windows(phase)
        if period:
            yield shared(period, facts.percent) if row.pro_rata else period


def _of_windows(phase: Phase) -> Period | None:
    """So often in each, as an interval."""
    each = _WINDOWS.get(phase.in_each) if phase.in_each else None
    if each is None or phase.at_least == 1:
        return each
    return Period(days_of(each) // phase.at_least, Unit.DAY)
