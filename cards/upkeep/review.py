"""To the policy's owner: the day by which it was to be reviewed has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.answers.asks import PolicyTopic
from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Day, Note, Paragraph, Text


@dataclass(frozen=True, slots=True)
class ReviewPassed(Message):
    """``name``: of the rule set."""

    name: str
    due: date

    def item(self) -> MessageItem:
        goes_on = ". It goes on as it is until a new version takes over."
        text: Text = (f"{self.name} was to be reviewed by ", Day(self.due), goes_on)
        next_one = "If it was reviewed and still holds, give the rule set its next review date."
        return MessageItem(
            "The policy's review date has passed",
            "A policy's review date has passed",
            (Paragraph(text), Note((next_one,))),
            (Button("What the policy says", PolicyTopic()),),
        )


@example("review_passed")
def _example_review_passed() -> Card:
    name = "Central Bedfordshire Council, version 1"
    return message_card([ReviewPassed(name, date(2026, 6, 30)).item()])
