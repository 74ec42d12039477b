"""New sessions at a time at which one of the two is in another that is stored, and that these files don't have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy.facts import SessionState
from storage.importing.applied.link import SESSION, StoredSide
from storage.importing.checks.unsaid_sessions import of_that_time, unsaid
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work

_BESIDE: Final = ("who", "key", "supervisee", "supervisor", "date", "starts_at", "ends_at")
#: Of one pair on one day it is the same session, told in two ways.
_OVER: Final = """
    SELECT s.file, s.line, s.key, s.starts_at, o.who, o.supervisee, o.supervisor FROM stored_beside o JOIN sessions s
        ON o.who IN (s.supervisee, s.supervisor) AND o.starts_at < s.ends_at AND o.ends_at > s.starts_at
    WHERE s.state <> 'cancelled' AND s.was IS NOT o.key
        AND NOT (o.supervisee = s.supervisee AND o.supervisor = s.supervisor AND o.date = s.date)
    ORDER BY s.id
"""


def over_stored(staging: Staging, work: Work, odd: Faults, untimed: Sequence[str]) -> None:
    """Of rows that are new, or at another time than they were. ``untimed``: as in ``odd.between_rows``. After it is
    known which row moves which session."""
    rows = list(_beside(staging, work))
    if not rows:
        return
    staging.put_beside("stored_beside", _BESIDE, rows)
    found = staging.sql.execute(_OVER).fetchall()
    known = StoredSide(work).rows(SESSION, "source_id", (row[2] for row in found), *_WHEN)
    as_before = {(row.source_id, row.starts_at.isoformat()) for row in known}
    for file, line, key, starts, who, *pair in found:
        name = staging.origins[file].name
        if name not in untimed and (key, starts) not in as_before:
            other = next((one for one in pair if one != who), who)
            message = f"{who} is in a session with {other} at the same time, which is stored: check the times"
            odd.add(name, line, "start", message)


def _beside(staging: Staging, work: Work) -> Iterator[tuple[str, ...]]:
    """Once for each of the two."""
    for row in unsaid(staging, work, _STORED):
        times = row.on.isoformat(), row.starts_at.isoformat(), row.ends_at.isoformat()
        for who in {row.supervisee, row.supervisor}:
            yield who, row.key, row.supervisee, row.supervisor, *times


_STORED: Final = (
    of_that_time(SESSION.c.on, SESSION.c.starts_at, SESSION.c.ends_at)
    .where(SESSION.c.state != SessionState.CANCELLED)
    .order_by(SESSION.c.id)
)
_WHEN: Final = (SESSION.c.source_id, SESSION.c.starts_at)
