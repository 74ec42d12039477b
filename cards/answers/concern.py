"""The way for somebody whose supervision isn't to standard: what the policy says, and a meeting asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.answer import answer
from cards.answers.asks import (
    Concern,
    MeetingArranged,
    MeetingAsked,
    MeetingConsidered,
    MeetingDayForm,
    MeetingHeld,
    MeetingTakenBack,
)
from cards.examples import example, form_example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    DateField,
    Day,
    Form,
    Note,
    Paragraph,
    Part,
    Style,
    Text,
)
from cards.to_type import to_type
from policy.facts import Away

READY: Final = "Your answer is ready"
HOW_IT_STANDS: Final = Button("How it stands", Concern())
#: So many of the meetings that one asked for are shown, the newest.
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Way:
    """A meeting that may be asked for: about supervision with whom, and of whom it is asked."""

    other: int
    name: str
    manager: str


@dataclass(frozen=True, slots=True)
class MeetingStatus:
    """How something that one asked for stands. ``over``: the day that was arranged is behind; ``away``: the manager's
    absence, which runs."""

    request: int
    manager: str
    name: str
    on: date
    arranged_for: date | None
    met_on: date | None
    over: bool = False
    away: Away | None = None


def concern(ways: Sequence[Way], asked: Sequence[MeetingStatus], guidance: Sequence[str], note: str) -> Card:
    """Seen by the asker alone. ``note``: what is missing."""
    way = "The way the policy gives:" if guidance else "The policy gives no way of its own."
    steps = (Bullets(tuple((g,) for g in guidance)),) if guidance else ()
    body: tuple[Block, ...] = (
        Paragraph((f"Nobody is told that you asked this. {way}",)),
        *steps,
        *_ways(ways),
        *(_stands(one) for one in asked),
        *((Note((note,)),) if note else ()),
    )
    return Card("If supervision isn't as it should be", READY, body)


def _ways(ways: Sequence[Way]) -> list[Part]:
    return [
        Part(
            f"About supervision with {one.name}",
            (),
            (Button(f"Ask for a meeting with {one.manager}", MeetingConsidered(other=one.other)),),
        )
        for one in ways
    ]


def _stands(one: MeetingStatus) -> Part:
    since: Text = (f"You asked {one.manager} on ", Day(one.on), ". ")
    if one.met_on:
        return Part(
            f"Your meeting about supervision with {one.name}",
            (
                Paragraph(
                    (*since, *_met(one)),
                ),
            ),
        )
    said: Text = ("Not answered yet.",)
    if one.arranged_for:
        said = _was_to_meet(one, one.arranged_for) if one.over else _to_meet(one.arranged_for)
    back = Button("I don't need it any more", MeetingTakenBack(request=one.request))
    held = _while_away(one.manager, one.away)
    return Part(
        f"Your meeting about supervision with {one.name}", (Paragraph((*since, *said)), *held), (back,)
    )


def _while_away(manager: str, away: Away | None) -> tuple[Note, ...]:
    if away is None:
        return ()
    until: Text = (" until ", Day(away.last)) if away.last else ()
    return (Note((f"{manager} is unavailable", *until, " and reads it on the return.")),)


def _to_meet(on: date, *, over: bool = False) -> Text:
    return ("You were to meet on " if over else "You are to meet on ", Day(on), ".")


def _was_to_meet(one: MeetingStatus, on: date) -> Text:
    return ("You were to meet on ", Day(on), f". {one.manager} hasn't said yet whether you did.")


def _met(one: MeetingStatus) -> Text:
    assert one.met_on
    return (f"{one.manager} says that you have met: ", Day(one.met_on), ".")


#: Notes of ``concern``: what is missing.
NOBODY_ELSE: Final = "The policy names nobody else to ask for a meeting."


def no_manager(supervisors: Sequence[str]) -> str:
    """Of those whose supervision can't be taken further."""
    return f"No line manager is recorded for {listing(supervisors)}; an administrator can say who it is."


def on_its_way(manager: str) -> Card:
    return answer(
        "Your request is on its way",
        f"You'll hear once it has reached {manager}. How it stands: {to_type('concern')}",
    )


def concern_ask(
    other: int, name: str, manager: str, above: str, *, up: bool, away: Away | None = None
) -> Card:
    """The second step: what pressing it does. ``above``: whoever may be asked in the manager's place, if anybody;
    ``away``: the manager's absence, which runs."""
    text = f"{manager} reads that you ask for a meeting about supervision with {name}, nothing more. {name} isn't told."
    instead = (Paragraph((f"If it concerns {manager} too, ask {above} instead.",)),) if above else ()
    held = _while_away(manager, away)
    buttons = [Button(f"Yes, ask {manager}", MeetingAsked(other=other, up=up), style=Style.PRIMARY)]
    if above:
        buttons.append(Button(f"Ask {above} instead", MeetingConsidered(other=other, up=True)))
    body = (Paragraph((text,)), *instead, *held)
    return Card(f"Ask {manager} for a meeting?", READY, body, tuple(buttons))


@dataclass(frozen=True, slots=True)
class MeetingRequested(Message):
    """To whoever is asked. ``name``: who asks; ``other``: with whom they are in supervision. ``again``: asked since
    that day; ``arranged_for``: when they are to meet, or, once that is ``over``, were to."""

    request: int
    name: str
    other: str
    guidance: Sequence[str]
    again: date | None = None
    arranged_for: date | None = None
    over: bool = False

    def item(self) -> MessageItem:
        asks = f"{self.name} asks to speak with you about supervision with {self.other}."
        text = f"{asks} Arrange it with {self.name} first."
        since = (Paragraph(("Asked on ", Day(self.again), ".")),) if self.again else ()
        on = (Paragraph(_to_meet(self.arranged_for, over=self.over)),) if self.arranged_for else ()
        title = f"{self.name} {'still asks' if self.again else 'asks'} for a meeting with you"
        return MessageItem(
            f"Did you meet with {self.name}?" if self.over else title,
            "Somebody asks for a meeting with you",
            (Paragraph((text,)), *since, *on, *self._state()),
            self._ways() if self.request else (),
        )

    def _state(self) -> tuple[Block, ...]:
        """It speaks to whoever asks, and is read by whoever is asked."""
        if not self.guidance:
            return ()
        return (Note((f"What {self.name} read of the policy:",)), Bullets(tuple((g,) for g in self.guidance)))

    def _ways(self) -> tuple[Button, Button]:
        arrange = "Another day" if self.arranged_for else "We meet on a day"
        return (
            Button("We have met", MeetingHeld(request=self.request), style=Style.PRIMARY),
            Button(arrange, MeetingDayForm(request=self.request)),
        )


def day_form(request: int, name: str, on: date | None) -> Form:
    return Form(
        f"The meeting with {name}",
        (DateField("on", "On which day?", on, required=True),),
        (Button("Save", MeetingArranged(request=request), style=Style.PRIMARY),),
        (Note((f"{name} is told the day. Agree it with them first.",)),),
    )


def arranged(name: str, on: date) -> Card:
    return Card("The day is saved", "It is saved", (Paragraph((f"{name} is told: ", Day(on), ".")),))


def met(name: str) -> Card:
    return answer("Recorded: you have met", f"{name} is told that you said so.")


def taken_back(manager: str) -> Card:
    return answer("Taken back", f"{manager} isn't asked any more.")


@dataclass(frozen=True, slots=True)
class ConcernDelivered(Message):
    """To whoever asked for a meeting: it has arrived."""

    manager: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.manager} has your request",
            "Your request has arrived",
            (Paragraph((f"{self.manager} has been asked for a meeting with you.",)),),
            (HOW_IT_STANDS,),
        )


@dataclass(frozen=True, slots=True)
class MeetingUnanswered(Message):
    """To whoever asked: nothing was answered yet. ``away``: the manager's absence, which runs."""

    manager: str
    on: date
    away: Away | None = None

    def item(self) -> MessageItem:
        said: Text = (f"You asked {self.manager} for a meeting on ", Day(self.on), " and have no answer yet.")
        return MessageItem(
            f"{self.manager} hasn't answered your request yet",
            "News about your request",
            (Paragraph(said), *_while_away(self.manager, self.away)),
            (HOW_IT_STANDS,),
        )


@dataclass(frozen=True, slots=True)
class MeetingNews(Message):
    """To whoever asked: the day (``on``), or with ``met`` that it took place."""

    manager: str
    on: date
    met: bool

    def item(self) -> MessageItem:
        said: Text = (f"{self.manager} says that you met. If that isn't so, ask again.",)
        if not self.met:
            said = _to_meet(self.on)
        title = f"Your meeting with {self.manager}"
        return MessageItem(title, "News about your request", (Paragraph(said),), (HOW_IT_STANDS,))


@dataclass(frozen=True, slots=True)
class MeetingLapsed(Message):
    """To the other of the two, once one has left. ``asked``: the reader had asked."""

    left: str
    on: date
    asked: bool

    def item(self) -> MessageItem:
        if self.asked:
            said: Text = (
                f"{self.left} has left: your request of ",
                Day(self.on),
                " is withdrawn. You can ask anew.",
            )
            anew = (Button("Ask for a meeting", Concern()),)
            return MessageItem(
                "Your request for a meeting", "News about your request", (Paragraph(said),), anew
            )
        said = (
            f"{self.left}, who asked for it on ",
            Day(self.on),
            ", has left. There is nothing for you to do.",
        )
        return MessageItem(f"A meeting with {self.left}", "News about a request", (Paragraph(said),))


@example("concern_lapsed")
def _example_lapsed() -> Card:
    return message_card([MeetingLapsed("Helen Fictional", date(2026, 11, 3), asked=True).item()])


@example("concern_unanswered")
def _example_unanswered() -> Card:
    return message_card([MeetingUnanswered("Helen Fictional", date(2026, 11, 3)).item()])


_ASKED: Final = MeetingStatus(5, "Helen Fictional", "Priya Sample", date(2026, 11, 3), None, None)


@example("concern")
def _example_concern() -> Card:
    ways = (Way(2, "Priya Sample", "Helen Fictional"), Way(4, "Owen Placeholder", "Helen Fictional"))
    return concern(ways, [], ["Raise it with your supervisor first (B30)."], "")


@example("concern_asked")
def _example_concern_asked() -> Card:
    met_on = MeetingStatus(
        4, "Helen Fictional", "Owen Placeholder", date(2026, 10, 6), None, date(2026, 10, 9)
    )
    arranged_for = MeetingStatus(
        6, "Helen Fictional", "Amara Example", date(2026, 11, 3), date(2026, 11, 6), None
    )
    return concern([], [_ASKED, arranged_for, met_on], ["Raise it with your supervisor first (B30)."], "")


@example("concern_without_a_way")
def _example_no_way() -> Card:
    return concern([], [], [], "Ask Adel Madeup, who keeps the rule set.")


@example("concern_ask")
def _example_ask() -> Card:
    away = Away(date(2026, 11, 23), date(2026, 12, 4))
    return concern_ask(2, "Priya Sample", "Helen Fictional", "Adel Madeup", up=False, away=away)


@example("meeting_asked")
def _example_asked() -> Card:
    rules = ["You may observe a session (B30)."]
    return message_card([MeetingRequested(5, "Amara Example", "Priya Sample", rules).item()])


@example("meeting_asked_again")
def _example_asked_again() -> Card:
    days = date(2026, 11, 3), date(2026, 11, 10)
    return message_card([MeetingRequested(5, "Amara Example", "Priya Sample", [], *days).item()])


@example("meeting_was_to_be")
def _example_was_to_be() -> Card:
    days = date(2026, 11, 3), date(2026, 11, 10)
    return message_card([MeetingRequested(5, "Amara Example", "Priya Sample", [], *days, over=True).item()])


@form_example("meeting_day")
def _example_day() -> Form:
    return day_form(5, "Amara Example", None)


@example("meeting_arranged")
def _example_arranged() -> Card:
    return arranged("Amara Example", date(2026, 11, 6))


@example("meeting_day_told")
def _example_day_told() -> Card:
    return message_card([MeetingNews("Helen Fictional", date(2026, 11, 6), met=False).item()])


@example("meeting_met_told")
def _example_met_told() -> Card:
    return message_card([MeetingNews("Helen Fictional", date(2026, 11, 6), met=True).item()])


@example("concern_told")
def _example_told() -> Card:
    return message_card([ConcernDelivered("Helen Fictional").item()])
