"""A longer interval that was asked for can be granted by nobody any more."""

from __future__ import annotations

from dataclasses import dataclass

from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Card, Paragraph


@dataclass(frozen=True, slots=True)
class IntervalLapsed(Message):
    """To whoever asked for it. ``why``: a sentence."""

    reference: str
    every: str
    why: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.reference}: every {self.every} isn't asked for any more",
            "News about an interval",
            (Paragraph((f"You asked for it, and it was neither granted nor refused. {self.why}",)),),
        )


@example("interval_lapsed")
def _example() -> Card:
    why = "CB-10251 has no worker any more. Whoever holds it next can ask again."
    return message_card([IntervalLapsed("CB-10251", "12 weeks", why).item()])
