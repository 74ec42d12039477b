"""Sessions that a supervisee asked for: what was told of each, and whether the two have booked one since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from storage import tables as t
from storage.work import Work


@dataclass(frozen=True, slots=True)
class ToldRequest:
    """``fields``: of its notice, as its row keeps them."""

    recipient_id: int
    fields: dict[str, Any]
    sent_at: datetime


def told_since(work: Work, kind: str, since: datetime) -> list[ToldRequest]:
    """What was told for the first time, of one kind, since an instant. Once a night: it reads what was ever told."""
    n = t.Nudge
    told = (col(n.kind) == kind, col(n.step) == "told", col(n.sent_at) >= since)
    rows = work.connection.execute(select(n.__table__).where(*told).order_by(col(n.id)))
    return [ToldRequest(row.recipient_id, dict(row.data), row.sent_at) for row in rows]


def booked_since(work: Work, supervisee: int, supervisor: int, day: date) -> bool:
    """Whether a session of the two was booked on that day or later, whatever became of it."""
    s = t.Session
    pair = (col(s.supervisee_id) == supervisee, col(s.supervisor_id) == supervisor)
    found = select(col(s.id)).where(*pair, col(s.booked_on) >= day).limit(1)
    return work.connection.execute(found).first() is not None
