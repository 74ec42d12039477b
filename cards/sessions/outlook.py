"""A session that somebody's calendar in Outlook doesn't show as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Card, Moment, Note, Paragraph, Text
from cards.shared.meeting import Meeting


class Lacking(StrEnum):
    """What Outlook hasn't taken."""

    ADDED = "added"
    MOVED = "moved"
    TAKEN_OUT = "taken_out"


_TITLES: Final = {
    Lacking.ADDED: "isn't in your Outlook calendar",
    Lacking.MOVED: "is out of date in your Outlook calendar",
    Lacking.TAKEN_OUT: "still stands in your Outlook calendar",
}


@dataclass(frozen=True, slots=True)
class BehindInOutlook(Message):
    """To whose calendar it is."""

    meeting: Meeting
    lacking: Lacking

    def item(self) -> MessageItem:
        tries = "The bot keeps trying. If this stays, tell whoever looks after the bot."
        return MessageItem(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name} {_TITLES[self.lacking]}",
            "Your Outlook calendar is behind",
            (Paragraph(self._how_it_is()), Note((tries,))),
        )

    def _how_it_is(self) -> Text:
        if self.lacking is Lacking.TAKEN_OUT:
            return ("You no longer hold it on ", self.meeting.starts, ". Outlook didn't take it out.")
        return ("It is booked for ", self.meeting.booked, ". Outlook didn't take that in.")


@example("outlook_behind")
def _example() -> Card:
    at = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
    meeting = Meeting(7, "case supervision", "Amara Example", Moment(at, at))
    return message_card([BehindInOutlook(meeting, Lacking.ADDED).item()])
