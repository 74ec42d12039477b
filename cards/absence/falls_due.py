"""What falls due while somebody is away, and what was due before and is open still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.absence.absent import Absent
from cards.formats import later_than_these, plural
from cards.model import Block, Bullets, Day, Note, Paragraph
from cards.shared.due_lines import DueLine, listed_once

#: Items of a list in a message; what is beyond is counted.
MOST: Final = 8
#: So many of what was due before are named; more are counted.
NAMED: Final = 3


def falls_due(due: Sequence[DueLine], absent: Absent, today: date) -> list[Block]:
    """What doesn't stop meanwhile, soonest first; what was to be done before comes after it."""
    inside = falling_in(due, absent)
    before = [line for line in due if line not in inside]
    said = _before(before, absent.first) if before else []
    if not inside:
        return said
    items = tuple((f"{line.what}: ", *listed_once(line, today)) for line in inside[:MOST])
    more = [Note((f"{later_than_these(len(inside) - MOST)}.",))] if len(inside) > MOST else []
    return [Paragraph(("What falls due meanwhile, soonest first:",)), Bullets(items), *more, *said]


def falling_in(due: Sequence[DueLine], absent: Absent) -> list[DueLine]:
    return [line for line in due if line.due is None or line.due >= absent.first]


def _before(lines: Sequence[DueLine], first: date) -> list[Block]:
    """Named while they are few: some may be the reader's own to do."""
    number, is_open = plural("thing", len(lines)), "is" if len(lines) == 1 else "are"
    named = f": {'; '.join(line.what for line in lines)}" if len(lines) <= NAMED else ""
    return [Note((f"{number} due before ", Day(first), f" {is_open} still open{named}."))]
