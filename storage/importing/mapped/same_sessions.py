"""Sessions that two files have, one of which says the day and the time better: a diary of bookings beside a tracker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.staging import Staging
from storage.importing.tables.files import Source

#: In front of the days within which a session of a file is one that another has.
_MARK: Final = "same_within_"


def mark_of(source: Source) -> Iterator[str]:
    """What is kept of a file whose mapping says so."""
    within = source.mapping.makes[source.makes].same_within if isinstance(source, MappedRows) else None
    if within is not None:
        yield f"{_MARK}{within}"


def by_the_diary(staging: Staging, today: date) -> None:
    """Of a session that another file has booked for the pair within so many days, the nearest first, the day and the
    time of such a file count, and what else is known of it stands. One of a day that is over is whatever became of
    it."""
    taken: set[int] = set()
    for file, within in _marked(staging):
        found = staging.sql.execute(_BOTH, {"file": file, "within": within, "today": today.isoformat()})
        for mine, other, key, on_day, _ in list(found):
            if {mine, other} & taken:
                continue
            taken |= {mine, other}
            if on_day:
                staging.remove("sessions", mine)
            else:
                staging.sql.execute("UPDATE sessions SET key = ? WHERE id = ?", [key, mine])
                staging.remove("sessions", other)


def _marked(staging: Staging) -> Iterator[tuple[int, int]]:
    for number, origin in enumerate(staging.origins):
        yield from (
            (number, int(mark.removeprefix(_MARK))) for mark in origin.given if mark.startswith(_MARK)
        )


_BOTH: Final = """
    SELECT mine.id, other.id, other.key, other.state <> 'booked',
        abs(julianday(mine.date) - julianday(other.date)) AS apart
    FROM sessions mine JOIN sessions other
        ON other.supervisee = mine.supervisee AND other.supervisor = mine.supervisor AND other.file <> mine.file
    WHERE mine.file = :file AND mine.state = 'booked' AND apart <= :within
        AND (other.state = 'booked' OR other.date = mine.date OR mine.date < :today)
    ORDER BY apart, mine.id, other.id
"""
