"""Absences that share a day with another of the same person, of the files or stored: chat refuses them, an import takes
them and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import or_, select

from storage.importing.applied.complete import ENDS
from storage.importing.applied.link import ABSENCE, PERSON, StoredSide
from storage.importing.columns.column_types import say_days
from storage.importing.faults import Faults
from storage.importing.staging import BATCH, Staging
from storage.states import AbsenceState
from storage.work import Work

#: Each beside the one that ends last of those that begin before it. One without a last day is named where another
#: begins later (``odd``), so that only its first day counts here.
_IN_FILES: Final = """
    WITH ordered AS (
        SELECT id, file, line, staff_number, first,
            max(coalesce(last, first) || '|' || id) OVER (
                PARTITION BY staff_number ORDER BY first, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS before
        FROM absences
    )
    SELECT b.file, b.line, coalesce(p.name, b.staff_number), a.first, a.last, a.file, a.line
    FROM ordered b JOIN absences a ON a.id = CAST(substr(b.before, instr(b.before, '|') + 1) AS INTEGER)
    LEFT JOIN people p ON p.key = b.staff_number
    WHERE substr(b.before, 1, instr(b.before, '|') - 1) >= b.first
    ORDER BY b.id
"""
#: Said in chat with the same first day it is the same absence.
_OVER: Final = """
    SELECT a.file, a.line, a.key, a.first, a.last, o.name, o.first, o.last
    FROM stored_absences o JOIN absences a ON a.staff_number = o.who
        AND o.first <= coalesce(a.last, o.first) AND coalesce(o.last, a.first) >= a.first
    WHERE a.key IS NOT o.key AND NOT (o.key IS NULL AND o.first = a.first)
    ORDER BY a.id
"""


def away_twice(staging: Staging, work: Work, odd: Faults, *, complete: bool) -> None:
    """``complete``: what is stored and missing from the files ends with them."""
    for file, line, who, first, last, there, other in staging.sql.execute(_IN_FILES):
        line_of = f"line {other} of {staging.origins[there].name}"
        message = f"{who} is away {say_days(first, last)} too, by {line_of}: check the days"
        odd.add(staging.origins[file].name, line, "first", message, _OF_TWO_ROWS)
    _over_stored(staging, work, odd, complete=complete)


def _over_stored(staging: Staging, work: Work, odd: Faults, *, complete: bool) -> None:
    """Of rows that are new, or of other days than they were."""
    rows = list(_stored(staging, work, complete=complete))
    if not rows:
        return
    staging.put_beside("stored_absences", ("who", "name", "key", "first", "last"), rows)
    found = staging.sql.execute(_OVER).fetchall()
    known = StoredSide(work).rows(ABSENCE, "source_id", (row[2] for row in found), *_DAYS)
    before = {row.source_id: (row.first.isoformat(), _iso(row.last)) for row in known}
    for file, line, key, first, last, who, *other in found:
        origin, was = staging.origins[file], before.get(key)
        says_last = not origin.given.isdisjoint({"last", "back_on"})
        if was is None or was != (first, last if says_last else was[1]):
            message = f"{who} is away {say_days(*other)} too, by what is stored: check the days"
            odd.add(origin.name, line, "first", message, _OF_A_STORED_ONE)


def _stored(staging: Staging, work: Work, *, complete: bool) -> Iterator[tuple[str | None, ...]]:
    """Those that the files don't have, as they will be."""
    since = staging.sql.execute("SELECT min(first) FROM absences").fetchone()[0]
    if since is None:
        return
    a = ABSENCE.c
    query = select(PERSON.c.staff_number, PERSON.c.name, ABSENCE).where(
        PERSON.c.id == a.person_id,
        a.state.in_([AbsenceState.CONFIRMED, AbsenceState.SAID]),
        or_(a.last.is_(None), a.last >= date.fromisoformat(since)),
    )
    end = ENDS["absences"]
    ended = (
        {row.id for row in work.connection.execute(end.still_open(work.today))} if complete else set[int]()
    )
    for some in work.connection.execute(query.order_by(a.id)).partitions(BATCH):
        here = staging.has("absences", [row.source_id for row in some if row.source_id])
        for row in some:
            ends = end.ending(row, work.today) or {} if row.id in ended else {}
            if row.source_id not in here and "state" not in ends:
                last = _iso(ends.get("last", row.last))
                yield row.staff_number, row.name, row.source_id, row.first.isoformat(), last


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


_DAYS: Final = (ABSENCE.c.source_id, ABSENCE.c.first, ABSENCE.c.last)
_OF_TWO_ROWS: Final = "away by two rows on the same day"
_OF_A_STORED_ONE: Final = "away on a day of another absence that is stored"
