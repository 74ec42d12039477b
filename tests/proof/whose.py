"""Who answers for what is open today, asked of the tables themselves: none of it is asked of the product."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from storage import tables as t
from storage.work import Work

_OF_GROUPS = ("recorder", "signer", "overseer")
_MANAGERS = ("line_manager", "next_manager")


class Today:
    """Who is in post, in whose line, away and covered for: read once, as it stands."""

    def __init__(self, work: Work) -> None:
        self._on = work.today
        self._people = {row.id: row for row in _rows(work, t.Person)}
        self._lines = sorted(_rows(work, t.Relationship), key=lambda row: (row.since, row.id))
        self._sessions = {row.id: row for row in _rows(work, t.Session)}
        away = [row for row in _rows(work, t.Absence) if str(row.state) == "confirmed"]
        self._away = {row.id: row.person_id for row in away if _runs(row.first, row.last, self._on)}
        covers = sorted(_rows(work, t.Arrangement), key=lambda row: (str(row.named_at), row.id))
        self._covers = {
            (row.supervisee_id, self._away[row.absence_id]): row.cover_id
            for row in covers
            if row.cover_id and row.absence_id in self._away
        }

    def answers(self, row: Any) -> int | None:
        """For an obligation, by its row; None where there is nobody."""
        role = str(row.answers)
        worker: int | None = row.worker_id
        holder: int | None = row.holder_id
        if str(row.duty) == "say_held" and role in ("supervisor", "holder"):
            there = worker and holder and self._in_post(holder) and holder not in self._away.values()
            return holder if there else self.supervises(worker, holder)
        match role:
            case "supervisee":
                return worker
            case "supervisor":
                return self.supervises(worker, holder)
            case "holder" | "recorder" | "signer" | "overseer":
                return self._by_name(row, role)
            case "line_manager" | "next_manager":
                return self._manager(role, worker, holder)
            case _:
                return self._marked(role)

    def name(self, person: int | None) -> str | None:
        return self._people[person].name if person else None

    def _in_post(self, person: int) -> bool:
        left = self._people[person].left_on
        return left is None or left >= self._on

    def _above(self, person: int) -> Iterator[int]:
        """In the line, nearest first, of those in post; above whoever has left stands who did on their last day."""
        seen, at = {person}, self._named_above(person)
        while at is not None and at not in seen:
            seen.add(at)
            if self._in_post(at):
                yield at
            at = self._named_above(at)

    def _named_above(self, person: int) -> int | None:
        day = min(self._people[person].left_on or self._on, self._on)
        mine = [r for r in self._lines if r.supervisee_id == person and not r.professional]
        then = [r.supervisor_id for r in mine if _runs(r.since, r.until, day)]
        return then[-1] if then else None

    def supervises(self, worker: int | None, holder: int | None) -> int | None:
        """Beside the line for what is theirs; else whoever covers for the nearest in the line, or they themselves."""
        if worker is None or (holder and self._is_beside(worker, holder)):
            return self._in_place(holder)
        nearest = next(self._above(worker), None)
        return self._covers.get((worker, nearest), nearest) if nearest else None

    def _is_beside(self, worker: int, holder: int) -> bool:
        return self._in_post(holder) and any(
            r.professional and (r.supervisee_id, r.supervisor_id) == (worker, holder)
            for r in self._lines
            if _runs(r.since, r.until, self._on)
        )

    def _in_place(self, person: int | None, but: Collection[int] = ()) -> int | None:
        if person is None or self._in_post(person):
            return person
        return next((one for one in self._above(person) if one not in but), None)

    def _by_name(self, row: Any, role: str) -> int | None:
        """Of a group's session nobody does two of the three things in place of somebody who has left."""
        session = self._sessions.get(row.subject_id) if str(row.subject_kind) == "session" else None
        if session is None or str(session.kind) != "group" or row.worker_id or self._in_post(row.holder_id):
            return self._in_place(row.holder_id)
        leads = session.supervisor_id
        named = {one: getattr(session, f"{one}_id") for one in _OF_GROUPS}
        named["recorder"] = named["recorder"] or leads
        for one, person in named.items():
            named[one] = person or (None if leads in named.values() else leads)
        taken = {one for one in named.values() if one and self._in_post(one)}
        found = dict[str, int | None]()
        for one, person in named.items():
            found[one] = self._in_place(person, taken)
            taken |= {found[one]} - {None}
        return found["recorder" if role == "holder" else role]

    def _manager(self, role: str, worker: int | None, holder: int | None) -> int | None:
        """One or two above; in place of whoever is away the next one up who is there, else an administrator."""
        base = holder or (next(self._above(worker), None) if worker else None)
        above = list(self._above(base)) if base else []
        rank = _MANAGERS.index(role)
        if rank >= len(above):
            return None
        there = (one for one in above[rank:] if one not in self._away.values())
        return next(there, None) or self._marked("administrator") or above[rank]

    def _marked(self, mark: str) -> int | None:
        return min(
            (p.id for p in self._people.values() if getattr(p, mark) and self._in_post(p.id)), default=None
        )


def _rows(work: Work, table: Any) -> list[Any]:
    return list(work.connection.execute(select(table.__table__)).all())


def _runs(first: date, last: date | None, on: date) -> bool:
    return first <= on and (last is None or last >= on)
