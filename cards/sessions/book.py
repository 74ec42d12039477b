"""Booked, asked for, moved: a time read back, and what the other one is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.ask import Ask
from cards.examples import example, form_example
from cards.message import MOST, Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    Day,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    Part,
    PersonField,
    Strong,
    Style,
    Text,
    UserText,
)
from cards.sessions import asks
from cards.sessions.asks import SessionWish
from cards.sessions.times import UNSEEN, epoch, when_fields
from cards.shared.meeting import Meeting
from cards.words import day, slot


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session that isn't booked yet, as its asker reads it. ``asks``: the other one, the supervisor, has to confirm
    it."""

    kind: str
    name: str
    at: Moment
    minutes: int
    wish: SessionWish
    asks: bool = False

    def button(self, at: Moment, verb: str, style: Style = Style.NORMAL) -> Button:
        if self.asks:
            return Button(verb, asks.at_time(asks.SessionAskedFor, self.wish, epoch(at)), style=style)
        return Button(verb, asks.at_time(asks.SessionBooked, self.wish, epoch(at)), style=style)

    def another_time(self) -> Button:
        return Button("Choose another time", asks.another_time(self.wish))


def read_back(
    plan: PlannedSession, falls: Sequence[Text], others: Sequence[str], guidance: Sequence[str]
) -> Card:
    """What was understood, in words, before anything is booked. ``others``: how else the words could be meant."""
    verb = "Ask for it" if plan.asks else "Book it"
    body: list[Block] = [
        Paragraph(
            (Strong(f"{plan.kind.capitalize()} with {plan.name}: "), plan.at, f", {plan.minutes} minutes.")
        ),
        Paragraph(("That is a working day for both of you, and nothing known is in the way.",)),
    ]
    if falls:
        body.append(Bullets(tuple(falls)))
    body += [Note((words,)) for words in (*others, UNSEEN, *guidance)]
    buttons = (
        plan.button(plan.at, verb, Style.PRIMARY),
        plan.another_time(),
    )
    title = "Ask for this session?" if plan.asks else "Book this session?"
    return Card(title, "Your answer is ready", tuple(body), buttons)


def which_day(words: str, plans: Sequence[PlannedSession]) -> Card:
    """Words that can mean two days: the asker says which."""
    buttons = tuple(Button(slot(p.at), asks.at_time(asks.DayChosen, p.wish, epoch(p.at))) for p in plans)
    return Card(
        "Which day do you mean?",
        "Your answer is ready",
        (Paragraph(("“", UserText(words), "” can mean either of these.")),),
        buttons,
    )


def not_then(sentence: str, plan: PlannedSession, instead: Sequence[Moment]) -> Card:
    """A time that won't do, why, and others that would."""
    verb = "Ask for" if plan.asks else "Book"
    buttons = (
        *(plan.button(at, f"{verb} {slot(at)}") for at in instead),
        plan.another_time(),
    )
    offer = (Paragraph(("This would do:" if len(instead) == 1 else "These would do:",)),) if instead else ()
    return Card("Not then", "Your answer is ready", (Paragraph((sentence,)), *offer), buttons)


@dataclass(frozen=True, slots=True)
class Asked(Message):
    """To the supervisor: the supervisee asks for a session; one tap books it."""

    meeting: Meeting
    wish: SessionWish
    free: bool
    extra: bool
    about: str

    def item(self) -> MessageItem:
        kind = f"an additional {self.meeting.kind}" if self.extra else self.meeting.kind
        body: list[Block] = [Paragraph((self.meeting.starts, "."))]
        if self.about:
            body.append(Paragraph((f"About {self.about}.",)))
        if not self.free:
            body.append(Paragraph(("That time is no longer free for both of you.",)))
        booked = asks.at_time(asks.SessionBooked, self.wish, epoch(self.meeting.starts))
        book = (Button("Book it", booked, style=Style.PRIMARY),) if self.free else ()
        buttons = (*book, Button("Another time", asks.another_time(self.wish)))
        return MessageItem(
            f"{self.meeting.name} asks for {kind}", "A session is asked for", tuple(body), buttons
        )


@dataclass(frozen=True, slots=True)
class Booked(Message):
    """To the other one."""

    meeting: Meeting
    provisional: bool = False

    def item(self) -> MessageItem:
        title = f"{self.meeting.kind.capitalize()} with {self.meeting.name} is booked"
        buttons = _change(self.meeting)
        how = " Provisionally." if self.provisional else ""
        return MessageItem(
            title, "A supervision session is booked", (Paragraph((self.meeting.starts, f".{how}")),), buttons
        )


@dataclass(frozen=True, slots=True)
class NoLonger(Message):
    """The same message once the session is held or cancelled."""

    meeting: Meeting
    state: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name}",
            "A session has changed",
            (Paragraph((self.meeting.starts, f": {self.state}.")),),
        )


def done(title: str, meeting: Meeting, told: str) -> Card:
    """What was just booked or moved, with the way to change it."""
    buttons = _change(meeting)
    return Card(title, "A session is booked", (Paragraph((meeting.starts, ".")), Paragraph((told,))), buttons)


def choose(meetings: Sequence[Meeting]) -> Card:
    """Which of the booked sessions is meant, and what is to become of it."""
    parts = tuple(
        Part(f"{m.kind.capitalize()} with {m.name}", (Paragraph((m.starts, ".")),), _change(m))
        for m in meetings[:MOST]
    )
    more = (Note((f"And {len(meetings) - MOST} more, later than these.",)),) if len(meetings) > MOST else ()
    return Card("Which session?", "Your answer is ready", (*parts, *more))


def _change(meeting: Meeting) -> tuple[Button, ...]:
    return (
        Button("Move it", asks.SessionMoveForm(session=meeting.id)),
        Button("Cancel it", asks.SessionCancelForm(session=meeting.id), style=Style.DANGER),
    )


def with_whom(title: str, names: Sequence[tuple[str, Ask]]) -> Card:
    """One button per person."""
    return Card(title, "Your answer is ready", (), tuple(Button(name, ask) for name, ask in names))


def book_form(
    people: Sequence[Option], person: str, kind: str, ask: asks.SessionBooked | asks.SessionAskedFor
) -> Form:
    """A session by its pickers: nothing is guessed, so nothing is read back."""
    kinds = (Option("case", "Case supervision"), Option("personal", "Personal supervision"))
    who = (PersonField("person", "With whom?", tuple(people), person, required=True),) if people else ()
    books = isinstance(ask, asks.SessionBooked)
    return Form(
        "Book a session" if books else "Ask for a session",
        (*who, *when_fields(None), ChoiceField("kind", "What kind?", kinds, (kind,), required=True)),
        (Button("Book it" if books else "Ask for it", ask, style=Style.PRIMARY),),
        (Note((UNSEEN,)),),
    )


@dataclass(frozen=True, slots=True)
class ExtraForm:
    """``times``: free for both, each with its seconds as value. ``cases``: what it may be about. ``another``: opens the
    form for any other time."""

    name: str
    times: Sequence[Option]
    cases: Sequence[Option]
    case: str
    ask: asks.AdditionalAsked
    another: asks.BookForm
    asks: bool
    guidance: Sequence[str]


def extra_form(view: ExtraForm) -> Form:
    """An additional session, after something happened."""
    kinds = (Option("case", "Case supervision"), Option("personal", "Personal supervision"))
    about = (
        ChoiceField(
            "case", "About which case?", (Option("", "No case in particular"), *view.cases), (view.case,)
        ),
    )
    return Form(
        f"An additional session with {view.name}",
        (
            ChoiceField("kind", "What kind?", kinds, ("case",), required=True),
            *(about if view.cases else ()),
            ChoiceField(
                "when", "When? These times are free for both of you", tuple(view.times), required=True
            ),
        ),
        (
            Button("Ask for it" if view.asks else "Book it", view.ask, style=Style.PRIMARY),
            Button("Another time", view.another),
        ),
        tuple(Note((words,)) for words in (UNSEEN, *view.guidance)),
    )


def next_one(
    plan: PlannedSession, because: Sequence[Text], others: Sequence[Moment], already: Moment | None
) -> Card:
    """After a held session: the next date that every rule allows; one tap books."""
    body: list[Block] = []
    if already:
        body.append(Paragraph(("One is already booked for ", already, ".")))
    body.append(Paragraph((Strong("Proposed: "), plan.at, f", {plan.minutes} minutes.")))
    if because:
        body.append(Bullets(tuple(because)))
    body.append(Note((UNSEEN,)))
    buttons = (
        plan.button(plan.at, "Book it", Style.PRIMARY),
        *(plan.button(at, f"Book {slot(at)}") for at in others),
        plan.another_time(),
    )
    return Card(f"Next {plan.kind} with {plan.name}", "Your answer is ready", tuple(body), buttons)


# Moving


def move_form(meeting: Meeting, limits: Sequence[Text], at: Moment | None) -> Form:
    """A new time for a session that stays booked."""
    return Form(
        f"Move {meeting.kind} with {meeting.name}",
        when_fields(at),
        (Button("Propose the new time", asks.SessionMoved(session=meeting.id), style=Style.PRIMARY),),
        (
            Paragraph(("Booked for ", meeting.starts, ".")),
            *((Bullets(tuple(limits)),) if limits else ()),
            Note((f"Agreed before the day and inside these limits it isn't a cancellation. {UNSEEN}",)),
        ),
    )


def cannot_move(meeting: Meeting, why: Sequence[Text], rebooked_by: Sequence[Text], again: bool) -> Card:
    """Outside a limit, or too late: why, and the cancellation they may choose knowingly."""
    cancel = Button("Cancel it instead", asks.SessionCancelForm(session=meeting.id), style=Style.DANGER)
    other = (Button("Choose another time", asks.SessionMoveForm(session=meeting.id)),) if again else ()
    after = (
        (Paragraph(("Cancelling is still open to you:",)), Bullets(tuple(rebooked_by))) if rebooked_by else ()
    )
    return Card(
        "Not moved", "Your answer is ready", (*(Paragraph(line) for line in why), *after), (*other, cancel)
    )


@dataclass(frozen=True, slots=True)
class MoveAsked(Message):
    """To the other one: agree with a tap."""

    meeting: Meeting
    to: Moment

    def item(self) -> MessageItem:
        agreed = asks.MoveAgreed(
            session=self.meeting.id, at=epoch(self.to), booked_at=epoch(self.meeting.starts)
        )
        return MessageItem(
            f"{self.meeting.name} asks to move {self.meeting.kind}",
            "A session may move",
            (Paragraph(("From ", self.meeting.starts, " to ", Strong(slot(self.to)), ".")),),
            (
                Button("Agree", agreed, style=Style.PRIMARY),
                Button("Propose another time", asks.SessionMoveForm(session=self.meeting.id)),
            ),
        )


@dataclass(frozen=True, slots=True)
class Moved(Message):
    """To the other one."""

    meeting: Meeting

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.meeting.kind.capitalize()} with {self.meeting.name} is moved",
            "A session has moved",
            (Paragraph(("It is now on ", self.meeting.starts, ".")),),
        )


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


@example("book_asked")
def _example_asked() -> Card:
    return message_card([Asked(_MEETING, _WISH, True, True, "CB-10234").item()])


@example("booked")
def _example_booked() -> Card:
    return message_card([Booked(_MEETING).item()])


@example("booked_no_longer")
def _example_no_longer() -> Card:
    return message_card([NoLonger(_MEETING, "cancelled").item()])


@example("book_done")
def _example_done() -> Card:
    return done("Booked: case supervision with Amara Example", _MEETING, "Amara Example is told.")


@example("choose_session")
def _example_choose() -> Card:
    return choose((_MEETING,))


@example("with_whom")
def _example_whom() -> Card:
    return with_whom("An additional session with whom?", (("Amara Example", asks.AdditionalForm(person=1)),))


@form_example("book")
def _example_form() -> Form:
    return book_form((Option("S100", "Amara Example"),), "S100", "case", asks.SessionBooked())


@form_example("extra")
def _example_extra() -> Form:
    times = (Option("1764079200", slot(_AT)), Option("1764684000", slot(_LATER)))
    return extra_form(
        ExtraForm(
            "Priya Sample",
            times,
            (Option("3", "CB-10234"),),
            "3",
            asks.AdditionalAsked(supervisee=1, supervisor=2),
            asks.another_time(_WISH),
            True,
            _GUIDANCE,
        )
    )


@example("book_next")
def _example_next() -> Card:
    because: tuple[Text, ...] = (
        ("CB-10234: aim for ", Day(date(2026, 11, 24)), ", no later than ", Day(date(2026, 12, 1)), "."),
    )
    return next_one(_PLAN, because, (_LATER,), None)


@form_example("move")
def _example_move() -> Form:
    return move_form(_MEETING, _FALLS, _LATER)


@example("cannot_move")
def _example_cannot() -> Card:
    because: tuple[Text, ...] = (("CB-10234 is to be discussed by ", Day(date(2026, 11, 30)), "."),)
    after: tuple[Text, ...] = (("Cancelled now, it is to be held by ", Day(date(2026, 11, 27)), "."),)
    return cannot_move(_MEETING, because, after, True)


@example("move_asked")
def _example_move_asked() -> Card:
    return message_card([MoveAsked(_MEETING, _LATER).item()])


@example("moved")
def _example_moved() -> Card:
    return message_card([Moved(_MEETING).item()])
