"""A manager's decision to discuss one case more often."""

from __future__ import annotations

from datetime import date

from cards.examples import example, form_example
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
    Style,
    TextField,
)

#: How often a manager may ask for a case; anything rarer than its row has no effect.
PERIODS = ("1 week", "2 weeks", "3 weeks", "4 weeks", "1 month", "6 weeks", "2 months")


def form(case_id: int, reference: str) -> Form:
    return Form(
        f"Discuss {reference} more often",
        (
            ChoiceField("every", "At least every", tuple(Option(p, p) for p in PERIODS), required=True),
            DateField("until", "Until", hint="Leave empty until further notice."),
            TextField("why", "Why", required=True, limit=300, hint="References, never a child's name."),
        ),
        (Button("Decide", "interval", {"case": case_id}, Style.PRIMARY),),
        (
            Note(
                (
                    "This can bring the date forward, never put it back. Your name and reason are recorded with it.",
                )
            ),
        ),
    )


def decided(reference: str, every: str, until: date | None, before: date | None) -> Card:
    """``before``: the date as it was; the new one is a press away, with its reasons."""
    lasts = (" until ", Day(until)) if until else (" until further notice",)
    was = (Paragraph(("Until now it was due by ", Day(before), ".")),) if before else ()
    return Card(
        f"{reference}: at least every {every}",
        "A decision is saved",
        (Paragraph(("It is discussed at least that often", *lasts, ".")), *was),
        (Button("When is it due now?", "due", {"case": reference}),),
    )


@form_example("interval")
def _example_form() -> Form:
    return form(3, "CB-10234")


@example("interval_decided")
def _example_decided() -> Card:
    return decided("CB-10234", "2 weeks", date(2027, 1, 29), date(2026, 11, 30))
