"""Names to the administrators what the bot could not do."""

from __future__ import annotations

from cards.message import MessageItem
from cards.upkeep import stuck as cards_stuck
from handlers.notifications.compose import NudgeContext
from storage import cases, outbox, people
from storage.work import Work


def compose_stuck(work: Work, context: NudgeContext) -> MessageItem | None:
    what, number = str(context.nudge.data["what"]), int(context.nudge.data["number"])
    return cards_stuck.stuck(what, _named(work, what, number), f"{what} {number}")


def _named(work: Work, what: str, number: int) -> str:
    """As an administrator knows it, where that is known."""
    if what == "case":
        return next((c.reference for c in cases.cases(work, [number]).values()), f"case {number}")
    who = number if what == "person" else outbox.recipient_of(work, number) if what == "message" else None
    found = people.people(work, [who]).get(who) if who else None
    return found.name if found else f"{what} {number}"
