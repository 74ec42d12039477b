"""What falls due while somebody is away, and what was due before and is open still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.absence.absent import Absent
from cards.formats import later_than_these, plural
from cards.model import Block, Day, Note, Paragraph, Text
from cards.shared.due_lines import DueLine
from cards.shared.line_parts import bulleted_once

#: Items of a list in a message; what is beyond is counted.
MOST: Final = 8
#: So many of what was due before are named; more are counted.
NAMED: Final = 3


def falls_due(due: Sequence[DueLine], absent: Absent, today: date) -> list[Block]:
    """What doesn't stop meanwhile, soonest first; what was to be done before comes after it."""
    inside, before = _apart(due, absent)
    return [*_meanwhile(inside, today), *(_before(before, absent.first) if before else ())]


def taken_on(due: Sequence[DueLine], absent: Absent, today: date) -> list[Block]:
    """The same to whoever takes all of it on: what was to be done before is named too."""
    inside, before = _apart(due, absent)
    return [*_meanwhile(inside, today), *(_open_since(before, absent.first, today) if before else ())]


def _open_since(lines: Sequence[DueLine], first: date, today: date) -> list[Block]:
    head: Text = ("Due before ", Day(first), " and still open:")
    return [Paragraph(head), *_listed(lines, today)]


def _apart(due: Sequence[DueLine], absent: Absent) -> tuple[list[DueLine], list[DueLine]]:
    """What falls due in the absence, and before it."""
    inside = falling_in(due, absent)
    return inside, [line for line in due if line not in inside]


def _meanwhile(inside: Sequence[DueLine], today: date) -> list[Block]:
    head = Paragraph(("What falls due meanwhile, soonest first:",))
    return [head, *_listed(inside, today)] if inside else []


def _listed(lines: Sequence[DueLine], today: date) -> list[Block]:
    items, *beside = bulleted_once(lines[:MOST], today)
    more = [Note((f"{later_than_these(len(lines) - MOST)}.",))] if len(lines) > MOST else []
    return [items, *more, *beside]


def falling_in(due: Sequence[DueLine], absent: Absent) -> list[DueLine]:
    return [line for line in due if line.due is None or line.due >= absent.first]


def _before(lines: Sequence[DueLine], first: date) -> list[Block]:
    """Named while they are few: some may be the reader's own to do."""
    number, is_open = plural("thing", len(lines)), "is" if len(lines) == 1 else "are"
    named = f": {'; '.join(line.what for line in lines)}" if len(lines) <= NAMED else ""
    return [Note((f"{number} due before ", Day(first), f" {is_open} still open{named}."))]
