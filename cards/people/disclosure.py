"""That what belongs to two people's supervision was discussed with others: said by the supervisor, told to the
supervisee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.answer import answer
from cards.answers.asks import Concern
from cards.examples import example, form_example
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
    Quote,
    Style,
    TextField,
)
from cards.people.asks import DisclosureMade, DisclosureReason
from cards.shared import ways
from cards.shared.meeting import KINDS
from cards.words import with_capital
from policy.facts import SessionKind
from policy.ruleset import DisclosedTo

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


def saved(name: str, kind: SessionKind) -> Card:
    text = f"{name} is told that their {KINDS[kind]} was discussed, and reads why."
    return answer("Saved: discussed with others", text)


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
                Button(ways.CONCERN, Concern()),
            ),
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
    return saved("Amara Example", SessionKind.PERSONAL)


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
