"""What is told again of the same obligation to the same person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, func, select

from storage import tables as t
from storage.outbox import UNSENT, show_again
from storage.work import Work

_MINE, _OTHER = t.Nudge.__table__.alias("mine"), t.Nudge.__table__.alias("other")
#: What else was sent to the same person about the same obligation, in the same part of theirs.
_SAME: Final = and_(
    _OTHER.c.obligation_id == _MINE.c.obligation_id,
    _OTHER.c.recipient_id == _MINE.c.recipient_id,
    _OTHER.c.escalates == _MINE.c.escalates,
    _OTHER.c.message_id != _MINE.c.message_id,
)
_BESIDE: Final = (
    select(_MINE.c.id).join_from(_MINE, _OTHER, _SAME).where(_MINE.c.message_id == bindparam("message"))
)
_ASKED_AGAIN: Final = (
    _BESIDE.add_columns(func.max(_OTHER.c.sent_at).label("at"))
    .where(_OTHER.c.sent_at > _MINE.c.sent_at)
    .group_by(_MINE.c.id)
)
_REPEATED: Final = (
    _BESIDE.with_only_columns(_OTHER.c.message_id).where(_OTHER.c.sent_at < _MINE.c.sent_at).distinct()
)

_NUDGE, _MESSAGE = t.Nudge.__table__, t.Message.__table__
_ALONE: Final = select(_MESSAGE.c.id).where(
    UNSENT, _MESSAGE.c.id == _NUDGE.c.message_id, _MESSAGE.c.batch.is_(None)
)
_WAITING_ALONE: Final = select(_NUDGE.c.obligation_id, _NUDGE.c.recipient_id, _NUDGE.c.escalates).where(
    _NUDGE.c.obligation_id.in_(bindparam("obligations", expanding=True)),
    _NUDGE.c.sent_at.is_(None),
    _NUDGE.c.dropped.is_(None),
    _ALONE.exists(),
)


def waiting_alone(work: Work, obligation_ids: Sequence[int]) -> set[tuple[int, int, bool]]:
    """Of which obligation, to whom, and whether up the line, a message of its own has still to go out."""
    rows = work.connection.execute(_WAITING_ALONE, {"obligations": obligation_ids})
    return {(row.obligation_id, row.recipient_id, row.escalates) for row in rows}


def asked_again(work: Work, message_id: int) -> dict[int, datetime]:
    """By nudge of a message that was sent: when a later step of the same obligation reached the same person."""
    return {row.id: row.at for row in work.connection.execute(_ASKED_AGAIN, {"message": message_id})}


def overtake(work: Work, message_id: int) -> None:
    """What a message that has just arrived repeats is shown again, so that there is one place to answer."""
    for older in sorted(work.connection.execute(_REPEATED, {"message": message_id}).scalars()):
        show_again(work, older)
