"""What was planned to be told of a source: the newest of a kind, and whether somebody has still to be reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, bindparam, func, select
from sqlmodel import col

from storage import tables as t
from storage.outbox import about_of
from storage.states import NudgeEnd
from storage.work import Work


def latest(
    work: Work, kind: str, source: str, to: int | None = None
) -> tuple[datetime, dict[str, Any]] | None:
    """The newest nudge of a kind whose source begins with ``source`` and a colon: when planned, and its ids. ``to``:
    of those for this person alone."""
    begins = f"{source}:"
    given = {"about": about_of(source), "kind": kind, "begins": begins, "long": len(begins), "to": to}
    row = work.connection.execute(_LATEST, given).first()
    return (row.planned_at, row.data) if row else None


_LATEST: Final = (
    select(col(t.Nudge.planned_at), col(t.Nudge.data))
    .where(
        *(col(t.Nudge.about) == bindparam("about"), col(t.Nudge.kind) == bindparam("kind")),
        func.substr(col(t.Nudge.source), 1, bindparam("long")) == bindparam("begins"),
        col(t.Nudge.recipient_id) == func.coalesce(bindparam("to", type_=Integer), col(t.Nudge.recipient_id)),
    )
    .order_by(col(t.Nudge.id).desc())
    .limit(1)
)


def is_unsent(work: Work, source: str, recipient_id: int) -> bool:
    """Whether something of this source has still to reach somebody."""
    n = t.Nudge
    waits = (col(n.recipient_id) == recipient_id, col(n.sent_at).is_(None), col(n.dropped).is_(None))
    query = select(col(n.id)).where(col(n.source) == source, *waits)
    return work.connection.execute(query.limit(1)).first() is not None


def done_at(work: Work, obligation_id: int, step: str) -> datetime | None:
    """When (UTC) the clock did a step of an obligation."""
    return work.connection.execute(_DONE_AT, {"obligation": obligation_id, "step": step}).scalar()


_DONE_AT: Final = (
    select(col(t.Nudge.planned_at))
    .where(
        col(t.Nudge.obligation_id) == bindparam("obligation"),
        col(t.Nudge.step) == bindparam("step"),
        col(t.Nudge.dropped) == NudgeEnd.DONE_BY_CLOCK,
    )
    .limit(1)
)
