"""A safeguarding issue that needs action: asked in a form, and said where it can't wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.formats import listing
from cards.model import ChoiceField, Day, Note, Option, Paragraph, Text, TextField

#: The fields about a safeguarding issue, wherever they are asked.
SAFEGUARDING: Final = "safeguarding"
SAFEGUARDING_REFERENCE: Final = "safeguarding_reference"
#: What is wrong with either.
NOT_DISCUSSED: Final = "Choose among the cases that were discussed."
NOT_TICKED: Final = "Tick the case that the reference belongs to."


def safeguarding_fields(options: Sequence[Option], ticked: tuple[str, ...]) -> list[ChoiceField | TextField]:
    """Asked of each case: yes where it is ticked."""
    label = "In which of them is there a safeguarding issue that needs action?"
    if len(options) == 1:
        label = f"Is there a safeguarding issue in {options[0].label} that needs action?"
        options = [Option(options[0].value, f"Yes, in {options[0].label}")]
    return [
        ChoiceField(
            SAFEGUARDING, label, tuple(options), ticked, "Leave it unticked where there is none.", many=True
        ),
        TextField(
            SAFEGUARDING_REFERENCE,
            "A reference for it, if there is one",
            hint="A short reference, never a name or what happened.",
            limit=60,
        ),
    ]


@dataclass(frozen=True, slots=True)
class Urgent:
    """Records with a safeguarding issue that needs action: by when, and what the policy says of it. ``past``: that day
    is over, for it was said later."""

    cases: Sequence[str]
    system: str
    by: date | None
    guidance: Sequence[str]
    past: bool = False


def urgent_blocks(urgent: Urgent) -> tuple[Paragraph | Note, ...]:
    until = "; it was due by the end of " if urgent.past else " by the end of "
    by: Text = (until, Day(urgent.by)) if urgent.by else ()
    words = (
        f"A safeguarding issue that needs action: record {listing(urgent.cases)} in {urgent.system} at once"
    )
    return (Paragraph((words, *by, ".")), *(Note((g,)) for g in urgent.guidance))
