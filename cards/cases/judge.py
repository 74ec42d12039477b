"""What a manager judges a case to be, such as stable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import CaseJudged, IntervalForm
from cards.examples import example, form_example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
    TextField,
)
from cards.shared.free_text import NO_NAME
from cards.shared.line_buttons import due_now
from cards.shared.next_due import NextDueLine


@dataclass(frozen=True, slots=True)
class LastJudgement:
    """What was last judged of it: in the policy's words, by whom, when and why."""

    what: str
    by: str
    on: date
    why: str


def no_longer(what: str) -> str:
    """A judgement that was taken back, as ``LastJudgement`` says it."""
    return f"no longer {what}"


def form(
    case_id: int,
    reference: str,
    options: Sequence[Option],
    ticked: Sequence[str],
    standing: Sequence[LastJudgement],
) -> Form:
    intro: list[Block] = []
    for one in standing:
        intro += [Paragraph((f"“{one.what}”: {one.by}, ", Day(one.on), ".")), Quote("Why", one.why)]
    intro.append(
        Note(
            ("A manager's judgement: your name and reason are kept with it, and an import doesn't undo it.",)
        )
    )
    return Form(
        f"What {reference} is judged to be",
        (
            ChoiceField(
                "judged", "It is", tuple(options), tuple(ticked), "Untick what it no longer is.", many=True
            ),
            TextField("why", "Why", required=True, limit=300, hint=NO_NAME),
        ),
        (Button("Save the judgement", CaseJudged(case=case_id), style=Style.PRIMARY),),
        tuple(intro),
    )


def saved(reference: str, now: Sequence[str], not_now: Sequence[str], following: NextDueLine) -> Card:
    return Card(
        f"{reference}: the judgement is saved",
        "A decision is saved",
        (Paragraph((_sentence(now, not_now),)), *following.blocks()),
        (
            due_now(reference),
            Button("How often it is discussed", IntervalForm(case=reference)),
        ),
    )


def _sentence(now: Sequence[str], not_now: Sequence[str]) -> str:
    parts = [f"Now “{listing(now)}”."] if now else []
    parts += [f"No longer “{listing(not_now)}”."] if not_now else []
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Judged(Message):
    """To the case's worker, and to their supervisor where it was somebody above."""

    reference: str
    who: str
    now: Sequence[str]
    not_now: Sequence[str]
    following: NextDueLine

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.reference} is judged anew",
            "News about a case",
            (Paragraph((f"{self.who}: {_sentence(self.now, self.not_now)}",)), *self.following.blocks()),
            (due_now(self.reference),),
        )


_STABLE: Final = "deemed stable by the manager"


@form_example("judge")
def _example_form() -> Form:
    standing = (
        LastJudgement(_STABLE, "Priya Invented", date(2026, 11, 3), "No concern at the last two reviews."),
    )
    return form(7, "CB-10300", (Option("stable", _STABLE),), ["stable"], standing)


@example("judge_saved")
def _example_saved() -> Card:
    return saved("CB-10300", [_STABLE], (), NextDueLine(date(2026, 12, 8), date(2026, 11, 3)))


@example("judged")
def _example_told() -> Card:
    return message_card(
        [
            Judged(
                "CB-10300", "Priya Invented", (), [_STABLE], NextDueLine(date(2026, 11, 2), date(2026, 11, 3))
            ).item()
        ]
    )
