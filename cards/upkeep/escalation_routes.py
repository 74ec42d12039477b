"""To an administrator: who cannot be reached, and where the line of management leads to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Bullets, Card, Note, Paragraph
from cards.words import plural

#: More than this is counted.
MOST: Final = 15

#: What is wrong, by its name in ``storage.nightly_checks``; ``{name}`` is filled in.
WORDS: Final = {
    "no_supervisor": "{name} has no supervisor recorded.",
    "supervisor_left": "{name}'s supervisor has left.",
    "loop": "The line above {name} leads back to {name}.",
    "no_manager": "{name} supervises others and has no line manager recorded: what should go up goes to you.",
    "nobody_there": "{name} is away, and so is everybody above: what should go up goes to you.",
    "unreachable": "{name} cannot be reached in chat.",
    "cover_gone": "Somebody who covers for {name} is away or has left.",
}
WHY: Final = {
    "left": "They are recorded as having left.",
    "no_address": "The bot doesn't know how to reach them: they may never have opened it.",
    "other": "Why isn't known any more.",
}


@dataclass(frozen=True, slots=True)
class RouteFaults(Message):
    """``faults``: which, and from whom."""

    faults: Sequence[tuple[str, str]]

    def item(self) -> MessageItem:
        items = tuple((WORDS[fault].format(name=name),) for fault, name in self.faults[:MOST])
        more = (Note((f"And {len(self.faults) - MOST} more.",)),) if len(self.faults) > MOST else ()
        return MessageItem(
            f"{plural('gap', len(self.faults))} in the lines of management",
            "Something to put right",
            (Paragraph(("Put these right in the staff list and import it again:",)), Bullets(items), *more),
        )


@dataclass(frozen=True, slots=True)
class Unreachable(Message):
    """To the administrators: a message couldn't be brought to somebody."""

    name: str
    why: str

    def item(self) -> MessageItem:
        text = WHY.get(self.why, f"The chat platform answered: {self.why}.")
        note = "What they should have been told has not reached them; what goes up the line went to the next manager."
        return MessageItem(
            f"{self.name} couldn't be reached",
            "A message couldn't be delivered",
            (Paragraph((text,)), Note((note,))),
        )


@example("routes")
def _example_routes() -> Card:
    return message_card([RouteFaults([(fault, "Bo Placeholder") for fault in WORDS]).item()])


@example("unreachable")
def _example_unreachable() -> Card:
    return message_card([Unreachable("Bo Placeholder", "no_address").item()])
