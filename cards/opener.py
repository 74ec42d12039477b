"""A card in place of a form or of somebody's words, where the platform can't open one from typed words: its one button
does."""

from __future__ import annotations

from cards.ask import Ask
from cards.model import Button, Card, Form, Style


def opener(opened: Form | Card, ask: Ask) -> Card:
    """``ask``: what was typed, asked again by the button."""
    label = "Open the form" if isinstance(opened, Form) else "Read"
    return Card(opened.title, "Your answer is ready", (), (Button(label, ask, style=Style.PRIMARY),))
