"""What was told while somebody was away, and hangs on them again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import col

from storage import tables as t
from storage.conditions import still_owed
from storage.work import Work


def escalated(work: Work, first: date, last: date) -> Sequence[t.Nudge]:
    """What was told up the line on these days, both included, of what is still to be done; the newest first."""
    return _sent(work, first, last, col(t.Nudge.escalates).is_(True))


def to_covers(
    work: Work, covers: Collection[int], supervisees: Collection[int], first: date, last: date
) -> Sequence[t.Nudge]:
    """What these covers were reminded of on these days about these supervisees, and is to be done by a day that isn't
    past; the newest first."""
    n, o = t.Nudge, t.ObligationRow
    theirs = (col(n.recipient_id).in_(covers), col(o.worker_id).in_(supervisees))
    return _sent(work, first, last, col(n.escalates).is_(False), *theirs, col(o.due) >= work.today)


def to_others(work: Work, cover: int, supervisees: Collection[int]) -> Sequence[t.Nudge]:
    """What somebody else was reminded of about these supervisees, and is to be done by a day that isn't past; the
    newest first. Nothing that this cover was told of."""
    n, o, mine = t.Nudge, t.ObligationRow, t.Nudge.__table__.alias("mine").c
    known = select(mine.id).where(
        mine.obligation_id == col(o.id), mine.recipient_id == cover, mine.sent_at.is_not(None)
    )
    ahead = (col(o.worker_id).in_(supervisees), col(o.due) >= work.today, still_owed())
    sent = (col(n.sent_at).is_not(None), col(n.escalates).is_(False), ~known.exists())
    query = select(n).join(o, col(o.id) == col(n.obligation_id)).where(*ahead, *sent)
    return work.orm.execute(query.order_by(col(n.sent_at).desc(), col(n.id).desc())).scalars().all()


def shown_to_covers(
    work: Work,
    covers: Collection[int],
    supervisees: Collection[int],
    standing: Collection[str],
    first: date,
    last: date,
) -> Sequence[int]:
    """The messages by which these covers were told on these days of what is still owed about these supervisees, or how
    things stand (``standing``: kinds of notices)."""
    n, o = t.Nudge, t.ObligationRow
    owed = and_(col(o.worker_id).in_(supervisees), still_owed())
    query = (
        select(col(n.message_id))
        .join(o, col(o.id) == col(n.obligation_id), isouter=True)
        .where(*_sent_on(work, first, last), col(n.recipient_id).in_(covers))
        .where(or_(owed, col(n.kind).in_(standing)), col(n.message_id).is_not(None))
    )
    return work.orm.execute(query.distinct()).scalars().all()


def shown_above(work: Work, supervisees: Collection[int], since: date) -> Sequence[int]:
    """The messages by which those above were told since a day of what is still owed about these supervisees."""
    n, o = t.Nudge, t.ObligationRow
    query = (
        select(col(n.message_id))
        .join(o, col(o.id) == col(n.obligation_id))
        .where(*_sent_on(work, since, work.today), col(n.escalates).is_(True), still_owed())
        .where(col(o.worker_id).in_(supervisees), col(n.message_id).is_not(None))
    )
    return work.orm.execute(query.distinct()).scalars().all()


def _sent_on(work: Work, first: date, last: date) -> tuple[Any, Any]:
    since, until = work.calendar.start_of(first), work.calendar.start_of(last + timedelta(days=1))
    return col(t.Nudge.sent_at) >= since, col(t.Nudge.sent_at) < until


def _sent(work: Work, first: date, last: date, *which: Any) -> Sequence[t.Nudge]:
    n, o = t.Nudge, t.ObligationRow
    sent = (*_sent_on(work, first, last), still_owed())
    query = select(n).join(o, col(o.id) == col(n.obligation_id)).where(*which, *sent)
    return work.orm.execute(query.order_by(col(n.sent_at).desc(), col(n.id).desc())).scalars().all()
