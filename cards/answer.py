"""The usual answer to whoever asked: a heading and what it means, in a sentence or two."""

from __future__ import annotations

from cards.model import Card, Paragraph


def answer(title: str, *sentences: str) -> Card:
    return Card(title, title, tuple(Paragraph((s,)) for s in sentences))
