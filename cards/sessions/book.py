"""Booked or asked for: a time read back, and what the other one is told; the next one after one was held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from cards.examples import example, form_example
from cards.formats import clock, day, moment, plural, slot
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Day,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    PersonField,
    Strong,
    Style,
    Text,
    UserText,
)
from cards.sessions import asks
from cards.sessions.asks import SessionWish
from cards.sessions.times import UNSEEN, epoch, kind_field, length_field, supervises_then, when_fields
from cards.shared.claims import AwayUnsaid, NobodySaidOf
from cards.shared.meeting import Meeting
from policy.facts import SessionState

_PROFESSIONAL: Final = "professional supervisor"
_WORKING_DAY: Final = "That is a working day for both of you"
#: What has become of a session that somebody was told is booked, once it is no longer to come and one has said so.
NOW: Final[dict[SessionState, str]] = {
    SessionState.HELD: "held",
    SessionState.CANCELLED: "cancelled",
    SessionState.WITHDRAWN: "it didn't take place",
}


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session that isn't booked yet, as its asker reads it. ``asks``: the other one, the supervisor, has to confirm
    it; ``known``: what is known of when the two are busy; ``back``: whose it is in the place of whoever covers until
    then. ``unsaid``: who of the two is unavailable until nobody knows when."""

    kind: str
    name: str
    at: Moment
    minutes: int
    wish: SessionWish
    asks: bool = False
    known: str = UNSEEN
    back: str = ""
    unsaid: AwayUnsaid | None = None

    def button(self, at: Moment, verb: str, style: Style = Style.NORMAL) -> Button:
        if self.asks:
            return Button(verb, asks.at_time(asks.SessionAskedFor, self.wish, epoch(at)), style=style)
        return Button(verb, asks.at_time(asks.SessionBooked, self.wish, epoch(at)), style=style)

    def another_time(self) -> Button:
        return Button("Choose another time", asks.another_time(self.wish))


@dataclass(frozen=True, slots=True)
class BookedNear:
    """One of the same two and kind that is booked already, near by or (not ``close``) later."""

    id: int
    at: Moment
    close: bool = True


def read_back(
    plan: PlannedSession,
    falls: Sequence[Text],
    others: Sequence[str],
    guidance: Sequence[str],
    near: BookedNear | None = None,
) -> Card:
    """What was understood, in words, before anything is booked. ``others``: how else the words could be meant;
    ``near``: what may do instead."""
    verb, unsaid = "Ask for it" if plan.asks else "Book it", (plan.unsaid,) if plan.unsaid else ()
    body: list[Block] = [
        Paragraph(
            (Strong(f"{plan.kind.capitalize()} with {plan.name}: "), plan.at, f", {plan.minutes} minutes.")
        ),
        Paragraph(
            (f"{_WORKING_DAY}{'. ' if plan.unsaid else ', and nothing known is in the way.'}", *unsaid)
        ),
    ]
    if plan.back:
        body.append(Paragraph((supervises_then(plan.back),)))
    if near:
        already = f"One is already booked{' near by' if near.close else ''}, for "
        body.append(Paragraph((already, near.at, ". This would be another.")))
    if falls:
        body.append(Bullets(tuple(falls)))
    body += [Note((words,)) for words in (*others, plan.known, *guidance)]
    buttons = (
        plan.button(plan.at, verb, Style.PRIMARY),
        *(_instead(near, plan) if near else ()),
        plan.another_time(),
    )
    title = "Ask for this session?" if plan.asks else "Book this session?"
    return Card(title, "Your answer is ready", tuple(body), buttons)


def _moved(near: BookedNear, plan: PlannedSession) -> Button:
    same = near.at == plan.at
    label = f"Make that one {plural('minute', plan.minutes)} long" if same else "Move that one here"
    moved = asks.SessionMoved(
        session=near.id, at=epoch(plan.at), minutes=plan.minutes if same else plan.wish.minutes
    )
    return Button(label, moved)


def _instead(near: BookedNear, plan: PlannedSession) -> tuple[Button, Button]:
    return _moved(near, plan), Button("Keep that one", asks.SessionKept(session=near.id))


def kept(meeting: Meeting) -> Card:
    """The one that is booked will do."""
    body = (Paragraph((meeting.starts, ". Nothing else is booked.")),)
    title = f"It stays: {meeting.kind} with {meeting.name}"
    return Card(title, "A session stays as it is", body, change_buttons(meeting))


def outside_hours(starts: time, ends: time) -> str:
    """The usual hours of the council's practice."""
    return f"That is outside the usual hours ({clock(starts)} to {clock(ends)})."


def beside_the_line(name: str, *, leads: bool) -> str:
    """The other one where a professional supervisor holds the session beside the line's (S22), so that it is clear
    which it is; ``leads``: they are that supervisor."""
    return f"{name}, {_PROFESSIONAL}" if leads else f"{name}, as {_PROFESSIONAL}"


def unavailable_now(name: str, last: date | None) -> str:
    """In a list of whom to meet."""
    return f"{name} (unavailable until {day(last)})" if last else f"{name} (unavailable)"


def which_day(words: str, plans: Sequence[PlannedSession]) -> Card:
    """Words that can mean two days: the asker says which."""
    buttons = tuple(Button(slot(p.at), asks.at_time(asks.DayChosen, p.wish, epoch(p.at))) for p in plans)
    return Card(
        "Which day do you mean?",
        "Your answer is ready",
        (Paragraph(("“", UserText(words), "” can mean either of these.")),),
        buttons,
    )


def not_then(
    sentence: str, plan: PlannedSession, instead: Sequence[Moment], near: BookedNear | None = None
) -> Card:
    """A time that won't do, why, and others that would. ``near``: their own that is booked then, which may be the one
    that is meant."""
    verb = "Ask for" if plan.asks else "Book"
    buttons = (
        *(plan.button(at, f"{verb} {slot(at)}") for at in instead),
        *((_moved(near, plan),) if near else ()),
        plan.another_time(),
    )
    offer = (Paragraph(("This would do:" if len(instead) == 1 else "These would do:",)),) if instead else ()
    return Card("Not then", "Your answer is ready", (Paragraph((sentence,)), *offer), buttons)


@dataclass(frozen=True, slots=True)
class Booked(Message):
    """To the other one. ``instead``: when the cancelled session was to be that it makes up for; ``minutes``: how long
    it is, where that isn't as usual."""

    meeting: Meeting
    provisional: bool = False
    instead: Moment | None = None
    minutes: int | None = None

    def item(self) -> MessageItem:
        title = f"{self.meeting.kind.capitalize()} with {self.meeting.name} is booked"
        buttons = change_buttons(self.meeting)
        how = " Provisionally." if self.provisional else ""
        place: Text = (", in place of ", self.instead) if self.instead else ()
        said = Paragraph((self.meeting.booked, for_so_long(self.minutes), *place, f".{how}"))
        states = (self.meeting.booked,)
        return MessageItem(title, "A supervision session is booked", (said,), buttons, states=states)


@dataclass(frozen=True, slots=True)
class NoLonger(Message):
    """The same message once the session is over, held or cancelled."""

    meeting: Meeting
    state: SessionState

    def item(self) -> MessageItem:
        became = NobodySaidOf(self.meeting.id) if self.state is SessionState.BOOKED else NOW[self.state]
        return MessageItem(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name}",
            "A session has changed",
            (Paragraph((self.meeting.starts, ": ", became, ".")),),
        )


def just_booked(
    meeting: Meeting,
    instead: Moment | None = None,
    back: str = "",
    minutes: int | None = None,
    short: Sequence[str] = (),
) -> Card:
    """``instead`` and ``minutes``: as in ``Booked``; ``back``: as in ``PlannedSession``; ``short``: of the policy's
    rules, those for which it is too short."""
    made = booked_card(f"Booked: {meeting.kind} with {meeting.name}", meeting, meeting.name, minutes, short)
    said = (Paragraph(("It makes up for the cancelled session of ", instead, ".")),) if instead else ()
    whose = (Paragraph((supervises_then(back),)),) if back else ()
    return replace(made, body=(*made.body, *whose, *said))


def for_so_long(minutes: int | None) -> str:
    """Behind a time."""
    return f", {plural('minute', minutes)}" if minutes else ""


def booked_card(
    title: str, meeting: Meeting, told: str, minutes: int | None = None, short: Sequence[str] = ()
) -> Card:
    """What was just booked or moved, with the way to change it. ``told``: the other one's name; ``minutes`` and
    ``short``: as in ``just_booked``."""
    text: tuple[Block, ...] = (
        Paragraph((meeting.booked, for_so_long(minutes), ".")),
        *(Note((one,)) for one in short),
        Paragraph((f"{told} is told.",)),
    )
    return Card(title, "A session is booked", text, change_buttons(meeting))


def just_asked(supervisor: str, kind: str, at: Moment, away: Text = (), minutes: int | None = None) -> Card:
    """``kind``: as in ``case supervision``; ``away``: that whoever is asked is unavailable, and who can help;
    ``minutes``: as in ``Booked``."""
    said: Text = (f"{supervisor} is asked to book {kind} on {moment(at)}{for_so_long(minutes)}.",)
    return Card("Asked", "Asked", tuple(Paragraph(one) for one in (said, away) if one))


def change_buttons(meeting: Meeting) -> tuple[Button, ...]:
    as_file = (
        (Button("Add to calendar", asks.CalendarFileShown(session=meeting.id)),) if meeting.as_file else ()
    )
    return (
        Button("Move it", asks.SessionMoveForm(session=meeting.id)),
        Button("Cancel it", asks.SessionCancelForm(session=meeting.id), style=Style.DANGER),
        *as_file,
    )


def book_form(
    people: Sequence[Option],
    person: str,
    kind: str,
    ask: asks.SessionBooked | asks.SessionAskedFor,
    minutes: int,
    known: str = UNSEEN,
    unsaid: AwayUnsaid | None = None,
) -> Form:
    """A session by its pickers: nothing is guessed, so nothing is read back. ``minutes``: how long it is, unless
    something else is chosen; ``known``: of when people are busy; ``unsaid``: as in ``PlannedSession``."""
    who = (PersonField("person", "With whom?", tuple(people), person, required=True),) if people else ()
    books = isinstance(ask, asks.SessionBooked)
    return Form(
        "Book a session" if books else "Ask for a session",
        (*who, *when_fields(None), length_field(minutes), kind_field(kind)),
        (Button("Book it" if books else "Ask for it", ask, style=Style.PRIMARY),),
        (*((Paragraph((unsaid,)),) if unsaid else ()), Note((known,))),
    )


def next_one(
    plan: PlannedSession, because: Sequence[Text], others: Sequence[Moment], already: BookedNear | None
) -> Card:
    """After a held session: the next date that every rule allows; one tap books, or keeps the one that lies ahead."""
    body: list[Block] = []
    if already:
        body.append(Paragraph(("One is already booked for ", already.at, ".")))
    body.append(Paragraph((Strong("Proposed: "), plan.at, f", {plan.minutes} minutes.")))
    if because:
        body.append(Bullets(tuple(because)))
    body.append(Note((plan.known,)))
    keep = asks.SessionKept(session=already.id) if already else None
    buttons = (
        *((Button("Keep that one", keep, style=Style.PRIMARY),) if keep else ()),
        plan.button(plan.at, "Book it", Style.NORMAL if keep else Style.PRIMARY),
        *(plan.button(at, f"Book {slot(at)}") for at in others),
        plan.another_time(),
    )
    return Card(f"Next {plan.kind} with {plan.name}", "Your answer is ready", tuple(body), buttons)


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_AT: Final = Moment(_WALL, _WALL)
_LATER: Final = Moment(
    datetime.fromisoformat("2026-12-01T14:00:00+00:00"), datetime.fromisoformat("2026-12-01T14:00:00+00:00")
)
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", _AT)
_WISH: Final = SessionWish(supervisee=1, supervisor=2)
_PLAN: Final = PlannedSession("case supervision", "Amara Example", _AT, 90, _WISH)
_FALLS: Final[tuple[Text, ...]] = (("CB-10234 falls due for discussion by ", Day(date(2026, 11, 30)), "."),)
_GUIDANCE: Final = ("The supervisor books the sessions. (B32, “Appendix 2”)",)


@example("book_read_back")
def _example_read_back() -> Card:
    return read_back(_PLAN, _FALLS, (), _GUIDANCE)


@example("book_while_away")
def _example_while_away() -> Card:
    return read_back(replace(_PLAN, unsaid=AwayUnsaid(7, "Amara Example")), (), (), ())


@example("book_near")
def _example_near() -> Card:
    return read_back(_PLAN, _FALLS, (), (), BookedNear(7, _LATER))


@example("session_kept")
def _example_kept() -> Card:
    return kept(_MEETING)


@example("book_which_day")
def _example_which() -> Card:
    return which_day(
        "next tuesday", (_PLAN, PlannedSession("case supervision", "Amara Example", _LATER, 90, _WISH))
    )


@example("book_not_then")
def _example_not_then() -> Card:
    return not_then(
        f"{day(date(2026, 12, 28))} is a bank holiday (the substitute day for Boxing Day).", _PLAN, (_LATER,)
    )


@example("booked")
def _example_booked() -> Card:
    return message_card([Booked(_MEETING).item()])


@example("booked_for_calendar")
def _example_for_calendar() -> Card:
    return message_card([Booked(replace(_MEETING, as_file=True)).item()])


@example("booked_no_longer")
def _example_no_longer() -> Card:
    return message_card([NoLonger(_MEETING, SessionState.CANCELLED).item()])


@example("book_done")
def _example_done() -> Card:
    return just_booked(_MEETING, minutes=60)


@example("book_asked_for")
def _example_just_asked() -> Card:
    return just_asked("Priya Sample", "case supervision", _AT, minutes=60)


@form_example("book")
def _example_form() -> Form:
    return book_form((Option("S100", "Amara Example"),), "S100", "case", asks.SessionBooked(), 90)


@example("book_next")
def _example_next() -> Card:
    because: tuple[Text, ...] = (
        ("CB-10234: aim for ", Day(date(2026, 11, 24)), ", no later than ", Day(date(2026, 12, 1)), "."),
    )
    return next_one(_PLAN, because, (_LATER,), None)
