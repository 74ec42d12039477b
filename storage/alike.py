"""What is alike and comes up at one moment: one person is told it in one message."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, TypeAlias

from sqlalchemy import select

from storage import tables as t
from storage.conditions import NOW
from storage.listed import one_of
from storage.outbox import UNSENT
from storage.states import MessageState
from storage.work import Work

#: To whom, of which kind, and whether it is urgent.
Likeness: TypeAlias = tuple[int, str, bool]


def planned_now(work: Work, wanted: Collection[Likeness]) -> dict[Likeness, int]:
    """The message of its own, not yet on its way, that something alike was put in at this very moment."""
    if not wanted:
        return {}
    asked = {"readers": sorted({reader for reader, _, _ in wanted}), "now": work.now}
    rows = work.connection.execute(_PLANNED_NOW, asked)
    return {(row.recipient_id, row.kind, row.urgent): row.id for row in rows}


def _planned_now() -> Any:
    m, n = t.OutboxMessage.__table__.c, t.Nudge.__table__.c
    mine = (one_of(m.recipient_id, "readers"), m.batch.is_(None), m.attempts == 0)
    now = n.planned_at == NOW
    carried = select(m.id, m.recipient_id, m.urgent, n.kind).join_from(
        t.OutboxMessage.__table__, t.Nudge.__table__
    )
    there = (UNSENT, m.state == MessageState.PENDING, *mine, now, n.dropped.is_(None))
    return carried.where(n.message_id == m.id, *there).order_by(m.id)


_PLANNED_NOW: Final = _planned_now()
