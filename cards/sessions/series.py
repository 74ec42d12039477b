"""A series of sessions, booked in one go and read back before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.examples import example, form_example
from cards.formats import day, plural, slot, with_capital
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
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
from cards.sessions.times import UNSEEN, epoch, kind_field, length_field, when_fields
from cards.shared.claims import BookedFor

#: How far apart, in weeks; as in the form.
WEEKS: Final = (1, 2, 3, 4, 6, 8)
#: As many as are read back and booked together.
MOST: Final = 26


@dataclass(frozen=True, slots=True)
class SeriesSession:
    """One of a series. ``at``: None where no time was found; ``instead_of`` and ``why``: the time that was meant, where
    it won't do. ``kept``: one is booked already. ``back``: whose it is in the place of whoever covers until then.
    ``limit``: a day by when the policy asks for one, which it comes after."""

    at: Moment | None
    instead_of: Moment | None = None
    why: str = ""
    kept: bool = False
    back: str = ""
    limit: date | None = None

    def text(self) -> Text:
        late = f" {with_capital(after_limit(self.limit))}" if self.limit else ""
        if self.kept and self.at:
            return (self.at, f": booked already.{late}")
        whose = f", with {self.back}, who supervises them by then" if self.back else ""
        if self.at and self.instead_of:
            return (self.at, f"{whose}, not {slot(self.instead_of)}: {self.why}{late}")
        if self.at:
            return (self.at, f"{whose}.{late}")
        meant = slot(self.instead_of) if self.instead_of else ""
        return (f"Nothing around {meant}: {self.why}",)


def series_form(people: Sequence[Option], person: str, minutes: int) -> Form:
    """``minutes``: how long each is, unless something else is chosen."""
    often = tuple(Option(str(n), f"Every {plural('week', n)}" if n > 1 else "Every week") for n in WEEKS)
    return Form(
        "Book a series of sessions",
        (
            PersonField("person", "With whom?", tuple(people), person, required=True),
            *when_fields(None),
            ChoiceField("weeks", "How often?", often, ("4",), required=True),
            DateField("until", "Until", None, required=True),
            length_field(minutes),
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
    name: str,
    planned: Sequence[SeriesSession],
    ask: asks.SeriesBooked,
    known: str = UNSEEN,
    until: date | None = None,
    *,
    minutes: int,
    others: Sequence[str] = (),
) -> Card:
    """What would be booked, before anything is. ``known``: what is known of when the two are busy; ``until``: the last
    day, as what was typed was understood. ``minutes``: how long each is; ``others``: for which rules that is too short,
    and which other day the first may be, a sentence each."""
    new = len(ask.starts)
    body: tuple[Block, ...] = (
        *_outside(sum(1 for p in planned if p.limit), len(planned)),
        Bullets(tuple(p.text() for p in planned)),
        Paragraph((*(("Until ", Day(until), ". ") if until else ()), f"{plural('minute', minutes)} each.")),
        *(Note((one,)) for one in others),
        *_cut(ask.beyond),
        Note((known,)),
    )
    book = Button(f"Book {'it' if new == 1 else f'all {new}'}", ask, style=Style.PRIMARY)
    return Card(
        f"Book these sessions with {name}?",
        "Your answer is ready",
        body,
        (*((book,) if new else ()), Button("Other dates", asks.SeriesForm())),
    )


def _outside(late: int, of: int) -> Iterator[Block]:
    if late:
        which = "It comes" if of == 1 else f"{late} of these {'comes' if late == 1 else 'come'}"
        yield Paragraph((f"{which} later than the policy allows.",))


def _cut(beyond: int) -> Iterator[Block]:
    if beyond:
        more = f"The {beyond} after them" if beyond > 1 else "The one after them"
        yield Paragraph((f"At most {MOST} are booked in one go. {more} would be a series of their own.",))


def after_limit(limit: date) -> str:
    """Why a time won't do."""
    return f"that is after {day(limit)}, by when the policy asks for one."


def no_time(why: str) -> str:
    return f"{why} No other time that week is free for both of you."


@dataclass(frozen=True, slots=True)
class OtherThanAsked:
    """What isn't as it was asked for. ``left_out``: why some weren't booked; ``nothing_around``: for when no time was
    found; ``beyond``: how many were meant after as many as are booked in one go; ``late``: booked, each with the day
    by when the policy asks for one."""

    left_out: Sequence[str] = ()
    nothing_around: Sequence[Moment] = ()
    beyond: int = 0
    late: Sequence[tuple[Moment, date]] = ()

    def blocks(self) -> Iterator[Block]:
        if self.left_out:
            yield Paragraph(("Not booked, since it changed meanwhile:",))
            yield Bullets(tuple((why,) for why in self.left_out))
        if self.nothing_around:
            yield Paragraph(("Not booked, since no time was found around:",))
            yield Bullets(tuple((at, ".") for at in self.nothing_around))
        if self.beyond:
            more = (
                "1 more that you asked for is"
                if self.beyond == 1
                else f"{self.beyond} more that you asked for are"
            )
            yield Paragraph((f"{more} not booked: at most {MOST} are, in one go.",))
        if self.late:
            yield Paragraph(("Later than the policy allows:",))
            yield Bullets(tuple((at, f": {after_limit(limit)}") for at, limit in self.late))


def booked(name: str, count: int, otherwise: OtherThanAsked, minutes: int | None = None) -> Card:
    """``minutes``: as in ``SeriesIsBooked``."""
    more = (Button("Book another series", asks.SeriesForm()),) if otherwise.beyond else ()
    body = (Paragraph((f"{name} is told.",)), *otherwise.blocks())
    title = f"Booked: {plural('session', count)} with {name}{_each(minutes)}"
    return Card(title, "Sessions are booked", body, more)


def _each(minutes: int | None) -> str:
    return f", {plural('minute', minutes)} each" if minutes else ""


@dataclass(frozen=True, slots=True)
class SeriesIsBooked(Message):
    """To the supervisee, as things stand. ``minutes``: how long each is, where they aren't as usual."""

    name: str
    kind: str
    booked: Sequence[BookedFor]
    minutes: int | None = None

    def item(self) -> MessageItem:
        many = f"{plural('session', len(self.booked))}{_each(self.minutes)}"
        return MessageItem(
            f"{self.kind.capitalize()} with {self.name} is booked: {many}",
            "Supervision sessions are booked",
            (Bullets(tuple((at, ".") for at in self.booked)),),
            (Button("Cancel or move one", asks.SessionsListed()),),
            states=tuple(self.booked),
        )


def _at(on: str) -> Moment:
    when = datetime.fromisoformat(f"{on}T10:00:00+00:00")
    return Moment(when, when)


_PLANNED: Final = (
    SeriesSession(_at("2026-12-01"), kept=True),
    SeriesSession(_at("2026-12-30"), _at("2026-12-29"), "Priya Sample isn't free then."),
    SeriesSession(_at("2027-01-26")),
    SeriesSession(_at("2027-03-23"), limit=date(2027, 2, 23)),
    SeriesSession(None, _at("2027-02-23"), no_time("You are away then.")),
)


@form_example("series")
def _example_form() -> Form:
    return series_form((Option("S100", "Amara Example"),), "S100", 90)


@example("series_read_back")
def _example_read_back() -> Card:
    starts = tuple(epoch(p.at) for p in _PLANNED if p.at and not p.kept)
    ask = asks.SeriesBooked(supervisee=1, supervisor=2, starts=starts, beyond=3)
    return read_back("Amara Example", _PLANNED, ask, minutes=90)


@example("series_just_booked")
def _example_just_booked() -> Card:
    taken, late = "Tuesday 26 January at 10:00 am is taken now.", (_at("2027-03-23"), date(2027, 2, 23))
    return booked("Amara Example", 2, OtherThanAsked([taken], [_at("2027-02-23")], 3, [late]))


@example("series_booked")
def _example_booked() -> Card:
    return message_card(
        [SeriesIsBooked("Priya Sample", "case supervision", [BookedFor(7, _at("2027-01-26"))]).item()]
    )
