"""The usual answer to whoever asked: a heading and what it means, in a sentence or two."""

from __future__ import annotations

from cards.model import Card, Claim, Paragraph


def answer(title: str, *sentences: str, states: tuple[Claim, ...] = ()) -> Card:
    """``states``: what the title says is so."""
    return Card(title, title, tuple(Paragraph((s,)) for s in sentences), states=states)
