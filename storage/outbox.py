"""What is to be told: nudges, and the messages that carry them. Planned once, and shown again when things change.

Many at once: what is due at one moment costs as many statements as one alone, each of them prepared at import."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import and_, bindparam, insert, select, update
from sqlmodel import col

from policy.facts import Subject
from policy.ruleset import Delivery
from storage import people, working_hours
from storage import tables as t
from storage.listed import one_of
from storage.states import MessageState, NudgeEnd
from storage.tables.outbox import unsent
from storage.work import Work, on_each_database

#: In place of what a message shows: what it is about changed while it was being sent. Rows keep the word.
CHANGED_MEANWHILE: Final = "overtaken"
#: In words the databases can hold against their partial indexes, which a bound parameter hides from them.
UNSENT: Final = unsent()
_UNIQUE: Final = ("source", "step", "recipient_id")
#: The step of a reminder that its reader put off to a day of theirs: each person does so once for one obligation.
ON_IT: Final = "on_it"
#: What nudges are told apart by: source, step and recipient.
NudgeKey: TypeAlias = tuple[str, str, int]


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

    @property
    def key(self) -> NudgeKey:
        return self.source, self.step, self.recipient_id


def add_nudges(work: Work, nudges: Sequence[NewNudge]) -> dict[NudgeKey, int]:
    """The ids of the new ones. One that was told already or is about to be isn't new; one that was dropped unsent comes
    to life again."""
    fresh = {"dropped": None, "message_id": None, "unreached_on": None}
    rows = {nudge.key: {**_nudge_values(work, nudge), **fresh} for nudge in reversed(nudges)}
    if not rows:
        return {}
    added = work.connection.execute(_ADD[work.database], list(reversed(rows.values())))
    return {(row.source, row.step, row.recipient_id): row.id for row in added}


def _unless_sent(*columns: str) -> dict[str, Any]:
    """An ``INSERT`` that leaves whatever has the key as it is, unless it was dropped unsent: then these columns change.
    Without a bound parameter after the values: with one, the rows would go one by one."""
    n = t.Nudge.__table__.c

    def made(own: Any) -> Any:
        new = own(t.Nudge.__table__)
        changed = {name: new.excluded[name] for name in columns}
        unsent = and_(n.dropped.is_not(None), n.sent_at.is_(None))
        return new.on_conflict_do_update(index_elements=_UNIQUE, set_=changed, where=unsent)

    return on_each_database(made)


def _nudge_values(work: Work, nudge: NewNudge) -> dict[str, Any]:
    return {
        "source": nudge.source,
        "about": about_of(nudge.source),
        "obligation_id": nudge.obligation_id,
        "step": nudge.step,
        "kind": nudge.kind,
        "recipient_id": nudge.recipient_id,
        "escalates": nudge.escalates,
        "due": nudge.due,
        "data": dict(nudge.data or {}),
        "planned_at": work.now,
    }


#: What is planned anew of one that was dropped unsent.
_PLANNED: Final = (
    *("about", "obligation_id", "kind", "escalates", "due", "data", "planned_at"),
    *("dropped", "message_id", "unreached_on"),
)


def duty_source(obligation_id: int, of_day: date | None = None) -> str:
    """What a step of an obligation is told of: of a due day, where another day's is news again."""
    return f"obligation:{obligation_id}:{of_day}" if of_day else f"obligation:{obligation_id}"


def about_of(source: str) -> str:
    return ":".join(source.split(":")[:2])


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that needs no telling: a later one took its place, or the clock acted. ``recipient_id``: of whoever it
    would have told, or whom it is about; ``of_day``: the due day whose step it is."""

    obligation_id: int
    recipient_id: int
    step: str
    why: NudgeEnd
    of_day: date | None = None


def skip(work: Work, skipped: Sequence[Skipped]) -> None:
    """Remembers them, each once."""
    rows = [
        {
            **_nudge_values(
                work,
                NewNudge(
                    one.recipient_id,
                    "skipped",
                    duty_source(one.obligation_id, one.of_day),
                    one.step,
                    obligation_id=one.obligation_id,
                    due=one.of_day,
                ),
            ),
            "dropped": one.why,
        }
        for one in skipped
    ]
    if rows:
        work.connection.execute(_SKIP[work.database], rows)


_NEW: Final = [t.Nudge.__table__.c[name] for name in ("id", *_UNIQUE)]
_ADD: Final = {name: one.returning(*_NEW) for name, one in _unless_sent(*_PLANNED).items()}
_SKIP: Final = _unless_sent("kind", "dropped")


def put_in(work: Work, messages: Mapping[int, int]) -> None:
    """By nudge: the message that carries it."""
    if messages:
        rows = [{"which": nudge, "carrier": message} for nudge, message in messages.items()]
        work.connection.execute(_PUT_IN, rows)


_PUT_IN: Final = (
    update(t.Nudge.__table__)
    .where(t.Nudge.__table__.c.id == bindparam("which"))
    .values(message_id=bindparam("carrier"))
)


# Messages


@dataclass(frozen=True, slots=True)
class MessageOfDay:
    """``open``: what else comes up that day can still go with it."""

    id: int
    open: bool


def messages_of_day(work: Work, days: Mapping[int, date]) -> dict[int, MessageOfDay]:
    """By person: their message of a working day, in which what isn't urgent goes together; those who have one."""
    keys = [batch_key(person, day) for person, day in days.items()]
    rows = work.connection.execute(_OF_DAY, {"batches": keys})
    return {
        row.recipient_id: MessageOfDay(row.id, row.state is MessageState.PENDING and not row.attempts)
        for row in rows
    }


_OF_DAY: Final = select(
    col(t.OutboxMessage.id),
    col(t.OutboxMessage.recipient_id),
    col(t.OutboxMessage.state),
    col(t.OutboxMessage.attempts),
).where(one_of(col(t.OutboxMessage.batch), "batches"))


def batch_key(person_id: int, day: date) -> str:
    """What stands for somebody's message of a working day."""
    return f"{person_id}:{day}"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """To go out at ``at``. ``of_day``: as that day's message, in which more can join. ``replaces_id``: the message sent
    earlier that this shows as things stand."""

    recipient_id: int
    at: datetime
    of_day: date | None = None
    urgent: bool = False
    replaces_id: int | None = None


def new_messages(work: Work, new: Sequence[NewMessage]) -> list[int]:
    """Their ids, in the same order."""
    rows = [_message_values(one) for one in new]
    if not rows:
        return []
    ids = {row.key: row.id for row in work.connection.execute(_NEW_MESSAGES, rows)}
    return [ids[row["key"]] for row in rows]


_NEW_MESSAGES: Final = insert(t.OutboxMessage.__table__).returning(
    col(t.OutboxMessage.id), col(t.OutboxMessage.key)
)


def _message_values(new: NewMessage) -> dict[str, Any]:
    return {
        "key": secrets.token_urlsafe(12),
        "recipient_id": new.recipient_id,
        "batch": batch_key(new.recipient_id, new.of_day) if new.of_day else None,
        "urgent": new.urgent,
        "state": MessageState.PENDING,
        "not_before": new.at,
        "attempts": 0,
        "replaces_id": new.replaces_id,
    }


# Shown again


def refresh(work: Work, subjects: Sequence[Subject], obligation_ids: Sequence[int] = ()) -> None:
    """Messages already sent about these matters are shown again as things now stand.

    An event's source begins with its subject (``session:12:…``), an obligation's with ``obligation:7``. One that is on
    its way is marked, and shown again once it has arrived."""
    about = [f"{s.kind}:{s.id}" for s in subjects] + [f"obligation:{i}" for i in obligation_ids]
    if not about:
        return
    show_again(work, work.connection.execute(_NOTIFIED_ABOUT, {"about": about}).scalars().all())
    work.connection.execute(_CHANGED, {"about": about})


def show_again(work: Work, ids: Iterable[int]) -> None:
    """Messages that were sent are to be shown as things stand, unless that is already to be done."""
    wanted = sorted(set(ids))
    if not wanted:
        return
    rows = work.connection.execute(_TO_SHOW, {"ids": wanted})
    new_messages(work, [NewMessage(row.recipient_id, work.now, replaces_id=row.id) for row in rows])


def _about_these(sent: bool) -> Any:
    n = t.Nudge
    there = col(n.sent_at).is_not(None) if sent else col(n.sent_at).is_(None)
    about = one_of(col(n.about), "about")
    return select(col(n.message_id)).where(about, there, col(n.message_id).is_not(None))


def _to_show() -> Any:
    m, again = t.OutboxMessage.__table__.c, t.OutboxMessage.__table__.alias("again")
    waiting = select(again.c.id).where(
        unsent("again"), again.c.replaces_id == m.id, again.c.state == MessageState.PENDING
    )
    asked = (one_of(m.id), m.state == MessageState.SENT, ~waiting.exists())
    return select(m.id, m.recipient_id).where(*asked).order_by(m.id)


_NOTIFIED_ABOUT: Final = _about_these(sent=True).distinct()
_TO_SHOW: Final = _to_show()
_CHANGED: Final = (
    update(t.OutboxMessage.__table__)
    .where(
        UNSENT,
        col(t.OutboxMessage.state) == MessageState.SENDING,
        col(t.OutboxMessage.id).in_(_about_these(sent=False)),
    )
    .values(shown=CHANGED_MEANWHILE)
)


# What messages carry


def nudges_of(work: Work, message_id: int) -> list[t.Nudge]:
    """The nudges that a message carries, those dropped left out: what is due soonest first, news without a day before
    it."""
    return nudges_of_all(work, [message_id])[message_id]


def nudges_of_all(work: Work, ids: Collection[int]) -> dict[int, list[t.Nudge]]:
    """The same of many messages, in one query."""

    def read(some: list[int]) -> dict[int, list[t.Nudge]]:
        found: dict[int, list[t.Nudge]] = {i: [] for i in some}
        for nudge in work.orm.execute(_CARRIED, {"ids": some}).scalars():
            found[nudge.message_id or 0].append(nudge)
        return found

    return work.reads.each(("nudge",), nudges_of_all, ids, read)


def _carried() -> Any:
    n = t.Nudge
    carried = (one_of(col(n.message_id)), col(n.dropped).is_(None))
    order = (col(n.due).nulls_first(), col(n.kind), col(n.obligation_id).nulls_first(), col(n.id))
    return select(n).where(*carried).order_by(*order)


_CARRIED: Final = _carried()


def drop_nudges(work: Work, dropped: Sequence[tuple[int, NudgeEnd]]) -> None:
    """Nudges that are no longer true, each with its reason; of one whose date moved, the new day is planned."""
    if not dropped:
        return
    n, o = t.Nudge, t.ObligationRow
    work.orm.flush()
    work.connection.execute(_DROP, [{"which": nudge_id, "why": why} for nudge_id, why in dropped])
    moved = [i for i, why in dropped if why is NudgeEnd.MOVED]
    if moved:
        theirs = select(col(n.obligation_id)).where(col(n.id).in_(moved))
        work.connection.execute(update(o).where(col(o.id).in_(theirs)).values(next_attention=work.now))
    work.orm.expire_all()


_DROP: Final = (
    update(t.Nudge.__table__)
    .where(t.Nudge.__table__.c.id == bindparam("which"))
    .values(dropped=bindparam("why"))
)


def drop(work: Work, nudge: t.Nudge, why: NudgeEnd) -> None:
    """It isn't told."""
    nudge.dropped = why
    work.orm.flush()


def same_to(nudge: t.Nudge, recipient_id: int, send: Delivery, **more: Any) -> NewNudge:
    """The same nudge, to somebody else; ``more``: what is kept of why."""
    return NewNudge(
        recipient_id,
        nudge.kind,
        nudge.source,
        nudge.step,
        send,
        {**nudge.data, **more},
        nudge.obligation_id,
        nudge.due,
        nudge.escalates,
    )


def wake(work: Work, who: people.Person, at: datetime | None = None) -> None:
    """After somebody's hours or absence changed: what waits for them moves to their next working hour, or to ``at``,
    when whoever stands in for them can be told; what they put off keeps its day."""
    m, n, at = t.OutboxMessage, t.Nudge, at or working_hours.next_working_moment(work, who)
    put_off = select(col(n.id)).where(col(n.message_id) == col(m.id), col(n.step) == ON_IT)
    waits = (
        UNSENT,
        col(m.recipient_id) == who.id,
        col(m.state) == MessageState.PENDING,
        col(m.replaces_id).is_(None),
        ~put_off.exists(),
    )
    moved = update(m).where(*waits, col(m.urgent).is_(False), col(m.attempts) == 0, col(m.not_before) != at)
    work.connection.execute(moved.values(not_before=at))


def recipient_of(work: Work, message_id: int) -> int | None:
    m = t.OutboxMessage
    return work.connection.execute(select(col(m.recipient_id)).where(col(m.id) == message_id)).scalar()
