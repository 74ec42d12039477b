"""Next sessions, as rows about others say them: those that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from storage.importing.columns import values as v
from storage.importing.columns.session_columns import NEXT_KEY
from storage.importing.staging import Staging
from storage.importing.tables.files import Line
from storage.importing.tables.headings import KnownHeading


def to_come(lines: Iterator[Line], heading: KnownHeading, today: date) -> Iterator[Line]:
    """Without those whose day is over: what became of them the file says in rows of their own. What is no day goes on,
    to be named."""
    at = heading.places[heading.kind.names.index("date")]
    for line, cells in lines:
        on = v.day_if_readable(cells[at]) if 0 <= at < len(cells) else None
        if on is None or on >= today:
            yield line, cells


def said_by_their_own(staging: Staging) -> None:
    """A next session of which the files have a row of its own is that one."""
    staging.sql.execute(_SAID_BY_THEIR_OWN, [f"{NEXT_KEY}*"])


_SAID_BY_THEIR_OWN: Final = (
    "DELETE FROM sessions WHERE key GLOB ?1 AND (supervisee, supervisor, date) IN "
    "(SELECT supervisee, supervisor, date FROM sessions WHERE key NOT GLOB ?1)"
)
