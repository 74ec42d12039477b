"""Help that fits one screen."""

from __future__ import annotations

from collections.abc import Sequence

from cards.examples import example
from cards.model import Bullets, Card, Note, Paragraph, Strong


def commands(before: str, asked: Sequence[tuple[str, str]], covers: Sequence[str]) -> Card:
    """Every command, as (usage, meaning). ``before``: what is typed before each on this platform; ``covers``: whom the
    policy covers."""
    first = (Paragraph(("Type ", Strong(before), " and then one of these:")),) if before else ()
    lines = Bullets(tuple((Strong(usage), f": {meaning}") for usage, meaning in asked))
    notes = ("What stands in [brackets] may be left out.", *covers)
    return Card(
        "What you can ask", "Your answer is ready", (*first, lines, *(Note((note,)) for note in notes))
    )


@example("help")
def _example() -> Card:
    asked = (
        ("due [CASE]", "what is due for you, or when a case is next due"),
        ("team", "what is due in your team"),
    )
    return commands("/supervision", asked, ["It covers social workers and their managers (B1, “1”)"])
