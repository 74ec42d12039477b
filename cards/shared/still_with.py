"""What whoever covered for a supervisor is still asked for, as the supervisor reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.cases.asks import DueForMe, Section
from cards.formats import later_than_these
from cards.model import Block, Bullets, Button, Paragraph, Part
from cards.shared.due_lines import DueLine, listed_once

#: As many as are shown beside something else.
SHOWN: Final = 8
#: Of somebody whose cover ends.
HELD_STAY: Final = "What is left to do of sessions you held stays yours."
COVERED: Final = "Still asked of whoever covered for you"


@dataclass(frozen=True, slots=True)
class StillWith:
    """``by``: who covered, and held the session."""

    by: str
    line: DueLine

    def named(self) -> DueLine:
        """In a list, where each stands for itself."""
        return replace(self.line, what=f"{self.by}: {self.line.what}")


def still_with(found: Sequence[StillWith], today: date) -> tuple[Block, ...]:
    """On a card of other things."""
    said = (
        Paragraph((f"{COVERED}, of sessions that they held; it is theirs to do:",)),
        soonest(found, today),
    )
    return (*said, *beyond(len(found), Section.COVERS)) if found else ()


def soonest(found: Sequence[StillWith], today: date) -> Bullets:
    """The soonest of them."""
    items = tuple((f"{one.by}: {one.line.what}, ", *listed_once(one.line, today)) for one in found[:SHOWN])
    return Bullets(items)


def beyond(count: int, section: Section) -> tuple[Part, ...]:
    """How many more there are than are shown, and what opens them all."""
    return tuple(Part(and_more(count), (), (one,)) for one in every(count, section))


def and_more(count: int) -> str:
    return later_than_these(count - SHOWN)


def every(count: int, section: Section) -> tuple[Button, ...]:
    """What opens them all, where some aren't shown."""
    return (Button("All of these", DueForMe(section=section)),) if count > SHOWN else ()
