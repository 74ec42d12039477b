"""The day by which the policy was to be reviewed has passed: its owner is told, and every year again (M7)."""

from __future__ import annotations

from datetime import date

from cards.answers import policy as cards_policy
from cards.message import MessageItem
from cards.shared import policy_words
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from policy.obligations import is_overdue
from policy.ruleset import Delivery
from storage import outbox, people
from storage.work import Work


def check(work: Work) -> None:
    """Each night."""
    due, rules = work.rules.review_by, work.rules
    if due is None or not is_overdue(due, work.today):
        return
    data = {"version": rules.version, "due": due.isoformat()}
    for one in people.policy_owners(work) or people.administrators(work):
        source = f"person:{one}:review:{due}:{_years(due, work.today)}"
        notifier.notify(work, outbox.NewNudge(one, "review_passed", source, "passed", Delivery.DAY, data))


def _years(since: date, on: date) -> int:
    """Whole years between two days."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def compose_review_passed(work: Work, context: NudgeContext) -> MessageItem | None:
    """Until another version, or another day, is in force."""
    rules, data = work.rules, context.nudge.data
    if rules.review_by is None or (rules.version, rules.review_by.isoformat()) != (
        data["version"],
        data["due"],
    ):
        return None
    name = policy_words.named(rules.council, rules.title, rules.version)
    return cards_policy.review_passed(name, rules.review_by)
