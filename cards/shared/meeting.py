"""A session in a message."""

from __future__ import annotations

from dataclasses import dataclass

from cards.model import Moment


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in a message. ``name``: the other person in it; ``kind``: 'case supervision'."""

    id: int
    kind: str
    name: str
    starts: Moment
