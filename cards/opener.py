"""A card in place of a form, where the platform can't open one from typed words: its one button does."""

from __future__ import annotations

from cards.ask import Ask
from cards.model import Button, Card, Form, Style


def opener(form: Form, ask: Ask) -> Card:
    """``ask``: what was typed, asked again by the button."""
    return Card(form.title, "Your answer is ready", (), (Button("Open the form", ask, style=Style.PRIMARY),))
