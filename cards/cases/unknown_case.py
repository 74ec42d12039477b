"""The answer about a reference that nobody has, or that the reader mustn't see: nothing is said of it."""

from __future__ import annotations

from cards.examples import example
from cards.model import Card, Paragraph
from cards.to_type import to_type


def unknown_case(reference: str, unlike: str = "", person: str = "") -> Card:
    """The same for a case nobody has and for one that is restricted. ``unlike``: what references look like, where that
    can be none; ``person``: of the reader's line, who is called that."""
    text = "No date can be shown for that reference. Check it, or ask the case's team."
    near = f"Did you mean: {to_type(f'due @{person}')}?" if person else ""
    said = (Paragraph((text,)), *(Paragraph((more,)) for more in (unlike, near) if more))
    return Card(f"{reference}: no date to show", "Your answer is ready", said)


@example("due_unknown_case")
def _example_unknown() -> Card:
    return unknown_case("CB-99999")


@example("due_person_as_case")
def _example_person_as_case() -> Card:
    return unknown_case("that reference", person="Amara Example")
