"""What is to be told: nudges, and the messages that carry them. Planned, claimed, sent or dropped, each once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, case, select, text, update
from sqlmodel import col

from policy.facts import Subject
from policy.ruleset import Delivery
from storage import hours, people
from storage import tables as t
from storage.states import MessageEnd, MessageState, NudgeEnd
from storage.work import Work, upsert

#: How long a claimed message is ours to send before somebody may ask what became of it.
LEASE: Final = timedelta(seconds=60)
#: A message that waited longer than this past its moment missed it: everything its reader waits for goes out as one.
LATE: Final = timedelta(hours=1)
#: In place of what a message shows: what it is about changed while it was being sent. Rows keep the word.
CHANGED_MEANWHILE: Final = "overtaken"
#: In words the databases can hold against their partial indexes, which a bound parameter hides from them.
UNSENT: Final = text("message.state IN ('pending', 'sending')")
_UNIQUE: Final = ("source", "step", "recipient_id")


@dataclass(frozen=True, slots=True)
class NewNudge:
    """One reason to tell one person, unique for them by ``source`` and ``step``; ``data`` holds ids only."""

    recipient_id: int
    kind: str
    source: str
    step: str
    send: Delivery = Delivery.OWN
    data: Mapping[str, Any] | None = None
    obligation_id: int | None = None
    due: date | None = None
    escalates: bool = False


def add_nudge(work: Work, nudge: NewNudge) -> int | None:
    """Its id; None for one that was told already or is about to be. One that was dropped unsent comes to life again."""
    n = t.Nudge
    insert = upsert(work, n.__table__).values(_nudge_values(work, nudge))
    kept = {name: insert.excluded[name] for name in _nudge_values(work, nudge) if name not in _UNIQUE}
    again = insert.on_conflict_do_update(
        index_elements=_UNIQUE,
        set_={**kept, "dropped": None, "message_id": None},
        where=and_(col(n.dropped).is_not(None), col(n.sent_at).is_(None)),
    )
    return work.connection.execute(again.returning(col(n.id))).scalar()


def told_of(work: Work, obligation_id: int) -> list[int]:
    """Whoever was told of an obligation."""
    n = t.Nudge
    told = (col(n.about) == f"obligation:{obligation_id}", col(n.sent_at).is_not(None))
    query = select(col(n.recipient_id)).where(*told).distinct().order_by(col(n.recipient_id))
    return list(work.connection.execute(query).scalars())


def put_in(work: Work, nudge_id: int, message_id: int) -> None:
    """The message carries the nudge."""
    n = t.Nudge
    work.connection.execute(update(n).where(col(n.id) == nudge_id).values(message_id=message_id))


def _nudge_values(work: Work, nudge: NewNudge) -> dict[str, Any]:
    return {
        "source": nudge.source,
        "about": _about(nudge.source),
        "obligation_id": nudge.obligation_id,
        "step": nudge.step,
        "kind": nudge.kind,
        "recipient_id": nudge.recipient_id,
        "escalates": nudge.escalates,
        "due": nudge.due,
        "data": dict(nudge.data or {}),
        "planned_at": work.now,
    }


def _about(source: str) -> str:
    return ":".join(source.split(":")[:2])


def skip(work: Work, obligation_id: int, step: str, why: NudgeEnd) -> None:
    """Remembers that a step needs no telling: a later one took its place, or the clock acted."""
    o = t.ObligationRow
    row = work.connection.execute(
        select(col(o.worker_id), col(o.holder_id)).where(col(o.id) == obligation_id)
    ).one()
    recipient = row.worker_id or row.holder_id or next(iter(people.administrators(work)), None)
    if recipient is None:
        return
    nudge = NewNudge(recipient, "skipped", f"obligation:{obligation_id}", step, obligation_id=obligation_id)
    insert = upsert(work, t.Nudge.__table__).values({**_nudge_values(work, nudge), "dropped": why})
    again = insert.on_conflict_do_update(
        index_elements=_UNIQUE,
        set_={"kind": "skipped", "dropped": why},
        where=and_(col(t.Nudge.dropped).is_not(None), col(t.Nudge.sent_at).is_(None)),
    )
    work.connection.execute(again)


@dataclass(frozen=True, slots=True)
class MessageOfDay:
    """``open``: what else comes up that day can still go with it."""

    id: int
    open: bool


def message_of_day(work: Work, recipient_id: int, day: date) -> MessageOfDay | None:
    """A person's message of a working day, in which what isn't urgent goes together."""
    m = t.Message
    query = select(col(m.id), col(m.state), col(m.attempts)).where(col(m.batch) == _batch(recipient_id, day))
    found = work.connection.execute(query).first()
    return (
        MessageOfDay(found.id, found.state is MessageState.PENDING and not found.attempts) if found else None
    )


def _batch(person_id: int, day: date) -> str:
    return f"{person_id}:{day}"


def new_message(
    work: Work, recipient_id: int, at: datetime, of_day: date | None = None, **values: Any
) -> int:
    """To go out at ``at``. ``of_day``: as that day's message, in which more can join."""
    batch = _batch(recipient_id, of_day) if of_day else None
    key = secrets.token_urlsafe(12)
    row = t.Message(key=key, recipient_id=recipient_id, not_before=at, batch=batch, **values)
    return work.add(row).id


def refresh(work: Work, subjects: Sequence[Subject], obligation_ids: Sequence[int] = ()) -> None:
    """Messages already sent about these matters are shown again as things now stand.

    An event's source begins with its subject (``session:12:…``), an obligation's is ``obligation:7``. One that is on
    its way is marked, and shown again once it has arrived."""
    n = t.Nudge
    about = [f"{s.kind}:{s.id}" for s in subjects] + [f"obligation:{i}" for i in obligation_ids]
    shown = select(col(n.message_id)).where(col(n.about).in_(about), col(n.sent_at).is_not(None)).distinct()
    for message_id in work.connection.execute(shown.order_by(col(n.message_id))).scalars().all():
        if message_id is not None:
            show_again(work, message_id)
    m, carries = t.Message, select(col(n.message_id)).where(col(n.about).in_(about), col(n.sent_at).is_(None))
    on_its_way = (UNSENT, col(m.state) == MessageState.SENDING, col(m.id).in_(carries))
    work.connection.execute(update(m).where(*on_its_way).values(shown=CHANGED_MEANWHILE))


def show_again(work: Work, message_id: int) -> None:
    """A message that was sent is to be shown as things stand, unless that is already to be done."""
    m = t.Message
    waiting = select(col(m.id)).where(
        UNSENT, col(m.replaces_id) == message_id, col(m.state) == MessageState.PENDING
    )
    sent = select(col(m.recipient_id)).where(col(m.id) == message_id, col(m.state) == MessageState.SENT)
    recipient = work.connection.execute(sent).scalar()
    if recipient is not None and work.connection.execute(waiting).first() is None:
        new_message(work, recipient, work.now, replaces_id=message_id)


def latest(work: Work, kind: str, source: str) -> tuple[int, datetime, dict[str, Any]] | None:
    """The newest nudge of a kind whose source begins with ``source`` and a colon: its id, when it was planned, and
    its ids."""
    n = t.Nudge
    begins = col(n.source).startswith(f"{source}:", autoescape=True)
    query = (
        select(col(n.id), col(n.planned_at), col(n.data))
        .where(col(n.about) == _about(source), col(n.kind) == kind, begins)
        .order_by(col(n.id).desc())
        .limit(1)
    )
    row = work.connection.execute(query).first()
    return (row.id, row.planned_at, row.data) if row else None


# Sending


def due_messages(work: Work, limit: int = 200) -> dict[int, list[int]]:
    """Messages whose time has come, by their recipient, each one's in their order: pending ones, and those left
    ``sending`` by somebody whose lease ended."""
    m = t.Message
    query = (
        select(col(m.id), col(m.recipient_id))
        .where(UNSENT, col(m.not_before) <= work.now)
        .order_by(col(m.not_before), col(m.id))
        .limit(limit)
    )
    found: dict[int, list[int]] = {}
    for row in work.connection.execute(query):
        found.setdefault(row.recipient_id, []).append(row.id)
    return found


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send. ``again``: an earlier attempt may have arrived; ``late``: its moment is past."""

    id: int
    key: str
    recipient_id: int
    attempts: int
    again: bool
    urgent: bool
    late: bool
    replaces_id: int | None


def claim(work: Work, message_id: int) -> Claimed | None:
    """Takes a message in one conditional update, the attempt counted before the call; None if another was quicker."""
    m = t.Message
    before = work.connection.execute(select(col(m.not_before)).where(col(m.id) == message_id)).scalar_one()
    taken = work.connection.execute(
        update(m)
        .where(col(m.id) == message_id, UNSENT, col(m.not_before) <= work.now)
        .values(state=MessageState.SENDING, not_before=work.now + LEASE, attempts=col(m.attempts) + 1)
        .returning(col(m.key), col(m.recipient_id), col(m.attempts), col(m.urgent), col(m.replaces_id))
    ).first()
    if taken is None:
        return None
    again, late = taken.attempts > 1, work.now - before > LATE
    return Claimed(
        message_id,
        taken.key,
        taken.recipient_id,
        taken.attempts,
        again,
        taken.urgent,
        late,
        taken.replaces_id,
    )


def nudges_of(work: Work, message_id: int) -> list[t.Nudge]:
    """The nudges that a message carries, those dropped left out: what is due soonest first, news without a day before
    it."""
    n = t.Nudge
    query = select(n).where(col(n.message_id) == message_id, col(n.dropped).is_(None))
    order = (col(n.due).nulls_first(), col(n.kind), col(n.obligation_id).nulls_first(), col(n.id))
    return list(work.orm.execute(query.order_by(*order)).scalars())


def drop_nudges(work: Work, dropped: Sequence[tuple[int, NudgeEnd]]) -> None:
    """Nudges that are no longer true, each with its reason; of one whose date moved, the new day is planned."""
    if not dropped:
        return
    n, o = t.Nudge, t.ObligationRow
    work.orm.flush()
    for nudge_id, why in dropped:
        work.connection.execute(update(n).where(col(n.id) == nudge_id).values(dropped=why))
    moved = select(col(n.obligation_id)).where(
        col(n.id).in_([i for i, why in dropped if why is NudgeEnd.MOVED])
    )
    work.connection.execute(update(o).where(col(o.id).in_(moved)).values(next_attention=work.now))
    work.orm.expire_all()


def drop(work: Work, nudge: t.Nudge, why: NudgeEnd) -> None:
    """It isn't told."""
    nudge.dropped = why
    work.orm.flush()


def same_to(nudge: t.Nudge, recipient_id: int, send: Delivery) -> NewNudge:
    """The same nudge, to somebody else."""
    return NewNudge(
        recipient_id,
        nudge.kind,
        nudge.source,
        nudge.step,
        send,
        nudge.data,
        nudge.obligation_id,
        nudge.due,
        nudge.escalates,
    )


def worker_of(work: Work, obligation_id: int) -> int | None:
    o = t.ObligationRow
    return work.connection.execute(select(col(o.worker_id)).where(col(o.id) == obligation_id)).scalar()


def mark_sent(work: Work, message_id: int, platform: str, reference: str, shown: str | None) -> list[t.Nudge]:
    """Marks a message and its nudges as sent; the nudges, for what follows from their delivery. Only once. ``shown``: a
    digest of what it says; where that isn't known, or things changed while it was on its way, it is shown again."""
    m = t.Message
    values = {
        "state": MessageState.SENT,
        "sent_at": work.now,
        "platform": platform,
        "reference": reference,
        "shown": case((col(m.shown) == CHANGED_MEANWHILE, CHANGED_MEANWHILE), else_=shown),
    }
    marked = update(m).where(col(m.id) == message_id, col(m.state) == MessageState.SENDING).values(**values)
    row = work.connection.execute(marked.returning(col(m.shown))).first()
    if row is None:
        return []
    if row.shown in (None, CHANGED_MEANWHILE):
        show_again(work, message_id)
    nudges = nudges_of(work, message_id)
    for nudge in nudges:
        nudge.sent_at = work.now
    work.orm.flush()
    return nudges


def set_shown(work: Work, message_id: int, shown: str) -> None:
    _set(work, message_id, shown=shown)


def postpone(work: Work, message_id: int, until: datetime) -> None:
    """Back to pending, for later: a passing fault."""
    _set(work, message_id, state=MessageState.PENDING, not_before=until)


def wait_until(work: Work, claim: Claimed, at: datetime, of_day: date | None = None) -> None:
    """Back to pending, for the next working hour: no call was made, so none is counted. ``of_day``: it becomes that
    day's message, in which more can join."""
    batch = {"batch": _batch(claim.recipient_id, of_day)} if of_day else {}
    _set(work, claim.id, state=MessageState.PENDING, not_before=at, attempts=claim.attempts - 1, **batch)


def hold_until(work: Work, claim: Claimed, at: datetime) -> None:
    """For somebody who is away: it waits, joined with what else waits for that morning, as one message."""
    day = work.calendar.day_of(at)
    other = message_of_day(work, claim.recipient_id, day)
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
    """What else this person waits for goes with a message that missed its moment: one digest, not a burst."""
    m = t.Message
    others = select(col(m.id)).where(
        UNSENT,
        col(m.recipient_id) == claim.recipient_id,
        col(m.state) == MessageState.PENDING,
        col(m.not_before) <= work.now,
        col(m.attempts) == 0,
        col(m.urgent).is_(False),
        col(m.replaces_id).is_(None),
    )
    ids = list(work.connection.execute(others).scalars())
    if ids:
        join(work, ids, claim.id)


def wake(work: Work, who: people.Person) -> None:
    """After somebody's hours or absence changed: what waits for them moves to their next working hour."""
    m, at = t.Message, hours.next_working_moment(work, who)
    waits = (
        UNSENT,
        col(m.recipient_id) == who.id,
        col(m.state) == MessageState.PENDING,
        col(m.replaces_id).is_(None),
    )
    moved = update(m).where(*waits, col(m.urgent).is_(False), col(m.attempts) == 0, col(m.not_before) != at)
    work.connection.execute(moved.values(not_before=at))


def drop_message(work: Work, message_id: int, why: MessageEnd) -> None:
    """There is nothing in it to send. Its day is free for another."""
    _set(work, message_id, state=MessageState.DROPPED, ended_because=why, batch=None)


def fail_message(work: Work, message_id: int, why: str) -> None:
    """It cannot arrive; ``why``: of ``MessageEnd``, or the platform's own code. Its day is free for another."""
    _set(work, message_id, state=MessageState.FAILED, ended_because=why, batch=None)


def _set(work: Work, message_id: int, **values: Any) -> None:
    work.connection.execute(update(t.Message).where(col(t.Message.id) == message_id).values(**values))


def recipient_of(work: Work, message_id: int) -> int | None:
    m = t.Message
    return work.connection.execute(select(col(m.recipient_id)).where(col(m.id) == message_id)).scalar()


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that was sent: whose it is, where it lies and a digest of what it shows."""

    reference: str | None
    shown: str | None


def shown(work: Work, message_id: int) -> Shown:
    m = t.Message
    row = work.connection.execute(select(col(m.reference), col(m.shown)).where(col(m.id) == message_id)).one()
    return Shown(row.reference, row.shown)
