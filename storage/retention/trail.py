"""The trail goes in whole sealed batches, whose seal and number of rows stay: the database allows only that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, false, func, or_, select, update
from sqlmodel import col

from storage import tables as t
from storage.audit import SEALED, concerns
from storage.retention.holds import standing
from storage.work import Work


def entries(work: Work, before: date, limit: int) -> int:
    return _drop(work, "event", before, limit)


def looks(work: Work, before: date, limit: int) -> int:
    return _drop(work, "look", before, limit)


def _drop(work: Work, name: str, before: date, limit: int) -> int:
    """Batches whose last row is too old, from the first on; a batch with a row that is held stays. So many rows as
    there may be, and never less than one batch."""
    s, table, dropped = t.Seal, SEALED[name], 0
    held = [concerns(work, table, one.subject) for one in standing(work) if one.subject]
    there = (col(s.sealed_table) == name, col(s.dropped_at).is_(None))
    for seal in work.connection.execute(select(s.__table__).where(*there).order_by(col(s.id))).all():
        rows = table.c.id.between(seal.first_id, seal.last_id)
        last = work.connection.execute(select(func.max(table.c.at)).where(rows)).scalar()
        if dropped >= limit or last is None or last >= work.calendar.start_of(before):
            break
        if not _any(work, table, rows, held):
            mark = update(s).where(col(s.id) == seal.id).values(dropped_at=work.now)
            work.connection.execute(mark)
            work.connection.execute(delete(table).where(rows))
            dropped += seal.rows
    return dropped


def _any(work: Work, table: Table, rows: ColumnElement[bool], about: Sequence[Any]) -> bool:
    found = select(table.c.id).where(rows, or_(false(), *about)).limit(1)
    return bool(about) and work.connection.execute(found).first() is not None
