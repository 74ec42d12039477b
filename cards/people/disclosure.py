"""That what belongs to two people's supervision was discussed with others: said by the supervisor, told to the
supervisee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.answer import answer
from cards.answers.asks import Concern
from cards.examples import example, form_example
from cards.formats import with_capital
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    Part,
    Quote,
    Style,
    TextField,
)
from cards.people.asks import DisclosureMade, DisclosureReason, DisclosureTakenBack
from cards.shared import home_buttons
from cards.shared.meeting import KINDS
from cards.shared.put_right import so_long
from cards.to_type import to_type
from policy.facts import SessionKind
from policy.periods import Period
from policy.ruleset import Correcting, DisclosedTo

TO: Final = {
    DisclosedTo.LINE_MANAGER: "the line manager",
    DisclosedTo.SENIOR_MANAGER: "a senior manager",
    DisclosedTo.HUMAN_RESOURCES: "Human Resources",
    DisclosedTo.QUALITY_ASSURANCE: "quality assurance",
    DisclosedTo.DISCIPLINE: "whoever leads a disciplinary matter",
    DisclosedTo.INSPECTION: "Ofsted",
    DisclosedTo.AGREED: "somebody outside the line, as agreed",
}


def form(
    person: int,
    name: str,
    of: Sequence[SessionKind],
    to: Sequence[DisclosedTo],
    today: date,
    guidance: Sequence[str],
) -> Form:
    """``of``, ``to``: what the policy lets be discussed with whom."""
    return Form(
        f"What {name} said, discussed with others",
        (
            ChoiceField(
                "of", "From which?", tuple(Option(k, with_capital(KINDS[k])) for k in of), required=True
            ),
            ChoiceField(
                "to", "With whom?", tuple(Option(one, with_capital(TO[one])) for one in to), required=True
            ),
            DateField("on", "On which day?", today, required=True),
            TextField("why", "Why", required=True, limit=300, hint=f"Only {name} reads it."),
        ),
        (Button("Save and tell them", DisclosureMade(person=person), style=Style.PRIMARY),),
        tuple(Note((g,)) for g in guidance),
    )


def saved(disclosure: int, name: str, kind: SessionKind, correctable: Period) -> Card:
    """``correctable``: for how long."""
    text = f"{name} is told that their {KINDS[kind]} was discussed, and reads why."
    mistake = f"Said by mistake, it can be taken back for {so_long(correctable)}: {to_type('disclosed')}"
    made = answer("Saved: discussed with others", text, mistake)
    return replace(made, buttons=(_back(disclosure),))


def _back(disclosure: int) -> Button:
    return Button("Take it back", DisclosureTakenBack(disclosure=disclosure), style=Style.DANGER)


@dataclass(frozen=True, slots=True)
class DisclosureSaid:
    """What somebody said that they discussed: of whom, from which, with whom, on which day."""

    disclosure: int
    name: str
    kind: SessionKind
    to: DisclosedTo
    on: date


def to_take_back(said: Sequence[DisclosureSaid]) -> Card:
    """To whoever said it, while it can be."""
    parts = tuple(
        Part(
            f"{with_capital(KINDS[one.kind])} of {one.name}",
            (Paragraph((f"You discussed it with {TO[one.to]} on ", Day(one.on), ".")),),
            (_back(one.disclosure),),
        )
        for one in said
    )
    return Card(
        "What you said was discussed with others",
        "Your answer is ready",
        (*parts, Note((f"To say another: {to_type('disclosed @Amara')}",))),
    )


def taken_back(one: DisclosureSaid, *, told: bool) -> Card:
    """``told``: they had been told of it."""
    after = f"{one.name} is told that it was a mistake." if told else f"{one.name} hadn't been told yet."
    return answer("Taken back: discussed with others", after)


@dataclass(frozen=True, slots=True)
class Disclosed(Message):
    """To the supervisee. ``by``: who discussed it."""

    disclosure: int
    by: str
    kind: SessionKind
    to: DisclosedTo
    on: date
    rule: Sequence[str]

    def item(self) -> MessageItem:
        text = f"{self.by} discussed what belongs to your {KINDS[self.kind]} with {TO[self.to]} on "
        return MessageItem(
            f"{self.by} discussed your {KINDS[self.kind]} with others",
            "Something about your supervision for you to know",
            (Paragraph((text, Day(self.on), ".")), *(Note((r,)) for r in self.rule)),
            (
                Button("Read why", DisclosureReason(disclosure=self.disclosure), style=Style.PRIMARY),
                Button(home_buttons.CONCERN, Concern()),
            ),
        )


@dataclass(frozen=True, slots=True)
class DisclosureIsTakenBack(Message):
    """To the supervisee, who was told before."""

    by: str
    kind: SessionKind
    to: DisclosedTo
    on: date

    def item(self) -> MessageItem:
        said = f"{self.by} says that it was a mistake: your {KINDS[self.kind]} was not discussed with {TO[self.to]} on "
        return MessageItem(
            f"{self.by} took back that your {KINDS[self.kind]} was discussed",
            "Something about your supervision was taken back",
            (Paragraph((said, Day(self.on), ".")),),
            (Button(home_buttons.CONCERN, Concern()),),
        )


def why(by: str, words: str) -> Card:
    """A view, never a message."""
    return Card(f"Why {by} discussed it", "Your answer is ready", (Quote("Why", words),))


def no_longer_kept(by: str) -> Card:
    """Once the council's term for people's words is over."""
    return answer(f"Why {by} discussed it", "The reason isn't kept any more.")


_RULE: Final = ("Contents may be discussed with others, always with the supervisee's knowledge (B28).",)


@form_example("disclosure")
def _example_form() -> Form:
    of, to = (SessionKind.CASE, SessionKind.PERSONAL), (DisclosedTo.LINE_MANAGER, DisclosedTo.HUMAN_RESOURCES)
    return form(3, "Amara Example", of, to, date(2026, 11, 24), _RULE)


@example("disclosure_saved")
def _example_saved() -> Card:
    return saved(5, "Amara Example", SessionKind.PERSONAL, Correcting().said)


_SAID: Final = DisclosureSaid(
    5, "Amara Example", SessionKind.CASE, DisclosedTo.INSPECTION, date(2026, 11, 24)
)


@example("disclosure_to_take_back")
def _example_to_take_back() -> Card:
    return to_take_back([_SAID])


@example("disclosure_taken_back")
def _example_taken_back() -> Card:
    return taken_back(_SAID, told=True)


@example("disclosure_back_told")
def _example_back_told() -> Card:
    told = DisclosureIsTakenBack("Priya Sample", SessionKind.CASE, DisclosedTo.INSPECTION, date(2026, 11, 24))
    return message_card([told.item()])


@example("disclosure_told")
def _example_told() -> Card:
    told = Disclosed(5, "Priya Sample", SessionKind.CASE, DisclosedTo.INSPECTION, date(2026, 11, 24), _RULE)
    return message_card([told.item()])


@example("disclosure_why")
def _example_why() -> Card:
    return why("Priya Sample", "The inspectors asked how the decision was reached.")


@example("disclosure_why_gone")
def _example_why_gone() -> Card:
    return no_longer_kept("Priya Sample")
