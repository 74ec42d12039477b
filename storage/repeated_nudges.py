"""Who was told of an obligation, and what is told again of it to the same person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select

from policy.facts import Subject
from policy.ruleset import Duty
from storage import tables as t
from storage.conditions import TODAY, of_supervision, overdue, still_owed
from storage.listed import among, one_of
from storage.outbox import ON_IT, UNSENT, show_again
from storage.work import Work

_MINE: Final = t.Nudge.__table__.alias("mine")
_OTHER: Final = t.Nudge.__table__.alias("other")
#: What else was sent to the same person about the same obligation, in the same part of theirs.
_SAME: Final = and_(
    _OTHER.c.obligation_id == _MINE.c.obligation_id,
    _OTHER.c.recipient_id == _MINE.c.recipient_id,
    _OTHER.c.escalates == _MINE.c.escalates,
    _OTHER.c.message_id != _MINE.c.message_id,
)
_BESIDE: Final = (
    select(_MINE.c.id).join_from(_MINE, _OTHER, _SAME).where(one_of(_MINE.c.message_id, "messages"))
)
_ASKED_AGAIN: Final = (
    _BESIDE.add_columns(_MINE.c.message_id, func.max(_OTHER.c.sent_at).label("at"))
    .where(_OTHER.c.sent_at > _MINE.c.sent_at)
    .group_by(_MINE.c.id, _MINE.c.message_id)
)
_REPEATED: Final = (
    _BESIDE.with_only_columns(_OTHER.c.message_id).where(_OTHER.c.sent_at < _MINE.c.sent_at).distinct()
)

_NUDGE: Final = t.Nudge.__table__
_MESSAGE: Final = t.OutboxMessage.__table__
_OBLIGATION: Final = t.ObligationRow.__table__
_DUE: Final = select(_OBLIGATION.c.due).where(_OBLIGATION.c.id == _NUDGE.c.obligation_id).scalar_subquery()
_ALONE: Final = _MESSAGE.c.batch.is_(None).label("alone")
_WAITING: Final = (
    select(_NUDGE.c.obligation_id, _NUDGE.c.recipient_id, _NUDGE.c.escalates, _ALONE)
    .join_from(_NUDGE, _MESSAGE, _MESSAGE.c.id == _NUDGE.c.message_id)
    .where(
        one_of(_NUDGE.c.obligation_id, "obligations"),
        *(_NUDGE.c.sent_at.is_(None), _NUDGE.c.dropped.is_(None), UNSENT),
        # A reminder that was put off answers for the day it was put off inside of, not for a nearer one since.
        or_(_NUDGE.c.step != ON_IT, _NUDGE.c.due == _DUE),
    )
)
_RECIPIENTS: Final = (
    select(_NUDGE.c.obligation_id, _NUDGE.c.recipient_id)
    .where(one_of(_NUDGE.c.obligation_id, "obligations"))
    .distinct()
    .order_by(_NUDGE.c.recipient_id)
)
_PUT_OFF: Final = _RECIPIENTS.where(_NUDGE.c.step == ON_IT)
_NOTIFIED: Final = _RECIPIENTS.where(_NUDGE.c.sent_at.is_not(None))
_NOTIFIED_ANYBODY: Final = (
    select(_NUDGE.c.obligation_id)
    .where(one_of(_NUDGE.c.obligation_id, "obligations"), _NUDGE.c.sent_at < bindparam("since"))
    .distinct()
)
_NOTIFIED_TODAY: Final = select(_NUDGE.c.obligation_id).where(
    _NUDGE.c.recipient_id == bindparam("person"),
    _NUDGE.c.sent_at >= bindparam("since"),
    _NUDGE.c.obligation_id.is_not(None),
)
_NOTIFIED_LATER: Final = (
    select(_OTHER.c.id)
    .join_from(_OTHER, _MINE, _OTHER.c.obligation_id == _MINE.c.obligation_id)
    .where(
        _MINE.c.id == bindparam("nudge"),
        _OTHER.c.recipient_id == bindparam("person"),
        _OTHER.c.escalates == _MINE.c.escalates,
        _OTHER.c.planned_at > _MINE.c.planned_at,
        _OTHER.c.dropped.is_(None),
    )
    .limit(1)
)
_OF_MINE: Final = _OBLIGATION.alias("of_mine")
_NOTIFIED_BEFORE: Final = (
    select(_MINE.c.message_id, _OBLIGATION.c.id, _OBLIGATION.c.worker_id, _OBLIGATION.c.due)
    .join_from(_MINE, _OF_MINE, _OF_MINE.c.id == _MINE.c.obligation_id)
    .join(_OBLIGATION, _OBLIGATION.c.worker_id == _OF_MINE.c.worker_id)
    .join(_OTHER, _OTHER.c.obligation_id == _OBLIGATION.c.id)
    .where(
        one_of(_MINE.c.message_id, "messages"),
        *(_MINE.c.escalates, _MINE.c.dropped.is_(None), _OTHER.c.escalates),
        _OTHER.c.recipient_id == _MINE.c.recipient_id,
        _OTHER.c.message_id != _MINE.c.message_id,
        or_(
            _OTHER.c.sent_at < _MINE.c.sent_at, and_(_MINE.c.sent_at.is_(None), _OTHER.c.sent_at.is_not(None))
        ),
        or_(of_supervision(), among(_OBLIGATION.c.duty, (str(Duty.DISCUSS), str(Duty.REVIEW_PLAN)))),
        *(still_owed(), overdue(_OBLIGATION.c.due, TODAY)),
    )
    .distinct()
    .order_by(_OBLIGATION.c.due, _OBLIGATION.c.id)
)
_SINCE: Final = (
    select(_NUDGE.c.obligation_id, func.max(_NUDGE.c.sent_at).label("at"))
    .where(
        one_of(_NUDGE.c.obligation_id, "obligations"),
        _NUDGE.c.recipient_id == bindparam("person"),
        _NUDGE.c.sent_at > bindparam("since"),
    )
    .group_by(_NUDGE.c.obligation_id)
)
_REACHED: Final = (
    select(_NUDGE.c.id)
    .where(
        _NUDGE.c.source == bindparam("source"),
        _NUDGE.c.recipient_id == bindparam("person"),
        _NUDGE.c.sent_at.is_not(None),
    )
    .limit(1)
)
_REACHED_SINCE: Final = select(func.max(_NUDGE.c.sent_at)).where(
    one_of(_NUDGE.c.source, "sources"),
    _NUDGE.c.recipient_id == bindparam("person"),
    _NUDGE.c.sent_at > bindparam("since"),
)
_NOTIFIED_OF_SOURCE: Final = (
    select(_NUDGE.c.recipient_id)
    .where(_NUDGE.c.source == bindparam("source"), _NUDGE.c.sent_at.is_not(None))
    .distinct()
    .order_by(_NUDGE.c.recipient_id)
)
_NOTIFIED_OF_EVENT: Final = select(_NUDGE.c.message_id).where(
    _NUDGE.c.kind == bindparam("kind"),
    _NUDGE.c.about == bindparam("about"),
    _NUDGE.c.recipient_id == bindparam("person"),
    _NUDGE.c.sent_at.is_not(None),
)
_KNOW: Final = _RECIPIENTS.where(_NUDGE.c.dropped.is_(None))


class Unsent(NamedTuple):
    """Of which obligation, to whom, and whether up the line, something has still to go out: ``alone``, in a message of
    its own; ``with_the_day``, in the reader's message of the day."""

    alone: set[tuple[int, int, bool]]
    with_the_day: set[tuple[int, int, bool]]


def waiting(work: Work, obligation_ids: Sequence[int]) -> Unsent:
    found = Unsent(set(), set())
    for row in work.connection.execute(_WAITING, {"obligations": obligation_ids}):
        of = found.alone if row.alone else found.with_the_day
        of.add((row.obligation_id, row.recipient_id, row.escalates))
    return found


def put_off_by(work: Work, obligation_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """By obligation: who has put its reminder off, in one query."""
    return work.reads.each(("nudge",), put_off_by, obligation_ids, partial(_recipients, work, _PUT_OFF))


def notified_of(work: Work, obligation_id: int) -> tuple[int, ...]:
    """Whoever was told of an obligation."""
    return notified_of_all(work, [obligation_id])[obligation_id]


def notified_of_all(work: Work, obligation_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The same of many, in one query."""
    return work.reads.each(("nudge",), notified_of_all, obligation_ids, partial(_recipients, work, _NOTIFIED))


def notified_before_today(work: Work, obligation_ids: Collection[int]) -> set[int]:
    """Of which of these obligations anybody was told before today."""

    def read(some: list[int]) -> dict[int, bool]:
        given = {"obligations": some, "since": work.calendar.start_of(work.today)}
        return dict.fromkeys(work.connection.execute(_NOTIFIED_ANYBODY, given).scalars(), True)

    return set(work.reads.each(("nudge",), notified_before_today, obligation_ids, read))


def notified_today(work: Work, person_id: int) -> frozenset[int]:
    """The obligations of which somebody was told today."""
    given = {"person": person_id, "since": work.calendar.start_of(work.today)}
    return frozenset(work.connection.execute(_NOTIFIED_TODAY, given).scalars())


def notified_later(work: Work, nudge: t.Nudge, person_id: int) -> bool:
    """Whether somebody else was told since, or is about to be, of what this one is about, in the same part."""
    if nudge.obligation_id is None:
        return False
    given = {"nudge": nudge.id, "person": person_id}
    return work.connection.execute(_NOTIFIED_LATER, given).first() is not None


def notified_or_planned(work: Work, obligation_ids: Collection[int]) -> set[int]:
    """Whoever was told of one of these obligations, or is about to be."""
    found = work.reads.each(
        ("nudge",), notified_or_planned, obligation_ids, partial(_recipients, work, _KNOW)
    )
    return {one for some in found.values() for one in some}


def _recipients(work: Work, which: Select[Any], some: list[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = dict.fromkeys(some, ())
    for row in work.connection.execute(which, {"obligations": some}):
        found[row.obligation_id] += (row.recipient_id,)
    return found


def asked_again(work: Work, message_id: int) -> dict[int, datetime]:
    """By nudge of a message that was sent: when a later step of the same obligation reached the same person."""
    return asked_again_of_all(work, [message_id])[message_id]


def asked_again_of_all(work: Work, ids: Collection[int]) -> dict[int, dict[int, datetime]]:
    """The same by message, in one query."""

    def read(some: list[int]) -> dict[int, dict[int, datetime]]:
        found: dict[int, dict[int, datetime]] = {i: {} for i in some}
        for row in work.connection.execute(_ASKED_AGAIN, {"messages": some}):
            found[row.message_id][row.id] = row.at
        return found

    return work.reads.each(("nudge",), asked_again_of_all, ids, read)


def notified_before(work: Work, message_id: int) -> dict[int, tuple[int, ...]]:
    """By worker of whom a message tells a manager what falls due: what else of that they told them before, and is
    overdue still."""
    return notified_before_of_all(work, [message_id])[message_id]


def notified_before_of_all(work: Work, ids: Collection[int]) -> dict[int, dict[int, tuple[int, ...]]]:
    """The same by message, in one query."""

    def read(some: list[int]) -> dict[int, dict[int, tuple[int, ...]]]:
        found: dict[int, dict[int, tuple[int, ...]]] = {i: {} for i in some}
        for row in work.connection.execute(_NOTIFIED_BEFORE, {"messages": some, "today": work.today}):
            of = found[row.message_id]
            of[row.worker_id] = (*of.get(row.worker_id, ()), row.id)
        return found

    return work.reads.each(("nudge", "obligation"), notified_before_of_all, ids, read)


def all_notified_since(
    work: Work, obligation_ids: Collection[int], person_id: int, since: datetime
) -> datetime | None:
    """When somebody was last told of any of these obligations since an instant (UTC), where they were of all."""
    given = {"obligations": sorted(obligation_ids), "person": person_id, "since": since}
    found = work.connection.execute(_SINCE, given).all() if obligation_ids else []
    return max(row.at for row in found) if found and len(found) == len(obligation_ids) else None


def was_notified(work: Work, source: str, person_id: int) -> bool:
    """Whether something of this source has reached somebody."""
    return work.connection.execute(_REACHED, {"source": source, "person": person_id}).first() is not None


def reached_since(work: Work, sources: Collection[str], person_id: int, since: datetime) -> datetime | None:
    """When something of these sources last reached somebody after an instant (UTC)."""
    if not sources:
        return None
    given = {"sources": sorted(sources), "person": person_id, "since": since}
    return work.connection.execute(_REACHED_SINCE, given).scalar()


def notified_of_source(work: Work, source: str) -> Sequence[int]:
    """Whom something of this source has reached."""
    return work.connection.execute(_NOTIFIED_OF_SOURCE, {"source": source}).scalars().all()


def show_event_again(work: Work, kind: str, about: Subject, person_id: int) -> None:
    """What somebody was told of events of this kind is shown as things stand."""
    given = {"kind": kind, "about": f"{about.kind}:{about.id}", "person": person_id}
    show_again(work, work.connection.execute(_NOTIFIED_OF_EVENT, given).scalars().all())


def overtake(work: Work, ids: Collection[int]) -> None:
    """What messages that have just arrived repeat is shown again, so that there is one place to answer."""
    show_again(work, work.connection.execute(_REPEATED, {"messages": list(ids)}).scalars())
