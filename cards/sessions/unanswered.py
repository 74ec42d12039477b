"""A session without an outcome, one that was asked for and never booked, and a return that nobody has said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cards.examples import example
from cards.formats import day
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Moment, Note, Paragraph, Text
from cards.sessions import asks
from cards.sessions.move import NEWS
from cards.shared import home_buttons
from cards.shared.claims import NobodyBooked, NobodySaidBack, NobodySaidOf
from cards.shared.line_buttons import back_at_work
from cards.shared.meeting import Meeting, NextMeeting, next_booked
from cards.shared.outcome import when_held
from cards.shared.policy_words import BY_PRACTICE
from cards.shared.uncovered import Uncovered, unavailable


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
            (Button(home_buttons.ASK, wish),),
        )


def in_place_of(booked: Card, provisional: Moment) -> Card:
    """What was just booked takes the place of a time of the bot's own."""
    said = Paragraph(("It takes the place of the provisional time, ", provisional, "."))
    return replace(booked, body=(*booked.body, said))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The time that somebody (``who``: empty for the reader) had asked for, or ``proposed`` in place of the cancelled
    session, where the bot books one. ``taken``: that one; ``why``: why it won't do, a sentence; ``late``: it is after
    the limit, to whoever reads that."""

    who: str
    at: Moment
    proposed: bool = True
    taken: bool = False
    why: str = ""
    late: bool = False

    def sentence(self) -> Text:
        who = self.who or "You"
        if self.taken:
            return (f"{who} had proposed it, and it was free.",)
        what = "proposed" if self.proposed else "asked for"
        after = " That is after the limit." if self.late else ""
        return (f"{who} had {what} ", self.at, f".{after}", f" {self.why}" if self.why else "")


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


@dataclass(frozen=True, slots=True)
class OutcomeUnknown(Message):
    """To the manager above, who reads just that: neither that it was held nor that it wasn't. ``answers``: whoever can
    say so now, where that isn't the supervisor; ``uncovered``: nobody can; ``away``: that whoever is asked is
    unavailable."""

    meeting: Meeting
    supervisor: str
    noted_by: str = ""
    answers: str = ""
    uncovered: Uncovered | None = None
    away: Text = ()

    def item(self) -> MessageItem:
        when = when_held(self.noted_by)
        which = f"{self.meeting.kind.capitalize()} of {self.meeting.name} with {self.supervisor}"
        met = self.meeting
        unsaid = NobodySaidOf(met.id, "not confirmed") if self.noted_by else NobodySaidOf(met.id)
        return MessageItem(
            f"{which}: {unsaid.said}",
            "A session has no outcome",
            (
                Paragraph((when, self.meeting.was, ". ", *self._asked())),
                Note((f"{BY_PRACTICE} {self._what_to_ask()}",)),
            ),
            (self.uncovered.button(),) if self.uncovered else (),
            states=(unsaid,),
        )

    def _asked(self) -> Text:
        if self.uncovered:
            return self.uncovered.who_is_away()
        return (*self._who_was(), *((" ", *self.away) if self.away else ()))

    def _who_was(self) -> Text:
        if self.answers:
            return (f"{self.answers} answers for it now and hasn't said so yet.",)
        if self.noted_by == self.supervisor:
            return ("What was discussed isn't said yet.",)
        return (f"{self.supervisor} was asked and hasn't answered yet.",)

    def _what_to_ask(self) -> str:
        if self.uncovered or self.away:
            back = f"{self.answers or self.supervisor} once back"
            who = f"whoever covers can say so, or {back}" if self.uncovered else f"{back} can say so"
            return f"It may well have taken place: {who}."
        if self.noted_by:
            return "It counts for nothing until it is confirmed: ask them to do so."
        return "It may well have taken place: ask them to say so."


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_OVER: Final = Meeting(7, "case supervision", "Amara Example", Moment(_WALL, _WALL))


@example("say_held_unconfirmed")
def _example_unconfirmed() -> Card:
    return message_card([OutcomeUnknown(_OVER, "Priya Invented", "Priya Invented").item()])


@example("say_held_unanswered")
def _example_no_outcome() -> Card:
    return message_card([OutcomeUnknown(_OVER, "Priya Invented").item()])


@example("say_held_cover_away")
def _example_cover_away() -> Card:
    """Whoever held it as cover is away, and so is the supervisor."""
    gone = Uncovered(3, 1, 2, "Priya Invented", None, cover="Owen Placeholder")
    return message_card([OutcomeUnknown(_OVER, "Owen Placeholder", uncovered=gone).item()])


@example("say_held_away")
def _example_away() -> Card:
    away = unavailable("Owen Placeholder", None)
    return message_card([OutcomeUnknown(_OVER, "Owen Placeholder", away=away).item()])


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
