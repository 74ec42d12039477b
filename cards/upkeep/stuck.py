"""To an administrator: something the bot could not do, and tries again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Card, Note, Paragraph

WORDS: Final = {
    "message": "A message to {name} could not be sent.",
    "case": "What is due for {name} could not be worked out.",
    "person": "When {name} is next due for supervision could not be worked out.",
    "session": "What follows from a session ({name}) could not be worked out.",
    "absence": "What follows from an absence ({name}) could not be worked out.",
    "obligation": "A reminder ({name}) could not be given.",
}


@dataclass(frozen=True, slots=True)
class Stuck(Message):
    """``what`` as in WORDS, ``number`` which one: so the log names it. ``name``: how an administrator knows it, empty
    where that isn't known."""

    what: str
    number: int
    name: str = ""

    def item(self) -> MessageItem:
        reference = f"{self.what} {self.number}"
        what = f"{WORDS[self.what].format(name=self.name or reference)} The bot's log says why: look for {reference}."
        return MessageItem(
            "The bot could not do something",
            "Something needs an administrator",
            (Paragraph((what,)), Note(("The bot tries again every hour.",))),
        )


@example("stuck")
def _example_stuck() -> Card:
    return message_card([Stuck("case", 12, "CB-10234").item()])
