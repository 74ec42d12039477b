"""Cases that nobody holds, on a page of whoever is to have them allocated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import DueForMe, Section
from cards.formats import listing, plural
from cards.model import Block, Button, Note, Part
from cards.shared.due_lines import DueLine, late_of
from cards.shared.duty_claims import HeldLast
from cards.shared.line_parts import bulleted

UNHELD: Final = "Cases that nobody holds"


def allocate(count: int = 0) -> Note:
    """What helps, of so many cases, or of all that are listed."""
    them, they, their = ("it", "it is", "its") if count == 1 else ("them", "they are", "their")
    until = f"until {they}, {their} dates run on and no worker is reminded"
    return Note((f"Have {them} allocated in the case system: {until}.",))


@dataclass(frozen=True, slots=True)
class ToAllocate:
    """What is owed of cases that nobody holds, and who held them last."""

    lines: Sequence[DueLine] = ()
    held: Sequence[HeldLast] = ()


NOTHING_TO_ALLOCATE: Final = ToAllocate()
#: So many of somebody's cases are named.
_NAMED: Final = 10


def some_of(references: Sequence[str]) -> str:
    more = len(references) - _NAMED
    return listing([*references[:_NAMED], f"{more} more"] if more > 0 else list(references))


def unheld(shown: ToAllocate, today: date) -> tuple[Block, ...]:
    if not shown.lines:
        return ()
    late = late_of(shown.lines, today)
    title = f"{UNHELD}: {plural('thing', len(shown.lines))}{f', {late} late' if late else ''}"
    every = Button("All of these", DueForMe(section=Section.UNHELD))
    held = (Note((one,)) for one in shown.held)
    return (Part(title, (*bulleted(shown.lines, today), *held, allocate()), (every,)),)
