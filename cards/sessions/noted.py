"""Took place though nobody had booked it, or on another day; and what was said of a session, put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from cards.examples import example, form_example
from cards.formats import slot
from cards.message import MOST, Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    Part,
    PersonField,
    Style,
    TimeField,
)
from cards.records.asks import RecordedTakenBack
from cards.sessions import asks
from cards.sessions.asks import SessionWish
from cards.sessions.refusals import away_that_day
from cards.sessions.times import epoch, kind_field, length_field
from cards.shared.claims import BookedFor, HolderWas
from cards.shared.day_fields import day_field
from cards.shared.meeting import Meeting
from cards.shared.outcome import outcomes, whose
from cards.shared.put_right import so_long
from policy.facts import SessionKind
from policy.periods import Period
from policy.ruleset import Correcting

_ANSWER: Final = "Your answer is ready"


@dataclass(frozen=True, slots=True)
class HeldAndCorrectable:
    """One that was held, and what of it can be put right. ``correctable``: the cases are one's own to tick."""

    meeting: Meeting
    correctable: bool = True
    held: bool = True
    recorded: bool = False

    def part(self) -> Part:
        return Part(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name}: held",
            (Paragraph((self.meeting.starts, ".")),),
            corrections(self),
        )


def corrections(view: HeldAndCorrectable) -> tuple[Button, ...]:
    """What can be put right of it, the last said first."""
    session = view.meeting.id
    if view.recorded:
        return (Button("It isn't recorded", RecordedTakenBack(session=session), style=Style.DANGER),)
    if not view.held:
        return ()
    correct = (Button("Put it right", asks.SessionHeldForm(session=session)),) if view.correctable else ()
    return (*correct, Button("Take “held” back", asks.HeldTakenBack(session=session), style=Style.DANGER))


def listed(
    over: Sequence[Meeting],
    held: Sequence[HeldAndCorrectable],
    others: Sequence[tuple[Meeting, str]],
    correctable: Period,
) -> Card:
    """``over``: without an outcome; ``held``: what can still be put right; ``others``: the reader's own without an
    outcome, each with whose it is to say. ``correctable``: for how long."""
    parts: list[Block] = [
        Part(
            f"Did {m.kind} with {m.name} take place?",
            (Paragraph((m.starts, ".", *whose(m))),),
            outcomes(m.id, Style.PRIMARY),
        )
        for m in over[:MOST]
    ]
    parts += _more(len(over))
    parts += [one.part() for one in held[:MOST]]
    parts += _more(len(held))
    if held:
        parts.append(Note((_put_right(correctable),)))
    if not parts:
        parts.append(Paragraph(("No session waits for you to say whether it took place.",)))
    parts += [_to_say(*one) for one in others[:MOST]]
    parts += _more(len(others))
    another = Button("One that nobody had booked", asks.NoteForm())
    return Card("What took place?", _ANSWER, tuple(parts), (another,))


def _put_right(correctable: Period) -> str:
    long = f"For {so_long(correctable)}, unless the other one has answered since."
    return f"What was said is put right here. {long}"


def _to_say(meeting: Meeting, name: str) -> Paragraph:
    which = f"Whether {meeting.kind} with {meeting.name} on "
    return Paragraph((which, meeting.starts, f" took place is {name}'s to say."))


def _more(count: int) -> tuple[Note, ...]:
    return (Note((f"And {count - MOST} more.",)),) if count > MOST else ()


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What was typed before. ``days``: none, one, or the two that the words can mean."""

    person: str = ""
    days: Sequence[date] = ()
    at: time | None = None
    kind: str = SessionKind.CASE


def note_form(people: Sequence[Option], filled: FilledIn, minutes: int, *, asks_other: bool) -> Form:
    """``minutes``: how long it was, unless something else is chosen; ``asks_other``: the supervisor is asked first."""
    counts = "It counts once your supervisor says that it took place." if asks_other else ""
    return Form(
        "A session took place",
        (
            PersonField("person", "With whom?", tuple(people), filled.person, required=True),
            day_field("date", "Day", filled.days, required=True),
            TimeField("time", "Time", filled.at, required=True),
            length_field(minutes, held=True),
            kind_field(filled.kind),
        ),
        (Button("Note it", asks.SessionNoted(), style=Style.PRIMARY),),
        (Note((counts,)),) if counts else (),
    )


def while_away(whom: str, at: Moment, wish: SessionWish) -> Card:
    """The day is one on which somebody is recorded as away: a slip, or did it take place all the same? ``whom``: empty
    for the reader."""
    this = replace(asks.at_time(asks.SessionNoted, wish, epoch(at)), there=True)
    buttons = (
        Button("Yes, it took place", this, style=Style.PRIMARY),
        Button("On another day", asks.NoteForm()),
    )
    body = (Paragraph((at, f". {away_that_day(whom)} Did it take place all the same?")),)
    return Card("On a day away?", _ANSWER, body, buttons)


def which_one(name: str, at: Moment, booked: BookedFor, wish: SessionWish, *, there: bool) -> Card:
    """One of the two is booked near by: was it that one, on another day? ``there``: as it is in ``SessionNoted``."""
    this = replace(asks.at_time(asks.SessionNoted, wish, epoch(at)), there=there)
    body: tuple[Block, ...] = (
        Paragraph(
            (f"One with {name} is booked for ", booked, ". Did that one take place on ", at, " instead?")
        ),
    )
    buttons = (
        Button(f"Yes, {slot(at)}", replace(this, instead=booked.session), style=Style.PRIMARY),
        Button("No, both", replace(this, beside=True)),
    )
    return Card("Which session was it?", _ANSWER, body, buttons)


def noted(meeting: Meeting) -> Card:
    """By the supervisor: what was discussed is said next."""
    body = (Paragraph((meeting.starts, ". It counts once you have said what was discussed.")),)
    buttons = (
        Button("Say what was discussed", asks.SessionHeldForm(session=meeting.id), style=Style.PRIMARY),
        Button("It didn't take place", asks.SessionCancelForm(session=meeting.id)),
    )
    return Card(f"Noted: {meeting.kind} with {meeting.name}", "A session is noted", body, buttons)


def noted_by_supervisee(meeting: Meeting, name: str) -> Card:
    """``name``: who is asked, which may be somebody else than held it."""
    body = (
        Paragraph((meeting.starts, f". {name} is asked whether it took place; it counts once they say so.")),
    )
    back = Button("It didn't take place", asks.SessionCancelForm(session=meeting.id))
    return Card(f"Noted: {meeting.kind} with {meeting.name}", "A session is noted", body, (back,))


def withdraw_form(meeting: Meeting) -> Form:
    return Form(
        f"{meeting.kind.capitalize()} with {meeting.name} didn't take place",
        (),
        (Button("It didn't take place", asks.NoteWithdrawn(session=meeting.id), style=Style.DANGER),),
        (Paragraph(("It was noted for ", meeting.starts, ". That counts for nothing once you say this.")),),
    )


def withdrawn(meeting: Meeting) -> Card:
    text = "It counts for nothing. That it was noted, and by whom it was taken back, stays in the trail."
    return Card("Taken back", "A session is taken back", (Paragraph((meeting.starts, f". {text}")),))


@dataclass(frozen=True, slots=True)
class NotSo(Message):
    """To whoever noted it: somebody says that it didn't take place. ``by``: whoever does, or covers, or answers since
    the other one left."""

    meeting: Meeting
    by: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name} doesn't count",
            "A session that you noted",
            (
                Paragraph(
                    (
                        "You noted it for ",
                        self.meeting.starts,
                        f". {self.by} says that it didn't take place.",
                    )
                ),
            ),
            (Button("Note one again", asks.NoteForm()),),
        )


def held_taken_back(meeting: Meeting) -> Card:
    """It is as if nobody had said anything yet."""
    text = (
        "It is open again whether it took place; its cases, and the records to write, are taken back with it."
    )
    return Card(
        f"Taken back: {meeting.kind} with {meeting.name}",
        "A session's outcome is taken back",
        (Paragraph((meeting.starts, f". {text}")),),
        outcomes(meeting.id),
    )


_WALL: Final = datetime.fromisoformat("2026-11-20T14:00:00+00:00")
_AT: Final = Moment(_WALL, _WALL)
_LATER: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", _AT)
_IN_PLACE: Final = replace(_MEETING, id=9, holder=HolderWas(9, "Priya Invented"))
_OTHER: Final = Meeting(8, "personal supervision", "Tomasz Sample", _AT)


@example("held_list")
def _example_list() -> Card:
    return listed(
        [_MEETING, _IN_PLACE],
        [HeldAndCorrectable(_OTHER), HeldAndCorrectable(_OTHER, recorded=True)],
        (),
        Correcting().said,
    )


@form_example("note")
def _example_form() -> Form:
    filled = FilledIn("S100", (_WALL.date(),), _WALL.time())
    return note_form((Option("S100", "Amara Example"),), filled, 90, asks_other=True)


@example("note_which")
def _example_which() -> Card:
    wish = SessionWish(supervisee=1, supervisor=2)
    return which_one("Amara Example", _AT, BookedFor(7, Moment(_LATER, _LATER)), wish, there=False)


@example("note_while_away")
def _example_while_away() -> Card:
    return while_away("", _AT, SessionWish(supervisee=1, supervisor=2))


@example("noted")
def _example_noted() -> Card:
    return noted(_MEETING)


@example("noted_by_supervisee")
def _example_noted_by_supervisee() -> Card:
    return noted_by_supervisee(_MEETING, _MEETING.name)


@form_example("note_withdraw")
def _example_withdraw() -> Form:
    return withdraw_form(_MEETING)


@example("note_withdrawn")
def _example_withdrawn() -> Card:
    return withdrawn(_MEETING)


@example("noted_not_so")
def _example_not_so() -> Card:
    return message_card([NotSo(_MEETING, _MEETING.name).item()])


@example("held_taken_back")
def _example_taken_back() -> Card:
    return held_taken_back(_MEETING)
