"""A session in a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cards.model import Moment
from cards.words import listing
from policy.facts import SessionKind

#: What each kind is called in a sentence.
KINDS: Final = {
    SessionKind.CASE: "case supervision",
    SessionKind.PERSONAL: "personal supervision",
    SessionKind.GROUP: "group supervision",
}


def together(names: Sequence[str]) -> str:
    """A group to whoever leads it: two or three by name, more by their number."""
    return listing(names) if len(names) <= 3 else f"{len(names)} people"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in a message. ``name``: the other person in it; ``kind``: 'case supervision'."""

    id: int
    kind: str
    name: str
    starts: Moment
