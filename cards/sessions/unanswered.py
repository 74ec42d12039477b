"""A session that was asked for and never booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Moment, Paragraph
from cards.sessions import asks
from cards.shared import ways
from cards.shared.meeting import NextMeeting, next_booked


@dataclass(frozen=True, slots=True)
class SessionRequestUnanswered(Message):
    """To the supervisee: the time they asked for is over, and nobody booked it. ``kind``: as in ``Meeting``."""

    kind: str
    at: Moment
    supervisor: str
    supervisor_id: int
    meets: NextMeeting

    def item(self) -> MessageItem:
        said = Paragraph((f"You asked {self.supervisor} for ", self.at, ", and nobody booked it."))
        wish = asks.BookForm(supervisee=self.meets.whose, supervisor=self.supervisor_id)
        return MessageItem(
            f"Not booked: the {self.kind} that you asked for",
            "News about a session that you asked for",
            (said, Paragraph(next_booked(self.meets))),
            (Button(ways.ASK, wish),),
        )


@example("book_unanswered")
def _example_unanswered() -> Card:
    at = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
    told = SessionRequestUnanswered("case supervision", Moment(at, at), "Priya Sample", 3, NextMeeting(1))
    return message_card([told.item()])
