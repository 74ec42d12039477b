"""Switching on: what was late before the bot's first day is one line, not a wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.cases.asks import LateBefore
from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Day, Note, Paragraph, Style
from cards.words import plural


@dataclass(frozen=True, slots=True)
class LateBeforeBot(Message):
    """``count``: of them still to be done; ``oldest``: the earliest day on which one was due."""

    count: int
    oldest: date

    def item(self) -> MessageItem:
        title = f"Late before the bot came: {plural('thing', self.count)}"
        notice = "Supervision: what was late before the bot came"
        if not self.count:
            return MessageItem("Late before the bot came", notice, (Note(("All of it is settled.",)),))
        oldest = ("It was due on " if self.count == 1 else "The oldest was due on ", Day(self.oldest), ".")
        show = Button(
            "Show them", LateBefore(), style=Style.PRIMARY
        )  # what a message can be opened with comes first
        return MessageItem(title, notice, (Paragraph(oldest),), (show,))


@example("late_before")
def _example() -> Card:
    return message_card([LateBeforeBot(12, date(2026, 2, 3)).item()])
