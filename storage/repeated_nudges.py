"""What is told again of the same obligation to the same person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from storage import tables as t
from storage.outbox import show_again
from storage.work import Work


def _same_again(nudge: t.Nudge) -> tuple[ColumnElement[bool], ...]:
    """What else was sent to the same person about the same obligation, in the same part of theirs."""
    n = t.Nudge
    return (
        col(n.obligation_id) == nudge.obligation_id,
        col(n.recipient_id) == nudge.recipient_id,
        col(n.escalates).is_(nudge.escalates),
        col(n.message_id) != nudge.message_id,
    )


def asked_again(work: Work, nudge: t.Nudge) -> datetime | None:
    """When a later step of the same obligation reached the same person, if one did."""
    n = t.Nudge
    if nudge.obligation_id is None or nudge.sent_at is None:
        return None
    later = select(func.max(col(n.sent_at))).where(*_same_again(nudge), col(n.sent_at) > nudge.sent_at)
    return work.connection.execute(later).scalar()


def overtake(work: Work, nudge: t.Nudge) -> None:
    """What a step that has just arrived repeats is shown again, so that there is one place to answer."""
    n = t.Nudge
    if nudge.obligation_id is None:
        return
    older = select(col(n.message_id)).where(*_same_again(nudge), col(n.sent_at) < nudge.sent_at).distinct()
    for message_id in work.connection.execute(older).scalars().all():
        if message_id is not None:
            show_again(work, message_id)
