"""Switching on: what was late before the bot's first day is one line, not a wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import LateBefore
from cards.examples import example
from cards.formats import plural
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Day, Note, Paragraph, Style, Text

_SHOW: Final = Button("Show them", LateBefore(), style=Style.PRIMARY)


@dataclass(frozen=True, slots=True)
class LateBeforeBot(Message):
    """``count``: of them still to be done; ``oldest``: the earliest day on which one was due; ``reviews``: of plans of
    which nobody said when the last was, beside those."""

    count: int
    oldest: date
    reviews: int = 0

    def item(self) -> MessageItem:
        title = f"Late before the bot came: {plural('thing', self.count)}"
        notice = "Supervision: what was late before the bot came"
        beside = (Paragraph(self._reviews()),) if self.reviews else ()
        if self.reviews and not self.count:
            return MessageItem("Plan reviews without a day", notice, beside, (_SHOW,))
        if not self.count:
            return MessageItem("Late before the bot came", notice, (Note(("All of it is settled.",)),))
        oldest = ("It was due on " if self.count == 1 else "The oldest was due on ", Day(self.oldest), ".")
        return MessageItem(title, notice, (Paragraph(oldest), *beside), (_SHOW,))

    def _reviews(self) -> Text:
        """Whether they are late isn't known: say so."""
        which = f"{plural('plan review', self.reviews)}{' beside these' if self.count else ''}"
        return (f"{which}: nobody said when the plan was last reviewed.",)


@example("late_before")
def _example() -> Card:
    return message_card([LateBeforeBot(12, date(2026, 2, 3)).item()])


@example("late_before_with_reviews")
def _example_with_reviews() -> Card:
    return message_card([LateBeforeBot(4, date(2026, 2, 3), 3).item()])


@example("late_before_reviews_alone")
def _example_reviews_alone() -> Card:
    return message_card([LateBeforeBot(0, date(2026, 2, 3), 3).item()])
