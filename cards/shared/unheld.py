"""Cases that nobody holds, on a page of whoever is to have them allocated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.cases.asks import DueForMe, Section
from cards.model import Block, Button, Note, Part
from cards.shared.due_lines import DueLine, late_of
from cards.shared.line_parts import bulleted
from cards.words import plural

UNHELD: Final = "Cases that nobody holds"


def allocate(count: int = 0) -> Note:
    """What helps, of so many cases, or of all that are listed."""
    them, they, their = ("it", "it is", "its") if count == 1 else ("them", "they are", "their")
    until = f"until {they}, {their} dates run on and no worker is reminded"
    return Note((f"Have {them} allocated in the case system: {until}.",))


def unheld(lines: Sequence[DueLine], today: date) -> tuple[Block, ...]:
    if not lines:
        return ()
    late = late_of(lines, today)
    title = f"{UNHELD}: {plural('thing', len(lines))}{f', {late} late' if late else ''}"
    every = Button("All of these", DueForMe(section=Section.UNHELD))
    return (Part(title, (*bulleted(lines, today), allocate()), (every,)),)
