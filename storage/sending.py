"""Messages on their way: claimed, sent, postponed, held or ended. Each is claimed and marked once, many in one
transaction: each has its own lease, so a crash settles each alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select, update
from sqlmodel import col

from storage import tables as t
from storage.conditions import NOW
from storage.listed import one_of
from storage.outbox import (
    CHANGED_MEANWHILE,
    UNSENT,
    batch_key,
    messages_of_day,
    nudges_of_all,
    show_again,
)
from storage.states import MessageEnd, MessageState
from storage.work import Work

#: How long a claimed message is ours to send before somebody may ask what became of it.
LEASE: Final = timedelta(seconds=60)
#: A message that waited longer than this past its moment missed it: everything its reader waits for goes out as one.
LATE: Final = timedelta(hours=1)

_M: Final = t.OutboxMessage.__table__
_THIS: Final = _M.c.id == bindparam("which")
_THESE: Final = one_of(_M.c.id)
_UNTIL: Final = bindparam("until", type_=_M.c.not_before.type)


def due_messages(work: Work, limit: int = 200, but: Collection[int] = ()) -> dict[int, list[int]]:
    """Messages whose time has come, by their recipient, each one's in their order: pending ones, and those left
    ``sending`` by somebody whose lease ended. ``but``: not these people's."""
    found: dict[int, list[int]] = {}
    for row in work.connection.execute(_DUE, {"now": work.now, "most": limit, "ids": list(but)}):
        found.setdefault(row.recipient_id, []).append(row.id)
    return found


_DUE: Final = (
    select(_M.c.id, _M.c.recipient_id)
    .where(UNSENT, _M.c.not_before <= NOW, ~one_of(_M.c.recipient_id))
    .order_by(_M.c.not_before, _M.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send. ``again``: an earlier attempt may have arrived, and ``tried``: on that platform;
    ``late``: its moment is past; ``of_day``: its reader's message of a working day, in which what isn't urgent goes
    together."""

    id: int
    key: str
    recipient_id: int
    attempts: int
    again: bool
    tried: str | None
    urgent: bool
    late: bool
    replaces_id: int | None
    of_day: bool


def claim(work: Work, ids: Collection[int]) -> dict[int, Claimed]:
    """Takes messages, each one's attempt counted before the call; those that another was quicker to take are left
    out."""
    asked = {"ids": list(ids), "now": work.now}
    rows = work.connection.execute(_CLAIMABLE, asked).all()
    if rows:
        taken = {"ids": [row.id for row in rows], "until": work.now + LEASE}
        work.connection.execute(_CLAIM, taken)
    return {row.id: _claimed(work, row) for row in rows}


_CLAIMABLE: Final = select(
    *(_M.c.id, _M.c.key, _M.c.recipient_id, _M.c.attempts, _M.c.state, _M.c.urgent, _M.c.replaces_id),
    *(_M.c.not_before, _M.c.batch, _M.c.platform),
).where(_THESE, UNSENT, _M.c.not_before <= NOW)
_CLAIM: Final = (
    update(_M).where(_THESE).values(state=MessageState.SENDING, not_before=_UNTIL, attempts=_M.c.attempts + 1)
)


def _claimed(work: Work, row: Any) -> Claimed:
    again, late = row.state is MessageState.SENDING, work.now - row.not_before > LATE
    tried = row.platform if again else None
    return Claimed(
        *(
            row.id,
            row.key,
            row.recipient_id,
            row.attempts + 1,
            again,
            tried,
            row.urgent,
            late,
            row.replaces_id,
        ),
        row.batch is not None,
    )


def set_tried(work: Work, on: Mapping[int, str]) -> None:
    """By message: the platform on which it is about to be sent, kept before the call."""
    if on:
        rows = [{"which": message_id, "on": platform} for message_id, platform in on.items()]
        work.connection.execute(_TRIED, rows)


_TRIED: Final = update(_M).where(_THIS).values(platform=bindparam("on"))


@dataclass(frozen=True, slots=True)
class Arrived:
    """A claimed message that reached its reader. ``shown``: a digest of what it says; None where that isn't known."""

    claim: Claimed
    platform: str
    reference: str
    shown: str | None


def mark_sent(work: Work, arrived: Iterable[Arrived]) -> dict[int, list[t.Nudge]]:
    """Marks messages and their nudges as sent; the nudges by message, for what follows from their delivery. Only once.
    Where what one says isn't known, or things changed while it was on its way, it is shown again."""
    by_id = {one.claim.id: one for one in arrived}
    sending = work.connection.execute(_SENDING, {"ids": list(by_id)}).all()
    marked = {row.id: _sent(work, by_id[row.id], row.shown) for row in sending}
    if marked:
        work.connection.execute(_SENT, list(marked.values()))
    show_again(work, [i for i, values in marked.items() if values["digest"] in (None, CHANGED_MEANWHILE)])
    nudges = nudges_of_all(work, marked)
    for nudge in (n for some in nudges.values() for n in some):
        nudge.sent_at = work.now
    work.orm.flush()
    return {i: nudges.get(i, []) for i in by_id}


def _sent(work: Work, one: Arrived, shown: str | None) -> dict[str, Any]:
    digest = CHANGED_MEANWHILE if shown == CHANGED_MEANWHILE else one.shown
    where = {"on": one.platform, "at": one.reference}
    return {"which": one.claim.id, "now": work.now, "digest": digest, **where}


_SENDING: Final = select(_M.c.id, _M.c.shown).where(_THESE, _M.c.state == MessageState.SENDING)
_SENT: Final = (
    update(_M)
    .where(_THIS)
    .values(
        state=MessageState.SENT,
        sent_at=NOW,
        platform=bindparam("on"),
        reference=bindparam("at"),
        shown=bindparam("digest"),
    )
)


def set_shown(work: Work, shown: Mapping[int, str]) -> None:
    """By message: a digest of what it shows now."""
    if shown:
        rows = [{"which": message_id, "digest": digest} for message_id, digest in shown.items()]
        work.connection.execute(_SHOWN, rows)


_SHOWN: Final = update(_M).where(_THIS).values(shown=bindparam("digest"))


def postpone(work: Work, message_id: int, until: datetime, *, unsure: bool) -> None:
    """For later: a passing fault. ``unsure``: an attempt may have arrived, and so it stays ``sending``."""
    work.connection.execute(_POSTPONE, {"which": message_id, "until": until, "stays": _waiting(unsure)})


def _waiting(unsure: bool) -> MessageState:
    return MessageState.SENDING if unsure else MessageState.PENDING


_STAYS: Final = bindparam("stays", type_=_M.c.state.type)
_POSTPONE: Final = update(_M).where(_THIS).values(state=_STAYS, not_before=_UNTIL)


def wait_until(work: Work, claim: Claimed, at: datetime, of_day: date | None = None) -> None:
    """For the next working hour: no call was made, so none is counted. ``of_day``: it becomes that day's message, in
    which more can join."""
    tried, stays = claim.attempts - 1, _waiting(claim.again)
    work.connection.execute(_UNCLAIM, {"which": claim.id, "until": at, "tried": tried, "stays": stays})
    if of_day:
        work.connection.execute(_OF_DAY, {"which": claim.id, "joins": batch_key(claim.recipient_id, of_day)})


_UNCLAIM: Final = update(_M).where(_THIS).values(state=_STAYS, not_before=_UNTIL, attempts=bindparam("tried"))
_OF_DAY: Final = update(_M).where(_THIS).values(batch=bindparam("joins"))


def hold_until(work: Work, claim: Claimed, at: datetime) -> None:
    """For somebody who is away, or was reminded as often as in one day: it waits, joined with what else waits for that
    morning, as one message."""
    day = work.calendar.day_of(at)
    other = messages_of_day(work, {claim.recipient_id: day}).get(claim.recipient_id)
    if other and other.id != claim.id and other.open and not claim.again:
        join(work, [claim.id], other.id)
        return
    wait_until(work, claim, at, of_day=day if other is None and not claim.again else None)


def join(work: Work, message_ids: Sequence[int], other_id: int) -> None:
    """What these messages carry goes with another one."""
    n = t.Nudge
    work.orm.flush()
    work.connection.execute(update(n).where(col(n.message_id).in_(message_ids)).values(message_id=other_id))
    work.orm.expire_all()
    for message_id in message_ids:
        drop_message(work, message_id, MessageEnd.JOINED)


def gather(work: Work, claim: Claimed) -> None:
    """What else this person waits for goes with a message that missed its moment, or is their last reminder of the day:
    one digest, not a burst."""
    ids = list(work.connection.execute(_OTHERS, {"whose": claim.recipient_id, "now": work.now}).scalars())
    if ids:
        join(work, ids, claim.id)


_OTHERS: Final = select(_M.c.id).where(
    UNSENT,
    _M.c.recipient_id == bindparam("whose"),
    _M.c.state == MessageState.PENDING,
    _M.c.not_before <= NOW,
    _M.c.attempts == 0,
    _M.c.urgent.is_(False),
    _M.c.replaces_id.is_(None),
)


def reminders_today(work: Work, readers: Collection[int]) -> dict[int, int]:
    """By reader, how many messages reminded them today of something that isn't urgent: news on its own, such as the
    answer to what somebody did, is none. What becomes of others while one is composed doesn't change it."""

    def read(some: list[int]) -> dict[int, int]:
        since = {"readers": some, "since": work.calendar.start_of(work.today)}
        found = {row.recipient_id: row.told for row in work.connection.execute(_REMINDED, since)}
        return {reader: found.get(reader, 0) for reader in some}

    return work.reads.each((), reminders_today, readers, read)


def reminds(work: Work, key: str) -> bool:
    """Whether a message counts among a day's reminders."""
    asked = select(_M.c.id).where(_M.c.key == key, _M.c.urgent.is_(False), _reminding())
    return work.connection.execute(asked).first() is not None


def _reminding() -> Any:
    """A digest, or about something owed."""
    n = t.Nudge.__table__.c
    of_a_duty = select(n.id).where(n.message_id == _M.c.id, n.obligation_id.is_not(None)).exists()
    return or_(_M.c.batch.is_not(None), of_a_duty)


def _reminded() -> Any:
    since = bindparam("since", type_=_M.c.sent_at.type)
    sent = (one_of(_M.c.recipient_id, "readers"), _M.c.sent_at >= since)
    ones_own = (_M.c.urgent.is_(False), _M.c.replaces_id.is_(None))
    counted = select(_M.c.recipient_id, func.count().label("told")).where(*sent, *ones_own, _reminding())
    return counted.group_by(_M.c.recipient_id)


_REMINDED: Final = _reminded()


def drop_message(work: Work, message_id: int, why: MessageEnd) -> None:
    """There is nothing in it to send. Its day is free for another."""
    _end(work, message_id, MessageState.DROPPED, why)


def fail_message(work: Work, message_id: int, why: str) -> None:
    """It cannot arrive; ``why``: of ``MessageEnd``, or the platform's own code. Its day is free for another."""
    _end(work, message_id, MessageState.FAILED, why)


def _end(work: Work, message_id: int, state: MessageState, why: str) -> None:
    work.connection.execute(_END, {"which": message_id, "ended": state, "why": why})


_END: Final = (
    update(_M).where(_THIS).values(state=bindparam("ended"), ended_because=bindparam("why"), batch=None)
)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that was sent: where it lies, on which platform, and a digest of what it shows."""

    platform: str | None
    reference: str | None
    shown: str | None


def shown(work: Work, ids: Collection[int]) -> dict[int, SentMessage]:
    """What each of these messages shows, in one query."""

    def read(some: list[int]) -> dict[int, SentMessage]:
        rows = work.connection.execute(_SHOWS, {"ids": some})
        return {row.id: SentMessage(row.platform, row.reference, row.shown) for row in rows}

    return work.reads.each(("message",), shown, ids, read)


_SHOWS: Final = select(_M.c.id, _M.c.platform, _M.c.reference, _M.c.shown).where(_THESE)
