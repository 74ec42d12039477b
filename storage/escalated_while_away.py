"""What was told up the line during a manager's absence, and hangs on them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from storage import tables as t
from storage.conditions import still_owed
from storage.work import Work


def escalated(work: Work, first: date, last: date) -> Sequence[t.Nudge]:
    """What was told up the line on these days, both included, of what is still to be done; the newest first."""
    n, o = t.Nudge, t.ObligationRow
    since, until = work.calendar.start_of(first), work.calendar.start_of(last + timedelta(days=1))
    sent = (col(n.escalates).is_(True), col(n.sent_at) >= since, col(n.sent_at) < until)
    query = select(n).join(o, col(o.id) == col(n.obligation_id)).where(*sent, still_owed())
    return work.orm.execute(query.order_by(col(n.sent_at).desc(), col(n.id).desc())).scalars().all()
