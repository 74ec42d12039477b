"""A supervisee says that their supervisor is away: asked of whoever can confirm it, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.absence.absent import OPEN, Absent, spell
from cards.absence.asks import ClaimConfirmed, ClaimDatesForm, ClaimRefused, SupervisorSaidAway
from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, DateField, Form, Note, Paragraph, Style, Text


def claim_form(name: str, first: date, manager: str) -> Form:
    """``manager``: who is asked to confirm it; empty where an administrator is."""
    asked = manager or "An administrator"
    return Form(
        f"{name} is away",
        (
            DateField("first", "Since when?", first, required=True),
            DateField("last", "Until when, if you know", hint=OPEN),
        ),
        (Button("Say so", SupervisorSaidAway(), style=Style.PRIMARY),),
        (
            Paragraph(
                (f"{asked} is asked to confirm it. Until then nothing changes. No reason is asked for.",)
            ),
        ),
    )


def claimed_answer(name: str, asked: Sequence[str]) -> Card:
    """To the supervisee. ``asked``: to confirm it."""
    who = listing(asked) or "Nobody"
    return answer(
        "Said, to be confirmed",
        f"{who} will be asked to confirm that {name} is away. You'll hear the answer.",
    )


def claim_refused(name: str, by: str) -> Card:
    """To whoever answered that it isn't so. ``by``: who had said it."""
    return answer("Noted: not so", f"{name} isn't recorded as away. {by} is told.")


@dataclass(frozen=True, slots=True)
class AbsenceClaimed(Message):
    """To who can confirm it."""

    absent: Absent
    by: str
    again: bool

    def item(self) -> MessageItem:
        name = self.absent.name
        return MessageItem(
            f"Still to confirm: is {name} away?" if self.again else f"Is {name} away?",
            "Please confirm something about your team",
            (
                Paragraph((f"{self.by} says that {name} is away ", *spell(self.absent), ".")),
                Note(("It counts once you confirm it. Sessions on those days are then cancelled.",)),
            ),
            claim_buttons(self.absent),
        )


def claim_buttons(absent: Absent) -> tuple[Button, ...]:
    return (
        Button("Confirm", ClaimConfirmed(absence=absent.id), style=Style.PRIMARY),
        Button("Confirm with other dates", ClaimDatesForm(absence=absent.id)),
        Button("Not so", ClaimRefused(absence=absent.id)),
    )


@dataclass(frozen=True, slots=True)
class ClaimAnswered(Message):
    """To the supervisee who said it."""

    absent: Absent
    by: str
    confirmed: bool

    def item(self) -> MessageItem:
        name, notice = self.absent.name, "An answer to what you said"
        if self.confirmed:
            text: Text = (f"{name} is recorded as unavailable ", *spell(self.absent), ".")
            return MessageItem(f"Confirmed: {name} is unavailable", notice, (Paragraph(text),))
        refused = (
            f"{self.by} answered that it isn't so: {name} isn't recorded as away. "
            f"Speak to {self.by} if that is a surprise.",
        )
        return MessageItem(f"{name} isn't recorded as away", notice, (Paragraph(refused),))


_TODAY: Final = date(2026, 11, 24)
_PRIYA: Final = Absent(4, "Priya Sample", date(2026, 11, 24), None)


@form_example("supervisor_away")
def _example_claim_form() -> Form:
    return claim_form("Priya Sample", _TODAY, "Helen Fictional")


@example("absence_claim")
def _example_claim() -> Card:
    return message_card([AbsenceClaimed(_PRIYA, "Amara Example", again=False).item()])


@example("absence_claim_said")
def _example_claim_said() -> Card:
    return claimed_answer("Priya Sample", ["Helen Fictional"])


@example("absence_claim_not_so")
def _example_not_so() -> Card:
    return claim_refused("Priya Sample", "Amara Example")


@example("absence_claim_refused")
def _example_refused() -> Card:
    return message_card([ClaimAnswered(_PRIYA, "Helen Fictional", confirmed=False).item()])


@example("absence_claim_confirmed")
def _example_confirmed() -> Card:
    return message_card([ClaimAnswered(_PRIYA, "Helen Fictional", confirmed=True).item()])
