"""A session in a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cards.model import Moment
from policy.facts import SessionKind

#: What each kind is called in a sentence.
KINDS: Final = {
    SessionKind.CASE: "case supervision",
    SessionKind.PERSONAL: "personal supervision",
    SessionKind.GROUP: "group supervision",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in a message. ``name``: the other person in it; ``kind``: 'case supervision'."""

    id: int
    kind: str
    name: str
    starts: Moment
