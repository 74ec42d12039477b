"""Sessions to come on days on which one of the two is away, by the files or by what is stored: once they are in, each
is cancelled for that, unless somebody covers, as one is that stands when an absence is said in chat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import or_, select

from storage.importing.applied.link import ABSENCE, PERSON, SESSION, StoredSide
from storage.importing.columns.column_types import say_day, say_days
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.states import AbsenceState
from storage.work import Work

#: Each once, with whoever of the two is away: whoever is supervised first.
_BOOKED: Final = """
    WITH coming AS (
        SELECT id, key, file, line, date, starts_at, supervisee, supervisor FROM sessions
        WHERE state = 'booked' AND date >= ?
    ), meets AS (
        SELECT supervisee AS who, 0 AS leads, * FROM coming
        UNION ALL SELECT supervisor, 1, * FROM coming WHERE supervisor <> supervisee
    ), away AS (
        SELECT staff_number AS who, first, coalesce(last, date(back_on, '-1 day')) AS last FROM absences
        UNION SELECT who, first, last FROM stored_away
    )
    SELECT s.key, s.file, s.line, s.date, s.starts_at, coalesce(mine.name, s.supervisee),
        coalesce(theirs.name, s.supervisor), min(s.leads), a.first, a.last
    FROM meets s JOIN away a ON a.who = s.who AND s.date BETWEEN a.first AND coalesce(a.last, s.date)
    LEFT JOIN people mine ON mine.key = s.supervisee LEFT JOIN people theirs ON theirs.key = s.supervisor
    GROUP BY s.id ORDER BY s.date, s.id
"""


def booked_away(staging: Staging, work: Work) -> Faults:
    """Those that are new, or at another time than they were."""
    today, found = work.today.isoformat(), Faults()
    staging.put_beside("stored_away", ("who", "first", "last"), _stored(work))
    booked = staging.sql.execute(_BOOKED, [today]).fetchall()
    known = StoredSide(work).rows(SESSION, "source_id", (row[0] for row in booked), *_WHEN)
    as_before = {(row.source_id, row.starts_at.isoformat()) for row in known}
    for key, file, line, on, starts, who, by, leads, first, last in booked:
        if (key, starts) not in as_before:
            away = f"{by if leads else who} is away {say_days(first, last)}"
            found.add(staging.origins[file].name, line, "date", f"{who} with {by} on {say_day(on)}: {away}")
    return found


def _stored(work: Work) -> Iterator[tuple[str, str, str | None]]:
    """Those that aren't over."""
    query = select(PERSON.c.staff_number, ABSENCE.c.first, ABSENCE.c.last).where(
        PERSON.c.id == ABSENCE.c.person_id,
        ABSENCE.c.state == AbsenceState.CONFIRMED,
        or_(ABSENCE.c.last.is_(None), ABSENCE.c.last >= work.today),
    )
    for number, first, last in work.connection.execute(query):
        yield number, first.isoformat(), last.isoformat() if last else None


_WHEN: Final = (SESSION.c.source_id, SESSION.c.starts_at)
