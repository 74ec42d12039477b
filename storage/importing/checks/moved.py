"""Booked sessions that the files have on another day than before: one that a log lists by its pair and its day alone is
another row once somebody edits the day, and what it was would stay booked beside it."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from policy.facts import SessionState
from storage.importing.applied.link import SESSION, StoredSide
from storage.importing.checks.unsaid_sessions import SUPERVISEE, as_files_say, of_that_time, of_two, unsaid
from storage.importing.columns.column_types import say_day
from storage.importing.columns.session_columns import NEXT_KEY, is_next
from storage.importing.faults import Faults
from storage.importing.staging import BATCH, Staging, places
from storage.listed import one_of
from storage.obligations import batched
from storage.work import Work

#: Further than this no session is moved: it is another one.
_FAR: Final = timedelta(days=31)


class _PairOf(NamedTuple):
    supervisee: str
    supervisor: str
    kind: str


class _Booked(NamedTuple):
    """Stored, and in none of the files. ``by_pair``: known by who meets when, not by an id of its own."""

    key: str
    on: date
    by_pair: bool


class _Row(NamedTuple):
    """Of the files, and stored neither by its key nor on its day."""

    id: int
    file: int
    line: int
    on: date
    by_pair: bool


def find_moved(staging: Staging, work: Work, odd: Faults) -> None:
    """Says of a new row which stored session it moves (``was``), where it has no id and nothing else fits: one of the
    pair is booked that the files don't have any more, though they tell of its time, and they have one that they hadn't.
    Where several fit, or there are ids, it is named: both stay booked."""
    gone = _gone(staging, work)
    if not gone:
        return
    for pair, rows in _new(staging, work, gone).items():
        before = gone[pair]
        one, row = before[0], rows[0]
        alone = len(rows) == len(before) == 1
        if alone and one.by_pair and row.by_pair:
            staging.sql.execute("UPDATE sessions SET was = ? WHERE id = ?", [one.key, row.id])
            continue
        days = ", ".join(say_day(str(other.on)) for other in sorted(before, key=lambda other: other.on))
        message = (
            f"new, and what was booked for this pair on {days} is no longer in the file: it stays booked. If it is one "
            "that moved, cancel it in chat, or give its row again as cancelled"
        )
        for row in rows:
            odd.add(staging.origins[row.file].name, row.line, "date", message)


def _gone(staging: Staging, work: Work) -> Mapping[_PairOf, Sequence[_Booked]]:
    """What a file brought, is still booked, and isn't there any more, of the time that the files tell of."""
    found: dict[_PairOf, list[_Booked]] = defaultdict(list)
    kind_of = as_files_say(staging)
    for row in unsaid(staging, work, _BOOKED):
        if not is_next(row.key):
            by_pair = row.key == f"{row.supervisee}|{row.supervisor}|{row.wall}"
            pair = _PairOf(row.supervisee, row.supervisor, kind_of(row.kind))
            found[pair].append(_Booked(row.key, row.on, by_pair))
    return found


def _new(
    staging: Staging, work: Work, gone: Mapping[_PairOf, Sequence[_Booked]]
) -> Mapping[_PairOf, Sequence[_Row]]:
    """Of these pairs, near what is gone."""
    found: dict[_PairOf, list[_Row]] = defaultdict(list)
    for supervisees in batched(sorted({pair.supervisee for pair in gone}), BATCH):
        rows = list(_rows(staging, supervisees))
        known = StoredSide(work).rows(SESSION, "source_id", (key for _, key, _ in rows), SESSION.c.source_id)
        keys, days = {row.source_id for row in known}, _days(work, supervisees)
        for pair, key, row in rows:
            near = any(abs(row.on - one.on) <= _FAR for one in gone.get(pair, ()))
            if near and key not in keys and (pair.supervisee, pair.supervisor, row.on) not in days:
                found[pair].append(row)
    return found


def _rows(staging: Staging, supervisees: Sequence[str]) -> Iterator[tuple[_PairOf, str, _Row]]:
    query = (
        "SELECT supervisee, supervisor, kind, key, id, file, line, date, session IS NULL FROM sessions "
        f"WHERE state <> 'cancelled' AND key NOT GLOB ? AND supervisee IN ({places(len(supervisees))})"
    )
    for *pair, key, row_id, file, line, on, by_pair in staging.sql.execute(
        query, [f"{NEXT_KEY}*", *supervisees]
    ):
        yield _PairOf(*pair), key, _Row(row_id, file, line, date.fromisoformat(on), bool(by_pair))


def _days(work: Work, supervisees: Sequence[str]) -> set[tuple[str, str, date]]:
    """On which days something is stored of each pair."""
    return {(row[0], row[1], row[2]) for row in work.connection.execute(_ON, {"ids": list(supervisees)})}


_BOOKED: Final = of_that_time(SESSION.c.kind, SESSION.c.on, SESSION.c.wall).where(
    SESSION.c.state == SessionState.BOOKED, ~SESSION.c.from_chat, SESSION.c.source_id.is_not(None)
)
_ON: Final = of_two(SESSION.c.on).where(one_of(SUPERVISEE.c.staff_number))
