"""From when to when somebody is booked, in one cell: ``16/04/26 - 26/03/27``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from storage.importing.mapped.own_dates import said_in
from storage.importing.proposal.own_columns import MOSTLY, Column

#: By what name the columns of people have one; no file of ours has it.
BOOKED: Final = "booked"
_RANGE: Final = re.compile(r"(?P<first>.+?)(?P<between>\s+(?:-|–|—|to|until|till)\s+)(?P<last>.+)")


class BookedRange(NamedTuple):
    first: str
    last: str
    between: str


def range_in(word: str) -> BookedRange | None:
    found = _RANGE.fullmatch(word.strip())
    if found is None or said_in(found["first"]) is None or said_in(found["last"]) is None:
        return None
    return BookedRange(found["first"], found["last"], " ".join(("", found["between"].strip(), "")))


def ranges_in(column: Column) -> Iterator[BookedRange]:
    return filter(None, map(range_in, column.words))


def booked_in(columns: Sequence[Column]) -> Column | None:
    """The first of which most words are such."""
    return next((c for c in columns if len([*ranges_in(c)]) > MOSTLY * len(c.words) > 0), None)
