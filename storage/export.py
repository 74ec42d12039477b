"""Everything that is held of one person or case: its rows, table by table, as they stand. A table that comes later is
found by what its columns refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Table, and_, or_, select
from sqlmodel import SQLModel, col

from policy.facts import SessionKind, Subject, SubjectKind
from storage import tables as t
from storage.derivations import steps_to_json
from storage.work import Work

#: Columns that refer to a person though the database doesn't say so: who did it may be nobody's row any more.
PEOPLE: Final = frozenset(
    {
        *("actor_id", "arranged_by_id", "away_id", "booked_by_id", "by_id", "cancelled_by_id"),
        *("confirmed_by_id", "decided_by_id", "holder_id"),
        *("noted_by_id", "overseen_by_id", "overseer_id", "person_id", "recorded_by_id", "recorder_id"),
        *("said_by_id", "signer_id", "taken_back_by_id", "worker_id"),
    }
)
#: What says nothing of anybody beside what other tables say: means of the bot's work.
LEFT_OUT: Final = frozenset(
    {"ticket", "claim", "subject", "seal", "desk_message", "desk_answer", "import_part"}
)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row of ``table``; ``refers``: which of its columns are of a ``person``, ``case`` or ``session``."""

    table: str
    values: Mapping[str, Any]
    refers: Mapping[str, str]


def of(work: Work, subject: Subject) -> Iterator[HeldRow]:
    """Table by table, the oldest first. Of a case no personal session, which is its people's (B29)."""
    for table in SQLModel.metadata.sorted_tables:
        which = None if table.name in LEFT_OUT else _about(table, subject)
        if which is None:
            continue
        refers = {c.name: kind for c in table.columns if (kind := referring(c))}
        for row in work.connection.execute(select(table).where(which).order_by(*table.primary_key)):
            yield HeldRow(table.name, dict(zip(row._fields, map(_plain, row), strict=True)), refers)


def _plain(value: Any) -> Any:
    """A derivation as it is kept."""
    return steps_to_json(value) if isinstance(value, tuple) else value


def referring(column: Column[Any]) -> str | None:
    """What a column refers to: a person, a case or a session."""
    named = next((key.column.table.name for key in column.foreign_keys), None)
    if named is None and column.name in PEOPLE:
        return "person"
    return named if named in ("person", "case", "session") else None


def _about(table: Table, subject: Subject) -> Any:
    """Which of a table's rows are about the subject; None for none."""
    kind = str(subject.kind)
    if table.name == kind:
        return table.c.id == subject.id
    found = [c == subject.id for c in table.columns if referring(c) == kind]
    if "subject_kind" in table.c:
        found.append(and_(table.c.subject_kind == kind, table.c.subject_id == subject.id))
    if table.name == "session" and subject.kind is SubjectKind.CASE:
        found.append(and_(table.c.id.in_(_came_up_in(subject.id)), table.c.kind != str(SessionKind.PERSONAL)))
    if "session_id" in table.c and subject.kind is SubjectKind.PERSON:
        found.append(table.c.session_id.in_(_took_part_in(subject.id)))
    return or_(*found) if found else None


def _came_up_in(case_id: int) -> Any:
    d = t.Discussion
    return select(col(d.session_id)).where(col(d.case_id) == case_id, col(d.session_id).is_not(None))


def _took_part_in(person_id: int) -> Any:
    """As supervisee: what follows of a session that they held is of whoever was supervised. A group's records are of
    its cases."""
    s = t.Session
    return select(col(s.id)).where(col(s.supervisee_id) == person_id, col(s.kind) != str(SessionKind.GROUP))
