"""Late stays in sight: after the last reminder a line each week to whoever answers, and a summary to the manager above.

Both are the council's practice (``weekly``), and go with that day's message."""

from __future__ import annotations

from datetime import date, timedelta

from cards.message import MessageItem
from cards.upkeep import late as cards_late
from cards.upkeep.late import Late
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from handlers.shared.redaction import PRIVATE
from policy.dates import WEEKDAYS
from policy.obligations import is_overdue
from policy.ruleset import Delivery
from storage import duties, late, people
from storage.duties import KeptObligation
from storage.outbox import NewNudge
from storage.work import Work


def tell_what_stays_late(work: Work, since: date) -> None:
    """``since``: the day of the last night that was looked at; a week's day that an outage swallowed is made up."""
    weekly, owing = work.rules.practice.weekly, None
    for kind, weekday in (("late", weekly.late), ("late_team", weekly.summary)):
        week = _week(work, weekday, since)
        if week is None:
            continue
        owing = late.without_reminder(work) if owing is None else owing
        for one in owing if kind == "late" else late.managers_of(work, owing):
            notifier.notify(work, NewNudge(one, kind, f"person:{one}:{kind}:{week}", kind, Delivery.DAY))


def _week(work: Work, weekday: str, since: date) -> date | None:
    """The day of this week on which it is told, where that came since the last night; a holiday's is the next."""
    if weekday == "never":
        return None
    monday = work.today - timedelta(days=work.today.weekday())
    day = work.calendar.next_working(monday + timedelta(days=WEEKDAYS.index(weekday.title())))
    return day if since <= day <= work.today else None


def compose_late(work: Work, context: NudgeContext) -> MessageItem | None:
    me = context.nudge.recipient_id
    found = _late_of(work, me, me)
    return cards_late.mine(found) if found.any else None


def compose_late_team(work: Work, context: NudgeContext) -> MessageItem | None:
    """By whoever answers, in the order of their names; nobody with nothing late is named."""
    me = context.nudge.recipient_id
    below = people.people(work, people.supervisees_now(work, me)).values()
    lines = [(p.name, _late_of(work, p.id, me)) for p in sorted(below, key=lambda p: p.name)]
    some = [(name, found) for name, found in lines if found.any]
    return cards_late.team(some) if some else None


def _late_of(work: Work, person_id: int, reader_id: int) -> Late:
    """Nobody's manager is told that they haven't prepared."""
    found = [k for k in duties.answered_by(work, person_id) if _may_be_told(k, person_id, reader_id)]
    dues = [k.obligation.due for k in found]
    overdue = [due for due in dues if due and is_overdue(due, work.today)]
    return Late(
        len(overdue), min(overdue, default=None), len(late.asked_without_day(work, [k.id for k in found]))
    )


def _may_be_told(kept: KeptObligation, person_id: int, reader_id: int) -> bool:
    return person_id == reader_id or kept.obligation.key.duty not in PRIVATE
