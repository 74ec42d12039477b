"""Absences that a rota has from its first day on, and that began before it: those of the rota before, given with it or
stored. They keep their own first day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy.engine import Row as SqlRow

from policy.calendar import WorkingCalendar
from storage.importing.applied.link import ABSENCE, PERSON, StoredSide
from storage.importing.staging import Staging
from storage.states import AbsenceState
from storage.work import Work

#: By the line and first day of an absence, the first day of its file, since when its person wasn't at work.
FromStart: TypeAlias = Mapping[tuple[int, str], date]
_Whose: TypeAlias = tuple[str, bool, bool]
_ROWS: Final = """
    SELECT id, file, line, key, staff_number, planned, sickness, first, last FROM absences WHERE absence IS NULL
    ORDER BY first, id
"""


@dataclass(slots=True)
class _TimeAway:
    """``starts``: of its file, where it goes on from there."""

    id: int
    file: str
    key: str
    whose: _Whose
    first: date
    last: date | None
    starts: date | None


def join_begun_before(staging: Staging, work: Work, from_start: Mapping[str, FromStart]) -> None:
    """``from_start``: by the files' names."""
    if not any(from_start.values()):
        return
    by: dict[_Whose, list[_TimeAway]] = defaultdict(list)
    for row in _rows(staging, from_start):
        by[row.whose].append(row)
    stored = _stored(work, by)
    for whose, rows in by.items():
        left = list(_joined(staging, rows, work.calendar))
        for row in left:
            if row.starts and (
                before := _begun(stored[whose], row, {one.key for one in left}, work.calendar)
            ):
                key = before.source_id or row.key
                said = [key, before.first.isoformat(), row.id]
                staging.sql.execute("UPDATE absences SET key = ?, first = ? WHERE id = ?", said)


def _rows(staging: Staging, from_start: Mapping[str, FromStart]) -> Iterator[_TimeAway]:
    for number, file, line, key, who, planned, sickness, first, last in staging.sql.execute(_ROWS).fetchall():
        name = staging.origins[file].name
        whose = who, bool(planned), bool(sickness)
        until = date.fromisoformat(last) if last else None
        starts = from_start.get(name, {}).get((line, first))
        yield _TimeAway(number, name, key, whose, date.fromisoformat(first), until, starts)


def _joined(staging: Staging, rows: Sequence[_TimeAway], calendar: WorkingCalendar) -> Iterator[_TimeAway]:
    """The rows of one person and kind, in their order: what goes on in the next file is one with what it goes on
    from."""
    done: list[_TimeAway] = []
    for row in rows:
        before = next((one for one in done if _is_one(one, row, calendar)), None)
        if before is None:
            done.append(row)
            continue
        before.last = max(before.last, row.last) if before.last and row.last else None
        until = before.last.isoformat() if before.last else None
        staging.sql.execute("UPDATE absences SET last = ? WHERE id = ?", [until, before.id])
        staging.remove("absences", row.id)
    yield from done


def _is_one(before: _TimeAway, row: _TimeAway, calendar: WorkingCalendar) -> bool:
    other = before.file != row.file and before.first < row.first
    return other and row.starts is not None and _reaches(before.last, row.starts, calendar)


def _reaches(last: date | None, starts: date, calendar: WorkingCalendar) -> bool:
    """Whether nobody was at work between the one and the first day of the file."""
    if last is None:
        return True
    days = (last + timedelta(days=n) for n in range(1, (starts - last).days))
    return not any(map(calendar.is_working, days))


def _stored(work: Work, by: Mapping[_Whose, Sequence[_TimeAway]]) -> Mapping[_Whose, Sequence[SqlRow[Any]]]:
    """Of those of whom one goes on, a fact before what is none."""
    side = StoredSide(work)
    numbers = {whose[0] for whose, rows in by.items() if any(row.starts for row in rows)}
    ids = side.ids(PERSON, "staff_number", numbers)
    number_of = {one: number for number, one in ids.items()}
    found: dict[_Whose, list[SqlRow[Any]]] = defaultdict(list)
    for row in side.rows(ABSENCE, "person_id", number_of):
        found[number_of[row.person_id], bool(row.planned), bool(row.sickness)].append(row)
    for rows in found.values():
        rows.sort(key=lambda one: (one.state != AbsenceState.CONFIRMED, one.first))
    return found


def _begun(
    stored: Sequence[SqlRow[Any]], row: _TimeAway, keys: set[str], calendar: WorkingCalendar
) -> SqlRow[Any] | None:
    """One of which the files have no row of its own, where this isn't stored itself."""
    if any(one.source_id == row.key for one in stored) or row.starts is None:
        return None
    before = (one for one in stored if one.first < row.first and one.source_id not in keys)
    return next((one for one in before if _reaches(one.last, row.starts, calendar)), None)
