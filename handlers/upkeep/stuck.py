"""Names to the administrators what the bot could not do."""

from __future__ import annotations

from cards.told import Told
from cards.upkeep import stuck as cards_stuck
from handlers.telling.tellings import Telling
from storage import cases, outbox, people
from storage.work import Work


def tell_stuck(work: Work, telling: Telling) -> Told | None:
    what, number = str(telling.nudge.data["what"]), int(telling.nudge.data["number"])
    return cards_stuck.stuck(what, _named(work, what, number), f"{what} {number}")


def _named(work: Work, what: str, number: int) -> str:
    """As an administrator knows it, where that is known."""
    if what == "case":
        return next((c.reference for c in cases.cases(work, [number]).values()), f"case {number}")
    who = number if what == "person" else outbox.recipient_of(work, number) if what == "message" else None
    found = people.people(work, [who]).get(who) if who else None
    return found.name if found else f"{what} {number}"
