"""Finds what is stored for a batch of rows: a fixed number of queries a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Select, Table, select
from sqlalchemy.engine import Row as SqlRow

from policy.facts import SessionKind, SessionState, SubjectKind
from storage import tables as t
from storage.importing.staging import Staged
from storage.listed import one_of
from storage.work import Work

PERSON: Final[Table] = t.Person.__table__
EARLIER_POST: Final[Table] = t.EarlierPost.__table__
RELATIONSHIP: Final[Table] = t.Relationship.__table__
CASE: Final[Table] = t.Case.__table__
EARLIER_CATEGORIES: Final[Table] = t.EarlierCategories.__table__
ALLOCATION: Final[Table] = t.Allocation.__table__
AUTHORISATION: Final[Table] = t.Authorisation.__table__
SESSION: Final[Table] = t.Session.__table__
DISCUSSION: Final[Table] = t.Discussion.__table__
RECORD: Final[Table] = t.Record.__table__
GAP_NOTE: Final[Table] = t.GapNote.__table__
ABSENCE: Final[Table] = t.Absence.__table__
ARRANGEMENT: Final[Table] = t.Arrangement.__table__
COVER_BEFORE: Final[Table] = t.CoverBefore.__table__
BUSY: Final[Table] = t.Busy.__table__
MILESTONE: Final[Table] = t.Milestone.__table__
CASE_EVENT: Final[Table] = t.CaseEvent.__table__
DECISION: Final[Table] = t.Decision.__table__
JUDGEMENT: Final[Table] = t.Judgement.__table__
AGENDA_ITEM: Final[Table] = t.AgendaItem.__table__
DRAW: Final[Table] = t.Draw.__table__
SET_ELSEWHERE: Final[Table] = t.SetElsewhere.__table__
PARTICIPANT: Final[Table] = t.Participant.__table__
SUBJECT: Final[Table] = t.SubjectRow.__table__
COUNCIL: Final[Table] = t.Council.__table__

#: Of what is asked for by its id: the column of the files' own name for it.
IDENTITIES: Final = {PERSON: "staff_number", CASE: "reference", SESSION: "source_id"}
#: By what rows of other kinds name one, which is stored whatever else it is: by the kind its table and the column.
STORED_AS: Final[dict[str, tuple[Table, str]]] = {
    "people": (PERSON, IDENTITIES[PERSON]),
    "cases": (CASE, IDENTITIES[CASE]),
}


class StoredSession(NamedTuple):
    """What others rest on of a session."""

    id: int
    source_id: str | None
    kind: SessionKind
    state: SessionState
    held_on: date | None
    cancelled_on: date | None
    from_chat: bool
    replaces_id: int | None
    personal_too: bool
    signer_id: int | None
    on: date

    @staticmethod
    def of(row: SqlRow[Any]) -> StoredSession:
        """Of a whole row."""
        return StoredSession(*(getattr(row, name) for name in StoredSession._fields))


_OF_SESSION: Final = tuple(SESSION.c[name] for name in StoredSession._fields)

#: A person or case that is in the files and not stored yet: equal to nothing that is stored.
UNSTORED: Final = -1


class Ids(dict[str, int]):
    """Ids by the source's own identity; UNSTORED for what isn't stored."""

    def __missing__(self, key: str) -> int:
        return UNSTORED


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Kept from batch to batch: everybody's, for there are few people, and so many cases' as memory has room for."""

    people: Ids = field(default_factory=Ids)
    cases: Ids = field(default_factory=Ids)


#: So many cases are remembered.
REMEMBERED: Final = 50_000


@dataclass(slots=True)
class StoredSide:
    """The stored side of a comparison, inside one unit of work."""

    work: Work
    known: KnownIds = field(default_factory=KnownIds)

    def rows(self, table: Table, column: str, values: Iterable[Any], *only: Column[Any]) -> list[SqlRow[Any]]:
        """Stored rows by the values of an indexed column; of ``only`` these columns, where some are given."""
        wanted = sorted({v for v in values if v is not None})
        return list(self.work.connection.execute(_by(table, column, only), {"ids": wanted})) if wanted else []

    def ids(self, table: Table, column: str, values: Iterable[str | None]) -> Ids:
        """By the source's own identity, the id of each that is stored."""
        return Ids(tuple(row) for row in self.rows(table, column, values, table.c[column], table.c.id))

    def people(self, rows: Sequence[Staged], *columns: str) -> Ids:
        """Staff numbers' ids."""
        known = self.known.people
        known.update(
            self.ids(PERSON, "staff_number", {row[c] for row in rows for c in columns} - known.keys())
        )
        return known

    def cases(self, rows: Sequence[Staged]) -> Ids:
        """References' ids, of these rows alone."""
        known, wanted = self.known.cases, {row["case"] for row in rows}
        if len(known) > REMEMBERED:
            known.clear()
        known.update(self.ids(CASE, "reference", wanted - known.keys()))
        return Ids((reference, known[reference]) for reference in wanted if reference in known)

    def gone(self, column: str, person_ids: Iterable[int]) -> dict[int, date]:
        """Before which day what was stored of each of these went by its term (``SubjectRow``); who isn't named lost
        nothing."""
        s = SUBJECT.c
        query = select(s.ref_id, s[column]).where(s.kind == str(SubjectKind.PERSON), one_of(s.ref_id))
        rows = self.work.connection.execute(
            query.where(s[column].is_not(None)), {"ids": sorted(set(person_ids))}
        )
        return {row[0]: row[1] for row in rows}

    def sessions(self, keys: Iterable[str | None]) -> dict[str, StoredSession]:
        """Sessions by the source's id; failing that by the pair and the wall time booked, as for one booked in chat."""
        wanted = {k for k in keys if k is not None}
        rows = self.rows(SESSION, "source_id", wanted, *_OF_SESSION)
        found = {row.source_id: StoredSession._make(row) for row in rows}
        pairs = {k: tuple(k.split("|")) for k in wanted - found.keys()}
        beside = self.by_pair({k: p for k, p in pairs.items() if len(p) == 3})
        return found | {key: StoredSession.of(row) for key, row in beside.items()}

    def by_pair(self, pairs: Mapping[str, tuple[str, ...]]) -> dict[str, SqlRow[Any]]:
        """For each key its whole session by (supervisee, supervisor, wall time), where one is stored."""
        numbers = self.ids(PERSON, "staff_number", {n for pair in pairs.values() for n in pair[:2]})
        stored: dict[tuple[int, int, str], SqlRow[Any]] = {}
        then = {"ids": sorted(numbers.values()), "walls": sorted({pair[2] for pair in pairs.values()})}
        for row in self.work.connection.execute(_AT, then) if pairs else ():
            stored[row.supervisee_id, row.supervisor_id, row.wall] = row
        places = {k: (numbers[e], numbers[r], wall) for k, (e, r, wall) in pairs.items()}
        return {key: stored[place] for key, place in places.items() if place in stored}

    def grouped(self, table: Table, column: str, values: Iterable[Any]) -> dict[Any, list[SqlRow[Any]]]:
        groups: dict[Any, list[SqlRow[Any]]] = defaultdict(list)
        for row in self.rows(table, column, values):
            groups[getattr(row, column)].append(row)
        return groups


#: Sessions of these people at these wall times.
_AT: Final = select(SESSION).where(one_of(SESSION.c.supervisee_id), one_of(SESSION.c.wall, "walls"))


@lru_cache(maxsize=256)
def _by(table: Table, column: str, only: tuple[Column[Any], ...]) -> Select[Any]:
    """Made once: the rows of a table by the values ``ids`` of one column."""
    return select(*(only or (table,))).where(one_of(table.c[column]))


@dataclass(frozen=True, slots=True)
class ImportDates:
    """``started_on``: the day the council began to use the bot; what lies before it is history."""

    started_on: date
    today: date

    @staticmethod
    def of(work: Work) -> ImportDates:
        started = work.connection.execute(select(COUNCIL.c.started_on)).scalar()
        return ImportDates(started or work.today, work.today)
