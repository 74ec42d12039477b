"""Next sessions, as rows about others say them: those that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from storage.importing import values as v
from storage.importing.files import Line
from storage.importing.headings import KnownHeading


def to_come(lines: Iterator[Line], heading: KnownHeading, today: date) -> Iterator[Line]:
    """Without those whose day is over, or today: what became of them the file says in rows of their own. What is no day
    goes on, to be named."""
    at = heading.places[heading.kind.names.index("date")]
    for line, cells in lines:
        on = v.day_if_readable(cells[at]) if 0 <= at < len(cells) else None
        if on is None or on > today:
            yield line, cells
