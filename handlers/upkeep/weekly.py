"""Late stays in sight: after the last reminder a line each week to whoever answers, a summary to the manager above, and
to the administrators what nobody answers for.

All are the council's practice (``weekly``), and go with that day's message."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.notifications.notifier import nudge_of, plan_all
from handlers.shared.to_allocate import who_allocates_late
from handlers.upkeep.notices import WhatNobodyAnswersFor, WhatStaysLate, WhatStaysLateInTeams
from policy.date_words import WEEKDAYS
from policy.ruleset import Delivery
from storage import late, people
from storage.work import Work


def notify_what_stays_late(work: Work, since: date) -> None:
    """``since``: the day from which no night was looked at; a week's day that an outage swallowed is made up."""
    weekly = work.rules.practice.weekly
    mine, teams = _week(work, weekly.late, since), _week(work, weekly.summary, since)
    owing = late.without_reminder(work) if mine or teams else set()
    allocate = who_allocates_late(work) if teams else set()
    told = [
        nudge_of(WhatStaysLate(person=one, week=str(mine)), one, Delivery.DAY)
        for one in sorted(owing if mine else ())
    ]
    above = [
        nudge_of(WhatStaysLateInTeams(person=one, week=str(teams)), one, Delivery.DAY)
        for one in sorted(late.managers_of(work, owing | allocate) | allocate if teams else ())
    ]
    nobody = [
        nudge_of(WhatNobodyAnswersFor(person=one, week=str(mine)), one, Delivery.DAY)
        for one in (people.administrators(work) if mine and late.answered_by_nobody(work) else ())
    ]
    plan_all(work, [*told, *above, *nobody])


def _week(work: Work, weekday: str, since: date) -> date | None:
    """The day of this week on which it is told, where that came since the last night; a holiday's is the next."""
    if weekday == "never":
        return None
    monday = work.today - timedelta(days=work.today.weekday())
    day = work.calendar.next_working(monday + timedelta(days=WEEKDAYS.index(weekday.title())))
    return day if since <= day <= work.today else None
