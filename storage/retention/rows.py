"""Rows that go together, in steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    bindparam,
    cast,
    delete,
    or_,
    select,
    update,
)
from sqlmodel import col

from policy.facts import SubjectKind
from storage import tables as t
from storage.conditions import still_owed
from storage.obligations import batched
from storage.sql_types import Instant
from storage.work import Work

#: Ids named in one statement.
AT_ONCE: Final = 500


#: The moment before which a term ended, of a statement that is made once: its parameter ``then``.
THEN: Final = bindparam("then", type_=Instant)


def ended(work: Work, statement: Select[Any], before: date, limit: int) -> list[Any]:
    """What such a statement (``oldest``) finds."""
    given = {"then": work.calendar.start_of(before), "limit": limit}
    return list(work.connection.execute(statement, given).scalars())


def oldest(column: Any, *which: Any, by: Any = None) -> Select[Any]:
    """For a statement that is made once: at most ``limit`` of these, the oldest first; ``by`` when they came, where the
    column doesn't say it."""
    return select(column).where(*which).order_by(column if by is None else by).limit(bindparam("limit"))


def some_ids(work: Work, column: Any, limit: int, *which: Any) -> list[Any]:
    """At most so many, the oldest first."""
    return list(work.connection.execute(oldest(column, *which), {"limit": limit}).scalars())


def delete_where(work: Work, table: Table, column: str, ids: Sequence[Any]) -> None:
    for some in batched(ids, AT_ONCE):
        work.connection.execute(delete(table).where(table.c[column].in_(some)))


def set_where(work: Work, table: Table, column: str, ids: Sequence[Any], **values: Any) -> None:
    for some in batched(ids, AT_ONCE):
        work.connection.execute(update(table).where(table.c[column].in_(some)).values(**values))


def delete_subjects(work: Work, kind: SubjectKind, ids: Sequence[int]) -> None:
    """What was owed of these, the reasons to tell of it, and that they are assessed."""
    o, n, s = t.ObligationRow, t.Nudge, t.SubjectRow
    for some in batched(ids, AT_ONCE):
        delete_obligations(work, and_(col(o.subject_kind) == str(kind), col(o.subject_id).in_(some)))
        work.connection.execute(delete(n).where(col(n.about).in_([f"{kind}:{i}" for i in some])))
        work.connection.execute(delete(s).where(col(s.kind) == str(kind), col(s.ref_id).in_(some)))


def delete_obligations(work: Work, which: ColumnElement[bool]) -> None:
    """With the reasons to tell of them."""
    o, n = t.ObligationRow, t.Nudge
    work.connection.execute(delete(n).where(col(n.obligation_id).in_(select(col(o.id)).where(which))))
    work.connection.execute(delete(o).where(which))


def nothing_asked_before(
    work: Work, person_ids: Sequence[int], column: str, day: date, gone: ColumnElement[bool]
) -> None:
    """From a day on alone their facts are known (``column`` of ``SubjectRow``); of what was owed of them, some goes."""
    o = t.ObligationRow
    note_day(work, person_ids, column, day)
    for some in batched(person_ids, AT_ONCE):
        theirs = and_(col(o.subject_kind) == str(SubjectKind.PERSON), col(o.subject_id).in_(some))
        delete_obligations(work, and_(theirs, gone))


def note_day(work: Work, person_ids: Sequence[int], column: str, day: date) -> None:
    """``column`` of the ``SubjectRow`` of these, which are touched; a later day that stands there stays."""
    s = t.SubjectRow.__table__
    for some in batched(person_ids, AT_ONCE):
        mine = and_(s.c.kind == str(SubjectKind.PERSON), s.c.ref_id.in_(some))
        earlier = or_(s.c[column].is_(None), s.c[column] < day)
        work.connection.execute(update(s).where(mine, earlier).values({column: day}))


def owed_of(kind: str, column: Any) -> ColumnElement[bool]:
    """Whether anything is still owed about a subject, or counts from a fact, of this kind and number. What is owed is
    read once, not for each row."""
    o = t.ObligationRow
    subjects = select(col(o.subject_id)).where(still_owed(), col(o.subject_kind) == str(kind))
    facts = select(col(o.fact_id)).where(still_owed(), col(o.fact_kind) == str(kind))
    return or_(column.in_(subjects), cast(column, String).in_(facts))
