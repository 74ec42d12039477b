"""What follows one another: supervisors, workers, intervals that others set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy.engine import Row as SqlRow

from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import ALLOCATION, RELATIONSHIP, SET_ELSEWHERE, ImportDates, StoredSide
from storage.importing.applied.passes.common import day, words
from storage.importing.faults import TYPED
from storage.importing.staging import Staged


class _Place(NamedTuple):
    """Where a row of the files stands among what is stored: ``old`` is the same one, where it is known; ``since`` when
    it begins."""

    row: Staged
    who: Any
    old: SqlRow[Any] | None
    since: date


@dataclass(frozen=True, slots=True)
class _Chain:
    """What follows one another: the stored rows, and those of the files. ``who`` is the column that changes."""

    who: str
    rows: Sequence[tuple[Staged, Any]]
    beside: Sequence[SqlRow[Any]]
    dates: ImportDates

    def places(self) -> list[_Place]:
        *before, last = self.rows  # the earliest first
        return [*(self._place(*one) for one in before), self._changed(*last) or self._place(*last)]

    def _place(self, row: Staged, who: object) -> _Place:
        since = date.fromisoformat(row["since"])
        return _Place(row, who, self._same(who, since), since)

    def _same(self, who: object, since: date) -> SqlRow[Any] | None:
        return next((r for r in self.beside if r.since == since and getattr(r, self.who) == who), None)

    def _changed(self, row: Staged, who: object) -> _Place | None:
        """Where a file names somebody else and the day stayed: that day isn't theirs, and since when it is them is
        known by the day on which it is said. Where nothing passed meanwhile, it was a slip and is put right; so where
        somebody typed it."""
        place = self._place(row, who)
        before = next((r for r in self.beside if r.since == place.since), None)
        if place.old or before is None or row["until"] or self._is_in_files(before):
            return None
        mine = [r for r in self.beside if getattr(r, self.who) == who and r.since > place.since]
        if mine:
            old = max(mine, key=lambda r: r.since)
            return place._replace(old=old, since=old.since)
        now = max((r for r in self.beside if r.until is None), key=lambda r: r.since, default=None)
        if now and self._is_in_files(now):
            return None
        if row.file == TYPED or place.since >= self.dates.today or self.dates.today == self.dates.started_on:
            return place._replace(old=now, since=now.since) if now else None
        return place._replace(since=self.dates.today)

    def _is_in_files(self, old: SqlRow[Any]) -> bool:
        return any(
            who == getattr(old, self.who) and row["since"] == old.since.isoformat() for row, who in self.rows
        )

    def until(self, place: _Place, places: Sequence[_Place]) -> date | None:
        """As the row says; left open, it ends the day before the next one begins, in the files or stored."""
        return day(place.row["until"]) or self._before_next(place.since, places)

    def _before_next(self, since: date, places: Sequence[_Place]) -> date | None:
        """What is stored and over by itself, with nothing after it, ended and let go on what came before it."""
        stored = [r for r in self.beside if r.since > since]
        begin = [one.since for one in places if one.since > since]
        if begin or any(r.until is None or r.until >= self.dates.today for r in stored):
            begin += [r.since for r in stored]
        return min(begin) - timedelta(days=1) if begin else None

    def ended(self, places: Sequence[_Place]) -> Iterator[tuple[Staged, SqlRow[Any], date]]:
        """What is stored, open and not in the files ends when one of theirs begins: by which row, what, and when."""
        meant = {one.old.id for one in places if one.old}
        for old in self.beside:
            if old.until is not None or old.id in meant:
                continue
            following = (one for one in places if one.since >= old.since)
            next_one = min(following, key=lambda one: one.since, default=None)
            if next_one is not None:
                yield next_one.row, old, max(next_one.since - timedelta(days=1), old.since)


def _chains(rows: Sequence[Staged]) -> Iterator[list[Staged]]:
    for _, chain in groupby(rows, key=lambda row: row["chain"]):
        yield list(chain)


def relationships(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids = link.people(rows, "supervisee", "supervisor")
    stored = link.grouped(RELATIONSHIP, "supervisee_id", {ids[row["supervisee"]] for row in rows})
    for mine in _chains(rows):
        supervisee, professional = ids[mine[0]["supervisee"]], bool(mine[0]["professional"])
        beside = [r for r in stored.get(supervisee, ()) if r.professional == professional]
        chain = _Chain("supervisor_id", [(r, ids[r["supervisor"]]) for r in mine], beside, setting)
        places = chain.places()
        for place in places:
            yield _relationship(place, supervisee, chain.until(place, places))
        for row, old, until in chain.ended(places):
            yield RowChange(RELATIONSHIP, row, {"until": until}, old.id, {"until": None})


def _relationship(place: _Place, supervisee: int, until: date | None) -> RowChange:
    row, old = place.row, place.old
    wanted = {
        "supervisee_id": supervisee,
        "supervisor_id": place.who,
        "professional": bool(row["professional"]),
        "since": place.since,
        "until": until,
        "more_often": row["more_often"],
    }
    given = {"supervisor_id", "until", *(row.given & {"more_often"})}
    chat = words(old.said_in_chat) if old else frozenset()
    return compared(RELATIONSHIP, row, old, wanted, given=given, chat=chat)


def allocations(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids, case_ids = link.people(rows, "worker"), link.cases(rows)
    stored = link.grouped(ALLOCATION, "case_id", case_ids.values())
    for mine in _chains(rows):
        case = case_ids[mine[0]["case"]]
        chain = _Chain("worker_id", [(r, ids[r["worker"]]) for r in mine], stored.get(case, []), setting)
        places = chain.places()
        for place in places:
            until = chain.until(place, places)
            wanted = {"case_id": case, "worker_id": place.who, "since": place.since, "until": until}
            yield compared(ALLOCATION, place.row, place.old, wanted, given={"worker_id", "until"})
        for row, old, until in chain.ended(places):
            yield RowChange(ALLOCATION, row, {"until": until}, old.id, {"until": None})


def set_elsewhere(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """How often somebody is supervised as another body set it; a new setting ends the one before."""
    ids = link.people(rows, "staff_number")
    stored = link.grouped(SET_ELSEWHERE, "person_id", {ids[row["staff_number"]] for row in rows})
    for mine in _chains(rows):
        person, by = ids[mine[0]["staff_number"]], mine[0]["by"]
        beside = [r for r in stored.get(person, ()) if r.by == by]
        chain = _Chain("by", [(row, by) for row in mine], beside, setting)
        places = chain.places()
        for place in places:
            row, old = place.row, place.old
            wanted = {
                "person_id": person,
                "by": by,
                "every": row["every"],
                "since": place.since,
                "until": chain.until(place, places),
            }
            chat = None if old and old.said_by_id else frozenset[str]()
            given = {"every", "until"}
            yield compared(SET_ELSEWHERE, row, old, wanted, given=given, chat=chat)
        for row, old, until in chain.ended(places):
            yield RowChange(SET_ELSEWHERE, row, {"until": until}, old.id, {"until": None})
