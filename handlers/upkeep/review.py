"""The day by which the policy was to be reviewed has passed: its owner is told, and every year again (M7)."""

from __future__ import annotations

from datetime import date

from handlers.notifications.notifier import notify
from handlers.upkeep.notices import ReviewHasPassed
from policy.obligations import is_overdue
from policy.ruleset import Delivery
from storage import people
from storage.work import Work


def check(work: Work) -> None:
    """Each night."""
    due = work.rules.review_by
    if due is None or not is_overdue(due, work.today):
        return
    version, years = work.rules.version, _years(due, work.today)
    for one in people.policy_owners(work) or people.administrators(work):
        news = ReviewHasPassed(version=version, due=due, owner=one, years=years)
        notify(work, news, to=one, send=Delivery.DAY)


def _years(since: date, on: date) -> int:
    """Whole years between two days."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
