"""What is taken for granted of the time before the council began to use the bot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam

from policy.facts import SessionKind
from storage.held_sessions import has_notes
from storage.importing.applied.link import SESSION, ImportDates, StoredSide
from storage.importing.checks.unsaid_sessions import as_files_say, of_two
from storage.importing.columns import values as v
from storage.importing.staging import BATCH, Staging
from storage.obligations import batched
from storage.work import Work

_KNOWN: Final = """
    CREATE TEMP TABLE cancelled_before AS
    SELECT key, supervisee, supervisor, kind, date, start FROM sessions WHERE FALSE
"""
#: A pair's sessions, as they follow each other: those of the files, and what is known from before to be made up for.
_IN_TURN: Final = """
    SELECT supervisee, supervisor, kind, date, start, key, replaces,
           state = 'cancelled' AS off
    FROM sessions WHERE state != 'cancelled' OR coalesce(cancelled_on, date) < :started
    UNION ALL
    SELECT supervisee, supervisor, kind, date, start, key, NULL, TRUE
    FROM cancelled_before WHERE key NOT IN (SELECT key FROM sessions)
    ORDER BY 1, 2, 3, 4, 5, 6
"""
_STANDS_IN: Final = "UPDATE sessions SET replaces = ? WHERE key = ?"


def stand_ins(staging: Staging, work: Work) -> None:
    """A session cancelled before the bot began was made up for by the next one the pair held, unless the files say
    which one was: the bot chases nothing that lies before it. Of some in a row each stands in for the one before, as
    when a stand-in is cancelled in chat, so that the next held makes up for all."""
    started = ImportDates.of(work).started_on
    made_up, stands = _known(staging, work, started)
    made_up |= {key for (key,) in staging.sql.execute("SELECT DISTINCT replaces FROM sessions")}
    rows = staging.sql.execute(_IN_TURN, {"started": started.isoformat()})
    found: list[tuple[str, str]] = []
    for _pair, theirs in groupby(rows, key=lambda row: row[:3]):
        found += _of_pair(theirs, made_up, stands)
    staging.sql.executemany(_STANDS_IN, found)


#: Those held before a day, with their kind, whether a case was discussed, and whether nothing in the files says that
#: they are recorded or not.
_HELD_BEFORE: Final = (
    "SELECT key, kind, personal_too, key IN (SELECT session_key FROM discussions), "
    "recorded_on IS NULL AND key NOT IN (SELECT session_key FROM discussions "
    "WHERE coalesce(recorded_on, agreed_on, disagreed_on) IS NOT NULL) "
    "FROM sessions WHERE state = 'held' AND date < ?"
)


@dataclass(frozen=True, slots=True)
class TakenAsRecorded:
    """By kind, as a file of sessions has them, the new sessions held before the bot's first day that have a record of
    which nothing says whether it is written; ``of``: how many new ones were held before it."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    of: int = 0


def taken_as_recorded(staging: Staging, work: Work) -> TakenAsRecorded:
    """Of a dry run: because they lie before the first day they are."""
    rules, started = work.rules, ImportDates.of(work).started_on.isoformat()
    found = staging.sql.execute(_HELD_BEFORE, [started]).fetchall()
    link, kinds, new = StoredSide(work), Counter[str](), 0
    for some in batched(found, BATCH):
        stored = link.sessions(row[0] for row in some).keys()
        for key, kind, personal_too, about, unsaid in some:
            new += key not in stored
            notes = has_notes(rules, SessionKind(kind), any_full=False, personal_too=bool(personal_too))
            if key not in stored and unsaid and (about or notes):
                kinds[v.BOTH if personal_too else kind] += 1
    return TakenAsRecorded(kinds, new)


def _of_pair(
    rows: Iterator[tuple[Any, ...]], made_up: set[str], stands: set[str]
) -> Iterator[tuple[str, str]]:
    """Which session stands in for which."""
    owed: list[str] = []
    for *_, key, replaces, off in rows:
        if owed and replaces is None and key not in stands:
            yield owed.pop(), key
        if off and key not in made_up:
            owed.append(key)


def _known(staging: Staging, work: Work, started: date) -> tuple[set[str], set[str]]:
    """What is stored of them: which are made up for already, and which stand in for one. The rest is set beside the
    files' own."""
    made_up, stands, owed = set[str](), set[str](), list[tuple[Any, ...]]()
    kind_of = as_files_say(staging)
    for row in work.connection.execute(_STORED, {"started": started}):
        if row.instead is None:
            owed.append((row.key, row.supervisee, row.supervisor, kind_of(row.kind), *row.wall.split("T")))
        else:
            made_up.add(row.key)
            stands.add(row.stands)
    staging.sql.execute(_KNOWN)
    staging.sql.executemany("INSERT INTO cancelled_before VALUES (?, ?, ?, ?, ?, ?)", owed)
    return made_up, stands


def _stored() -> Any:
    instead = SESSION.alias("instead")
    key, stands = SESSION.c.source_id.label("key"), instead.c.source_id.label("stands")
    return (
        of_two(key, SESSION.c.kind, SESSION.c.wall, instead.c.id.label("instead"), stands)
        .outerjoin(instead, instead.c.replaces_id == SESSION.c.id)
        .where(SESSION.c.cancelled_on < bindparam("started"), SESSION.c.source_id.is_not(None))
    )


_STORED: Final = _stored()
