"""Who covers for whom while a supervisor is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.engine import Row as SqlRow

from policy.spans import share_a_day
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import (
    ABSENCE,
    ARRANGEMENT,
    COVER_BEFORE,
    RELATIONSHIP,
    UNSTORED,
    ImportDates,
    StoredSide,
)
from storage.importing.applied.passes.common import day
from storage.importing.staging import Staged
from storage.states import AbsenceState


class _Named(NamedTuple):
    """One who covers for one supervisee in an absence, and until when where somebody else does since."""

    row: Staged
    absence: SqlRow[Any]
    supervisee: int
    cover: int
    until: date | None


def covers(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """A row without a supervisee is of everybody whom the absent supervises. Nothing of a time in which nobody is known
    to be away; of two who cover after one another the later, from their first day on."""
    ids = link.people(rows, "absent", "supervisee", "cover")
    away = link.grouped(ABSENCE, "person_id", {ids[row["absent"]] for row in rows})
    below = link.grouped(RELATIONSHIP, "supervisor_id", {ids[row["absent"]] for row in rows})
    said: dict[tuple[int, int], list[_Named]] = defaultdict(list)
    for row in rows:
        found = list(_named(row, ids, away, below, setting.today))
        for one in found:
            said[one.absence.id, one.supervisee].append(one)
        if not found:  # of an absence that may be in these files, or of nobody
            known = any(_meets(r, row) for r in away.get(ids[row["absent"]], ()))
            yield RowChange(ARRANGEMENT, row, {}, UNSTORED if known else None)
    made = link.grouped(ARRANGEMENT, "absence_id", {absence for absence, _ in said})
    before = link.grouped(COVER_BEFORE, "absence_id", {absence for absence, _ in said})
    for (absence, supervisee), names in said.items():
        old = next((r for r in made.get(absence, ()) if r.supervisee_id == supervisee), None)
        earlier = {(r.cover_id, r.last) for r in before.get(absence, ()) if r.supervisee_id == supervisee}
        yield from _of_one(link, names, old, earlier)


def reported(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """Who of those whom a supervisor supervises reported their absence, and when. What chat said stays."""
    ids = link.people(rows, "staff_number", "reported_by")
    away = {
        (r.person_id, r.first): r
        for r in link.rows(ABSENCE, "person_id", {ids[row["staff_number"]] for row in rows})
        if r.state == AbsenceState.CONFIRMED
    }
    made = link.grouped(ARRANGEMENT, "absence_id", {r.id for r in away.values()})
    for row in rows:
        absence = away.get((ids[row["staff_number"]], date.fromisoformat(row["first"])))
        if absence is None:  # in these files, and not stored yet
            continue
        by = ids[row["reported_by"]]
        old = next((r for r in made.get(absence.id, ()) if r.supervisee_id == by), None)
        wanted = {"absence_id": absence.id, "supervisee_id": by, "reported_on": day(row["reported_on"])}
        chat = None if old and old.reported_on else frozenset[str]()
        yield compared(ARRANGEMENT, row, old, wanted, given={"reported_on"}, chat=chat)


def _named(
    row: Staged,
    ids: Mapping[str, int],
    away: Mapping[int, Sequence[SqlRow[Any]]],
    below: Mapping[int, Sequence[SqlRow[Any]]],
    today: date,
) -> Iterator[_Named]:
    since, until = date.fromisoformat(row["since"]), day(row["until"])
    absent, cover = ids[row["absent"]], ids[row["cover"]]
    theirs = sorted(away.get(absent, ()), key=lambda r: r.first)
    absence = next((r for r in theirs if _meets(r, row)), None)
    if absence is None or (since > today and since > absence.first):
        return
    over = until if until and until < today and (absence.last is None or until < absence.last) else None
    lines = (r for r in below.get(absent, ()) if not r.professional and r.since <= (absence.last or today))
    whom = [r.supervisee_id for r in lines if r.until is None or r.until >= absence.first]
    for one in [ids[row["supervisee"]]] if row["supervisee"] else dict.fromkeys(whom):
        if one != cover:
            yield _Named(row, absence, one, cover, over)


def _meets(absence: SqlRow[Any], row: Staged) -> bool:
    covered = (date.fromisoformat(row["since"]), day(row["until"]))
    return absence.state == AbsenceState.CONFIRMED and share_a_day((absence.first, absence.last), covered)


def _of_one(
    link: StoredSide, names: Sequence[_Named], old: SqlRow[Any] | None, earlier: set[tuple[int, date]]
) -> Iterator[RowChange]:
    """In the order of their days. ``earlier``: who covered before, each with the last day of it, as stored."""
    for one, later in zip(names, [*names[1:], None], strict=True):
        last = one.until or (_day_before(later) if later else None)
        if last is None:
            yield _arranged(link, one, old)
        elif (one.cover, last) in earlier:
            yield RowChange(COVER_BEFORE, one.row, {}, UNSTORED)
        else:
            yield RowChange(
                COVER_BEFORE,
                one.row,
                {**_of(one), "cover_id": one.cover, "last": last},
            )


def _day_before(one: _Named) -> date:
    return date.fromordinal(date.fromisoformat(one.row["since"]).toordinal() - 1)


def _of(one: _Named) -> dict[str, int]:
    return {"absence_id": one.absence.id, "supervisee_id": one.supervisee}


def _arranged(link: StoredSide, one: _Named, old: SqlRow[Any] | None) -> RowChange:
    since, today = date.fromisoformat(one.row["since"]), link.work.today
    arranged = day(one.row["arranged_on"]) or min(since, today)
    named = min(link.work.calendar.start_of(since), link.work.now)
    wanted = {"cover_id": one.cover, "named_at": named, "arranged_on": arranged}
    if old is None:
        return RowChange(ARRANGEMENT, one.row, {**_of(one), **wanted})
    before = {"cover_id": old.cover_id}
    if old.cover_id == one.cover:
        return RowChange(ARRANGEMENT, one.row, {}, old.id, before)
    if old.cover_id and old.arranged_by_id:
        return RowChange(ARRANGEMENT, one.row, {}, old.id, before, ("cover_id",))
    return RowChange(ARRANGEMENT, one.row, wanted, old.id, before)
