"""What waits because its reader can't be reached: they aren't met on a platform yet, or their account doesn't work. It
is tried again each working day, goes out as one digest once they can be reached, and never fails for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from storage import people, sending, working_hours
from storage import tables as t
from storage.conditions import TODAY
from storage.outbox import UNSENT, batch_key, messages_of_day
from storage.states import MessageState
from storage.work import Work

_M: Final = t.OutboxMessage.__table__
_N: Final = t.Nudge.__table__
_P: Final = t.Person.__table__
_UNSENT: Final = (_N.c.sent_at.is_(None), _N.c.dropped.is_(None))


def mark(work: Work, message_id: int) -> None:
    """What a message carries couldn't be brought to its reader today; the first such day is kept."""
    work.orm.flush()
    work.connection.execute(_MARK, {"carrier": message_id, "today": work.today})
    work.orm.expire_all()


_MARK: Final = (
    update(_N)
    .where(_N.c.message_id == bindparam("carrier"), *_UNSENT, _N.c.unreached_on.is_(None))
    .values(unreached_on=TODAY)
)


def release(work: Work, person_id: int) -> None:
    """They can be reached now: what waited for it goes out as one message at their next working hour."""
    held = list(work.connection.execute(_HELD, {"whose": person_id}).scalars())
    if not held:
        return
    who = people.person(work, person_id)
    at = working_hours.next_working_moment(work, who)
    day = work.calendar.day_of(at)
    of_day = messages_of_day(work, {person_id: day}).get(person_id)
    carrier = of_day.id if of_day and of_day.open else held[0]
    sending.join(work, [i for i in held if i != carrier], carrier)
    free = of_day is None or of_day.id == carrier
    values = {"not_before": at, "batch": batch_key(person_id, day) if free else None}
    work.connection.execute(update(_M).where(_M.c.id == carrier).values(**values))


def _waiting(*columns: Any) -> Any:
    return (
        select(*columns)
        .join_from(_M, _N, _N.c.message_id == _M.c.id)
        .where(UNSENT, *_UNSENT, _N.c.unreached_on.is_not(None))
    )


_HELD: Final = (
    _waiting(_M.c.id)
    .where(_M.c.recipient_id == bindparam("whose"), _M.c.state == MessageState.PENDING)
    .distinct()
    .order_by(_M.c.id)
)


def since(work: Work, person_id: int) -> date | None:
    """The first day from which something waits for this person to be reached."""
    first = _waiting(func.min(_N.c.unreached_on)).where(_M.c.recipient_id == person_id)
    found: date | None = work.connection.execute(first).scalar()
    return found


@dataclass(frozen=True, slots=True)
class Unreached:
    """For whom how many things wait, since when."""

    person_id: int
    staff_number: str
    waiting: int
    since: date


def everybody(work: Work) -> Sequence[Unreached]:
    """By staff number."""
    rows = work.connection.execute(_EVERYBODY)
    return [Unreached(row.id, row.staff_number, row.waiting, row.since) for row in rows]


_EVERYBODY: Final = (
    _waiting(
        *(_P.c.id, _P.c.staff_number, func.count(_N.c.id).label("waiting")),
        func.min(_N.c.unreached_on).label("since"),
    )
    .join(_P, _P.c.id == _M.c.recipient_id)
    .group_by(_P.c.id, _P.c.staff_number)
    .order_by(_P.c.staff_number)
)
