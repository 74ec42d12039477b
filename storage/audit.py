"""The trail, read back and sealed. Triggers of the database keep rows from being changed or taken away; a chain of
digests shows it where somebody got round them.

A seal covers a batch of rows of one table, by their ids; its digest is of the seal before it and of every row. Whoever
keeps a digest elsewhere, such as the log, can tell that no row up to it was ever changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, bindparam, func, or_, select, true, union
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from storage import tables as t
from storage.work import Work

#: Rows in one seal, and seals made at a time.
BATCH: Final = 5000
AT_ONCE: Final = 40
#: What happened that was a look as well: whoever made one read about others.
LOOKED: Final = (
    *("audit.shown", "draw.shown", "due.shown", "export.made", "holds.shown", "person.shown"),
    *("policy.compared", "report.made", "report.opened", "simulation.made"),
)
SEALED: Final = {"event": t.Event.__table__, "look": t.Look.__table__}


# Sealed


def seal(work: Work) -> str | None:
    """Seals what isn't sealed yet, as much as one night may take; the last digest, None where there is none."""
    work.flush()  # this work's own rows of the trail too
    last = {row.sealed_table: row for row in work.connection.execute(_LAST)}
    digest: str | None = max(last.values(), key=lambda row: row.id).digest if last else None
    for name in SEALED:
        after = last[name].last_id if name in last else 0
        for _ in range(AT_ONCE):
            rows = work.connection.execute(_UNSEALED[name], {"after": after, "most": BATCH}).all()
            if not rows:
                break
            digest, after = _sealed(work, name, rows, digest), rows[-1].id
            if len(rows) < BATCH:
                break
    return digest


def _sealed(work: Work, name: str, rows: Sequence[Any], previous: str | None) -> str:
    digest = _digest(previous, rows)
    values = {"sealed_table": name, "first_id": rows[0].id, "last_id": rows[-1].id, "rows": len(rows)}
    work.connection.execute(_SEAL, {**values, "previous": previous or "", "digest": digest, "at": work.now})
    return digest


_SEAL: Final = t.Seal.__table__.insert()


_UNSEALED: Final = {
    name: select(table).where(table.c.id > bindparam("after")).order_by(table.c.id).limit(bindparam("most"))
    for name, table in SEALED.items()
}
#: Of each table: the newest covers its highest ids, since rows are sealed in their order.
_LAST: Final = select(t.Seal.__table__).where(
    col(t.Seal.id).in_(select(func.max(col(t.Seal.id))).group_by(col(t.Seal.sealed_table)))
)


def _digest(previous: str | None, rows: Iterable[Any]) -> str:
    found = sha256((previous or "").encode())
    for row in rows:
        found.update(json.dumps([_plain(value) for value in row], sort_keys=True).encode())
        found.update(b"\n")
    return found.hexdigest()


def _plain(value: Any) -> Any:
    """The same on both databases."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True)
class Verified:
    """``faults``: what is wrong, a sentence each; ``unsealed``: rows that wait for the night; ``digest``: the last, to
    keep elsewhere; ``holds``: whether a digest kept elsewhere is in the chain."""

    seals: int
    rows: int
    unsealed: int
    digest: str
    holds: bool
    faults: tuple[str, ...]


def verify(work: Work, kept: str = "") -> Verified:
    """Every seal made again from its rows. ``kept``: a digest from before, that must be one of the chain's."""
    seals = work.connection.execute(select(t.Seal.__table__).order_by(col(t.Seal.id))).all()
    faults = [fault for name in SEALED for fault in _unbroken(name, seals)]
    previous = ""
    for one in seals:
        faults += _faults(work.connection, one, previous)
        previous = one.digest
    return Verified(
        len(seals),
        sum(one.rows for one in seals),
        sum(_unsealed(work.connection, name, seals) for name in SEALED),
        previous,
        not kept or any(one.digest == kept for one in seals),
        tuple(faults),
    )


def _unbroken(name: str, seals: Sequence[Any]) -> Iterator[str]:
    """A seal begins after the one before it of its table: none was taken out and none is doubled."""
    before = 0
    for one in (s for s in seals if s.sealed_table == name):
        if one.first_id <= before:
            yield f"seal {one.id}: its rows begin at {one.first_id}, and those up to {before} are sealed already"
        before = one.last_id


def _faults(connection: Connection, one: Any, previous: str) -> Iterator[str]:
    rows = f"{one.sealed_table} rows {one.first_id} to {one.last_id}"
    if one.previous != previous:
        yield f"seal {one.id} doesn't follow the one before it: a seal was changed, taken out or put elsewhere"
    if one.dropped_at is not None:
        return
    table = SEALED[one.sealed_table]
    query = select(table).where(table.c.id.between(one.first_id, one.last_id)).order_by(table.c.id)
    found = connection.execute(query).all()
    if len(found) != one.rows:
        yield f"{rows}: {one.rows} were sealed and {len(found)} are there"
    elif _digest(one.previous or None, found) != one.digest:
        yield f"{rows}: at least one isn't as it was sealed, or they stand in another order"


def _unsealed(connection: Connection, name: str, seals: Sequence[Any]) -> int:
    last = max((s.last_id for s in seals if s.sealed_table == name), default=0)
    table = SEALED[name]
    query = select(func.count()).select_from(table).where(table.c.id > last)
    return int(connection.execute(query).scalar_one())


# Read


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail: what happened or, of a ``look``, what was looked at. ``actor_id``: None for the bot
    itself, or whoever is at the command line."""

    at: datetime
    actor_id: int | None
    name: str
    subject: Subject | None
    data: dict[str, Any]
    look: bool = False


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days in the council's zone, both included; None: no bound."""

    first: date | None = None
    last: date | None = None


def of_case(work: Work, case_id: int, period: DayRange, *, looks_only: bool = False) -> list[Entry]:
    """What happened about a case and in the sessions it came up in, and who looked at it; the latest first."""
    event, look, case = t.Event.__table__, t.Look.__table__, Subject(SubjectKind.CASE, case_id)
    if looks_only:
        return _looks(work, _about(look, [case]), _about(event, [case]), period)
    return _latest(*(_read(work, table, concerns(work, table, case), period) for table in (event, look)))


def of_person(work: Work, person_id: int, period: DayRange, *, looks_only: bool = False) -> list[Entry]:
    """What somebody did and looked at, and what happened about them and their sessions; the latest first."""
    event, look, person = t.Event.__table__, t.Look.__table__, Subject(SubjectKind.PERSON, person_id)
    if looks_only:
        told = or_(event.c.actor_id == person_id, _about(event, [person]))
        return _looks(work, look.c.person_id == person_id, told, period)
    return _latest(*(_read(work, table, concerns(work, table, person), period) for table in (event, look)))


def concerns(work: Work, table: Table, subject: Subject) -> Any:
    """Of the trail's rows, those about a case and the sessions it came up in; or those about a person and their
    sessions, and what they did or looked at themselves."""
    if subject.kind is SubjectKind.CASE:
        sessions = [Subject(SubjectKind.SESSION, i) for i in _sessions_of_case(work, subject.id)]
        return _about(table, [subject, *sessions])
    if table is t.Look.__table__:
        return or_(table.c.person_id == subject.id, _about(table, [subject]))
    mine = [subject, *_sessions_of_person(work, subject.id)]
    return or_(table.c.actor_id == subject.id, _about(table, mine))


def upkeep(work: Work, period: DayRange) -> list[Entry]:
    """What was done about nobody, such as backups, imports, keys and deletions; the latest first."""
    event = t.Event.__table__
    return _read(work, event, and_(event.c.subject_kind.is_(None), event.c.actor_id.is_(None)), period)


def every_look(work: Work, period: DayRange) -> list[Entry]:
    """Whoever looked at anything private; the latest first."""
    return _looks(work, true(), true(), period)


def _looks(work: Work, looks: Any, events: Any, period: DayRange) -> list[Entry]:
    """Those in chat, and what was read on the command line or as a report."""
    event = t.Event.__table__
    read = _read(work, event, and_(events, event.c.name.in_(LOOKED)), period)
    return _latest(_read(work, t.Look.__table__, looks, period), read)


def _latest(*several: list[Entry]) -> list[Entry]:
    found = {(e.at, e.name, e.subject, e.actor_id, e.look, json.dumps(e.data)): e for s in several for e in s}
    return sorted(found.values(), key=lambda e: e.at, reverse=True)


def _about(table: Table, subjects: Sequence[Subject]) -> Any:
    """A look names a session, a person or a case by the same words as an event."""
    found = []
    for kind in {s.kind for s in subjects}:
        ids = [s.id for s in subjects if s.kind is kind]
        found.append((table.c.subject_kind == str(kind)) & table.c.subject_id.in_(ids))
    return or_(*found)


def _read(work: Work, table: Table, which: Any, period: DayRange) -> list[Entry]:
    query = select(table).where(which).order_by(table.c.at.desc(), table.c.id.desc())
    if period.first:
        query = query.where(table.c.at >= work.calendar.start_of(period.first))
    if period.last:
        query = query.where(
            table.c.at < work.calendar.start_of(date.fromordinal(period.last.toordinal() + 1))
        )
    return [_entry(row) for row in work.connection.execute(query)]


def _entry(row: Any) -> Entry:
    known = row.subject_kind in set(SubjectKind) and row.subject_id is not None
    subject = Subject(SubjectKind(row.subject_kind), row.subject_id) if known else None
    if hasattr(row, "what"):
        return Entry(row.at, row.person_id, row.what, subject, {}, look=True)
    return Entry(row.at, row.actor_id, row.name, subject, row.data)


def _sessions_of_case(work: Work, case_id: int) -> list[int]:
    d, r, g = t.Discussion, t.Record, t.GapNote
    found = union(*(select(col(one.session_id)).where(col(one.case_id) == case_id) for one in (d, r, g)))
    return sorted(i for i in work.connection.execute(found).scalars() if i)


def _sessions_of_person(work: Work, person_id: int) -> list[Subject]:
    s, p, a = t.Session, t.Participant, t.Absence
    theirs = union(
        select(col(s.id)).where(col(s.supervisee_id) == person_id),
        select(col(p.session_id)).where(col(p.person_id) == person_id),
    )
    away = select(col(a.id)).where(col(a.person_id) == person_id)
    found = [Subject(SubjectKind.SESSION, i) for i in work.connection.execute(theirs).scalars() if i]
    return found + [Subject(SubjectKind.ABSENCE, i) for i in work.connection.execute(away).scalars()]
