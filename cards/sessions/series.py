"""A series of sessions, booked in one go and read back before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.examples import example, form_example
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    PersonField,
    Style,
    Text,
)
from cards.sessions import asks
from cards.sessions.times import UNSEEN, epoch, kind_field, when_fields
from cards.words import day, plural, slot

#: How far apart, in weeks; as in the form.
WEEKS: Final = (1, 2, 3, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class SeriesSession:
    """One of a series. ``at``: None where no time was found; ``instead_of`` and ``why``: the time that was meant, where
    it won't do. ``kept``: one is booked already. ``back``: whose it is in the place of whoever covers until then."""

    at: Moment | None
    instead_of: Moment | None = None
    why: str = ""
    kept: bool = False
    back: str = ""

    def said(self) -> Text:
        if self.kept and self.at:
            return (self.at, ": booked already.")
        whose = f", with {self.back}, who is back by then" if self.back else ""
        if self.at and self.instead_of:
            return (self.at, f"{whose}, not {slot(self.instead_of)}: {self.why}")
        if self.at:
            return (self.at, f"{whose}.")
        meant = slot(self.instead_of) if self.instead_of else ""
        return (f"Nothing around {meant}: {self.why}",)


def series_form(people: Sequence[Option], person: str) -> Form:
    often = tuple(Option(str(n), f"Every {plural('week', n)}" if n > 1 else "Every week") for n in WEEKS)
    return Form(
        "Book a series of sessions",
        (
            PersonField("person", "With whom?", tuple(people), person, required=True),
            *when_fields(None),
            ChoiceField("weeks", "How often?", often, ("4",), required=True),
            DateField("until", "Until", None, required=True),
            kind_field(),
        ),
        (Button("Show the dates", asks.SeriesAsked(), style=Style.PRIMARY),),
        (
            Note(
                (
                    "The day and time of the first. Around leave, bank holidays and limits another time is found.",
                )
            ),
        ),
    )


def read_back(
    name: str, planned: Sequence[SeriesSession], ask: asks.SeriesBooked, known: str = UNSEEN
) -> Card:
    """What would be booked, before anything is. ``known``: what is known of when the two are busy."""
    body: tuple[Block, ...] = (Bullets(tuple(p.said() for p in planned)), Note((known,)))
    new = len(ask.starts)
    book = Button(f"Book {'it' if new == 1 else f'all {new}'}", ask, style=Style.PRIMARY)
    return Card(
        f"Book these sessions with {name}?",
        "Your answer is ready",
        body,
        (*((book,) if new else ()), Button("Other dates", asks.SeriesForm())),
    )


def after_limit(limit: date) -> str:
    """Why a time won't do."""
    return f"that is after {day(limit)}, by when the policy asks for one."


def no_time(why: str) -> str:
    return f"{why} No other time that week is free for both of you."


def booked(name: str, count: int, left_out: Sequence[str]) -> Card:
    """``left_out``: why some weren't booked."""
    body = [Paragraph((f"{name} is told.",))]
    if left_out:
        body.append(Paragraph(("Not booked, since it changed meanwhile:",)))
    lines: tuple[Block, ...] = (Bullets(tuple((why,) for why in left_out)),) if left_out else ()
    return Card(f"Booked: {plural('session', count)} with {name}", "Sessions are booked", (*body, *lines))


@dataclass(frozen=True, slots=True)
class SeriesIsBooked(Message):
    """To the supervisee, as things stand."""

    name: str
    kind: str
    starts: Sequence[Moment]

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.kind.capitalize()} with {self.name} is booked: {plural('session', len(self.starts))}",
            "Supervision sessions are booked",
            (Bullets(tuple((at, ".") for at in self.starts)),),
            (Button("Cancel or move one", asks.SessionsListed()),),
        )


def _at(on: str) -> Moment:
    when = datetime.fromisoformat(f"{on}T10:00:00+00:00")
    return Moment(when, when)


_PLANNED: Final = (
    SeriesSession(_at("2026-12-01"), kept=True),
    SeriesSession(_at("2026-12-30"), _at("2026-12-29"), "Priya Sample isn't free then."),
    SeriesSession(_at("2027-01-26")),
    SeriesSession(None, _at("2027-02-23"), no_time("You are away then.")),
)


@form_example("series")
def _example_form() -> Form:
    return series_form((Option("S100", "Amara Example"),), "S100")


@example("series_read_back")
def _example_read_back() -> Card:
    starts = tuple(epoch(p.at) for p in _PLANNED if p.at and not p.kept)
    return read_back("Amara Example", _PLANNED, asks.SeriesBooked(supervisee=1, supervisor=2, starts=starts))


@example("series_just_booked")
def _example_just_booked() -> Card:
    return booked("Amara Example", 2, ["Tuesday 26 January at 10:00 am is taken now."])


@example("series_booked")
def _example_booked() -> Card:
    return message_card([SeriesIsBooked("Priya Sample", "case supervision", [_at("2027-01-26")]).item()])
