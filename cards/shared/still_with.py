"""What whoever covered for a supervisor is still asked for, as the supervisor reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.model import Block, Bullets, Note, Paragraph
from cards.shared.due_lines import DueLine, listed_once

#: As many as are shown.
MOST: Final = 8
TITLE: Final = "Still asked of whoever covered for you"


@dataclass(frozen=True, slots=True)
class StillWith:
    """``by``: who covered, and held the session."""

    by: str
    line: DueLine


def still_with(found: Sequence[StillWith], today: date) -> tuple[Block, ...]:
    if not found:
        return ()
    items = tuple((f"{one.by}: {one.line.what}, ", *listed_once(one.line, today)) for one in found[:MOST])
    more = (Note((f"And {len(found) - MOST} more, later than these.",)),) if len(found) > MOST else ()
    text = f"{TITLE}, of sessions that they held; it is theirs to do:"
    return (Paragraph((text,)), Bullets(items), *more)
