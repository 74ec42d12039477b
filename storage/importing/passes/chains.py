"""What follows one another: supervisors, workers, intervals that others set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Row as SqlRow

from storage.importing.changes import RowChange, compared
from storage.importing.link import ALLOCATION, RELATIONSHIP, SET_ELSEWHERE, ImportDates, Link
from storage.importing.passes.common import day, words
from storage.importing.staging import Staged


@dataclass(frozen=True, slots=True)
class _Chain:
    """What follows one another: the stored rows, and those of the files. ``who`` is the column that changes."""

    table: Table
    who: str
    rows: Sequence[tuple[Staged, Any]]
    beside: Sequence[SqlRow[Any]]
    today: date

    def old(self, row: Staged, who: object) -> SqlRow[Any] | None:
        since = day(row["since"])
        return next((r for r in self.beside if r.since == since and getattr(r, self.who) == who), None)

    def until(self, row: Staged) -> date | None:
        """As the row says; left open, it ends the day before the next one begins, in the files or stored."""
        return day(row["until"]) or self._before_next(date.fromisoformat(row["since"]))

    def _before_next(self, since: date) -> date | None:
        """What is stored and over by itself, with nothing after it, ended and let go on what came before it."""
        stored = [r for r in self.beside if r.since > since]
        begin = [d for row, _ in self.rows if (d := date.fromisoformat(row["since"])) > since]
        if begin or any(r.until is None or r.until >= self.today for r in stored):
            begin += [r.since for r in stored]
        return min(begin) - timedelta(days=1) if begin else None

    def ended(self) -> Iterator[tuple[Staged, SqlRow[Any], date]]:
        """What is stored, open and not in the files ends when one of theirs begins: by which row, what, and when."""
        in_files = {(who, row["since"]) for row, who in self.rows}
        for old in self.beside:
            if old.until is not None or (getattr(old, self.who), old.since.isoformat()) in in_files:
                continue
            next_one = min(
                (r for r, _ in self.rows if r["since"] >= old.since.isoformat()), key=_since, default=None
            )
            if next_one is not None:
                yield next_one, old, date.fromisoformat(next_one["since"]) - timedelta(days=1)


def _since(row: Staged) -> str:
    since: str = row["since"]
    return since


def _chains(rows: Sequence[Staged]) -> Iterator[list[Staged]]:
    for _, chain in groupby(rows, key=lambda row: row["chain"]):
        yield list(chain)


def relationships(link: Link, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids = link.people(rows, "supervisee", "supervisor")
    stored = link.grouped(RELATIONSHIP, "supervisee_id", {ids[row["supervisee"]] for row in rows})
    for mine in _chains(rows):
        supervisee, professional = ids[mine[0]["supervisee"]], bool(mine[0]["professional"])
        beside = [r for r in stored.get(supervisee, ()) if r.professional == professional]
        chain = _Chain(
            RELATIONSHIP, "supervisor_id", [(r, ids[r["supervisor"]]) for r in mine], beside, setting.today
        )
        for row, supervisor in chain.rows:
            yield _relationship(chain, row, supervisee, supervisor)
        for row, old, until in chain.ended():
            yield RowChange(RELATIONSHIP, row, {"until": until}, old.id, {"until": None})


def _relationship(chain: _Chain, row: Staged, supervisee: int, supervisor: int) -> RowChange:
    old = chain.old(row, supervisor)
    wanted = {
        "supervisee_id": supervisee,
        "supervisor_id": supervisor,
        "professional": bool(row["professional"]),
        "since": day(row["since"]),
        "until": chain.until(row),
        "more_often": row["more_often"],
    }
    given = {"until", *(row.given & {"more_often"})}
    chat = words(old.said_in_chat) if old else frozenset()
    return compared(RELATIONSHIP, row, old, wanted, given=given, chat=chat)


def allocations(link: Link, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids, case_ids = link.people(rows, "worker"), link.cases(rows)
    stored = link.grouped(ALLOCATION, "case_id", case_ids.values())
    for mine in _chains(rows):
        case = case_ids[mine[0]["case"]]
        chain = _Chain(
            ALLOCATION,
            "worker_id",
            [(r, ids[r["worker"]]) for r in mine],
            stored.get(case, []),
            setting.today,
        )
        for row, worker in chain.rows:
            wanted = {
                "case_id": case,
                "worker_id": worker,
                "since": day(row["since"]),
                "until": chain.until(row),
            }
            yield compared(ALLOCATION, row, chain.old(row, worker), wanted, given={"until"})
        for row, old, until in chain.ended():
            yield RowChange(ALLOCATION, row, {"until": until}, old.id, {"until": None})


def set_elsewhere(link: Link, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """How often somebody is supervised as another body set it; a new setting ends the one before."""
    ids = link.people(rows, "staff_number")
    stored = link.grouped(SET_ELSEWHERE, "person_id", {ids[row["staff_number"]] for row in rows})
    for mine in _chains(rows):
        person, by = ids[mine[0]["staff_number"]], mine[0]["by"]
        beside = [r for r in stored.get(person, ()) if r.by == by]
        chain = _Chain(SET_ELSEWHERE, "by", [(row, by) for row in mine], beside, setting.today)
        for row in mine:
            old, until = chain.old(row, by), chain.until(row)
            wanted = {
                "person_id": person,
                "by": by,
                "every": row["every"],
                "since": day(row["since"]),
                "until": until,
            }
            chat = None if old and old.said_by_id else frozenset[str]()
            given = {"every", "until"}
            yield compared(SET_ELSEWHERE, row, old, wanted, given=given, chat=chat)
        for row, old, until in chain.ended():
            yield RowChange(SET_ELSEWHERE, row, {"until": until}, old.id, {"until": None})
