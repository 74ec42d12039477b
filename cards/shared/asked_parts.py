"""What others asked of the reader and isn't answered yet, beside what is due: each as its message asks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cards.message import MessageItem
from cards.model import Block, Note, Part

#: As many as are shown.
SHOWN: Final = 5


def owed_parts(owed: Sequence[MessageItem]) -> Iterator[Block]:
    """Cancelled sessions without a new time, each as its message says it."""
    yield from map(_part, owed)


def asked_parts(asked: Sequence[MessageItem]) -> Iterator[Block]:
    yield from map(_part, asked[:SHOWN])
    if len(asked) > SHOWN:
        yield Note((f"And {len(asked) - SHOWN} more that you are asked; each is in your messages.",))


def _part(item: MessageItem) -> Part:
    return Part(item.title, (*item.body, *item.foot), item.buttons)
