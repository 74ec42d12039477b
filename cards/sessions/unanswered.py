"""A session that was asked for and never booked, and a return that nobody has said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cards.examples import example
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Moment, Paragraph, Text
from cards.sessions import asks
from cards.sessions.move import NEWS
from cards.shared import ways
from cards.shared.acts import back_at_work
from cards.shared.claims import NobodyBooked, NobodySaidBack
from cards.shared.meeting import Meeting, NextMeeting, next_booked
from cards.words import day


@dataclass(frozen=True, slots=True)
class SessionRequestUnanswered(Message):
    """To the ``supervisee``: the time they asked for is over, and nobody booked it. ``kind``: as in ``Meeting``;
    ``supervisor``: who was asked, ``supervisor_id``: who can be now."""

    kind: str
    at: Moment
    supervisor: str
    supervisor_id: int
    supervisee: int
    meets: NextMeeting

    def item(self) -> MessageItem:
        said = Paragraph((f"You asked {self.supervisor} for ", NobodyBooked(self.supervisee, self.at)))
        wish = asks.BookForm(supervisee=self.meets.whose, supervisor=self.supervisor_id)
        return MessageItem(
            f"Not booked: the {self.kind} that you asked for",
            "News about a session that you asked for",
            (said, Paragraph(next_booked(self.meets))),
            (Button(ways.ASK, wish),),
        )


def in_place_of(booked: Card, provisional: Moment) -> Card:
    """What was just booked takes the place of a time of the bot's own."""
    said = Paragraph(("It takes the place of the provisional time, ", provisional, "."))
    return replace(booked, body=(*booked.body, said))


def had_asked_for(who: str, at: Moment) -> Text:
    """Where the bot books another time. ``who``: empty for the reader."""
    return (f"{who or 'You'} had asked for ", at, ".")


@dataclass(frozen=True, slots=True)
class NewTimeUnanswered(Message):
    """To whoever proposed a time in place of a cancelled session (``meeting``): it is over, and ``other`` booked
    none. ``still``: another can be proposed."""

    meeting: Meeting
    at: Moment
    other: str
    still: bool = True

    def item(self) -> MessageItem:
        said: Text = (
            "You proposed ",
            self.at,
            ", in place of ",
            self.meeting.starts,
            f". {self.other} hasn't answered.",
        )
        return MessageItem(
            f"Not booked: the new time that you proposed for {self.meeting.kind}",
            NEWS,
            (Paragraph(said),),
            (Button("Propose another time", asks.RebookForm(session=self.meeting.id)),) if self.still else (),
        )


@dataclass(frozen=True, slots=True)
class ReturnAsked(Message):
    """To whoever was away: what a new time for their session waits for."""

    meeting: Meeting

    def item(self) -> MessageItem:
        met = self.meeting
        said = (NobodySaidBack(met.id), " Nothing is booked by itself until you do.")
        return MessageItem(
            f"{met.kind.capitalize()} with {met.name} on {day(met.starts.wall)}: cancelled",
            "A new time for supervision waits for your answer",
            (Paragraph(said),),
            (back_at_work(met.id, own=True),),
        )


@example("book_unanswered")
def _example_unanswered() -> Card:
    at = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
    told = SessionRequestUnanswered("case supervision", Moment(at, at), "Priya Sample", 3, 1, NextMeeting(1))
    return message_card([told.item()])


@example("new_time_unanswered")
def _example_new_time() -> Card:
    at, was = (datetime.fromisoformat(f"2026-11-{day}T14:00:00+00:00") for day in (24, 17))
    cancelled = Meeting(7, "case supervision", "Priya Sample", Moment(was, was))
    return message_card([NewTimeUnanswered(cancelled, Moment(at, at), "Priya Sample").item()])


@example("return_asked")
def _example_return() -> Card:
    at = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
    return message_card([ReturnAsked(Meeting(7, "case supervision", "Priya Sample", Moment(at, at))).item()])
