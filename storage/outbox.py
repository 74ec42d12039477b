"""What is to be told: nudges, and the messages that carry them. Planned, claimed, sent or dropped, each once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlmodel import col

from policy.facts import Subject
from policy.ruleset import Delivery
from storage import people
from storage import tables as t
from storage.work import Work, upsert

#: How long a claimed message is ours to send before somebody may ask what became of it.
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Telling:
    """One reason to tell one person. ``source`` and ``step`` make it unique for that person; ``data``: ids only."""

    recipient_id: int
    kind: str
    source: str
    step: str
    send: Delivery = Delivery.OWN
    data: Mapping[str, Any] | None = None
    obligation_id: int | None = None
    due: date | None = None
    goes_up: bool = False


def tell(work: Work, telling: Telling) -> bool:
    """Plans a nudge, once. False if that person was already told this step of it."""
    nudge = t.Nudge
    values = {
        "source": telling.source,
        "obligation_id": telling.obligation_id,
        "step": telling.step,
        "kind": telling.kind,
        "recipient_id": telling.recipient_id,
        "goes_up": telling.goes_up,
        "due": telling.due,
        "data": dict(telling.data or {}),
        "planned_at": work.now,
    }
    insert = (
        upsert(work, nudge.__table__)
        .values(values)
        .on_conflict_do_nothing(index_elements=["source", "step", "recipient_id"])
    )
    new = work.connection.execute(insert.returning(col(nudge.id))).scalar()
    if new is None:
        return False
    message = _message_for(work, telling)
    work.connection.execute(update(nudge).where(col(nudge.id) == new).values(message_id=message))
    return True


def skip(work: Work, obligation_id: int, step: str, why: str) -> None:
    """Remembers that a step needs no telling: a later one took its place, or the clock acted."""
    o = t.ObligationRow
    row = work.connection.execute(
        select(col(o.worker_id), col(o.holder_id)).where(col(o.id) == obligation_id)
    ).one()
    recipient = row.worker_id or row.holder_id or next(iter(people.administrators(work)), None)
    values = {
        "source": f"obligation:{obligation_id}",
        "obligation_id": obligation_id,
        "step": step,
        "kind": "skipped",
        "recipient_id": recipient,
        "goes_up": False,
        "data": {},
        "planned_at": work.now,
        "dropped": why,
    }
    work.connection.execute(
        upsert(work, t.Nudge.__table__)
        .values(values)
        .on_conflict_do_nothing(index_elements=["source", "step", "recipient_id"])
    )


def _message_for(work: Work, telling: Telling) -> int:
    who = people.person(work, telling.recipient_id)
    if telling.send is Delivery.URGENT:
        return _new_message(work, who.id, work.now)
    at = people.next_working_moment(work, who)
    if telling.send is Delivery.OWN:
        return _new_message(work, who.id, at)
    return _batched(work, who, at)


def _batched(work: Work, who: people.Person, at: datetime) -> int:
    """The person's message of that working day; once it has gone, the next day's."""
    m = t.Message
    for _ in range(2):
        batch = f"{who.id}:{work.calendar.day_of(at)}"
        found = work.connection.execute(select(col(m.id), col(m.state)).where(col(m.batch) == batch)).first()
        if found is None:
            return _new_message(work, who.id, at, batch)
        if found.state == "pending":
            return int(found.id)
        day = people.next_day_worked(work, who, work.calendar.day_of(at))
        at = work.calendar.at(day, work.rules.practice.day_starts)
    batch = f"{who.id}:{work.calendar.day_of(at)}"
    found = work.connection.execute(
        select(col(m.id)).where(col(m.batch) == batch, col(m.state) == "pending")
    ).first()
    return int(found.id) if found else _new_message(work, who.id, at)


def _new_message(work: Work, recipient_id: int, at: datetime, batch: str | None = None) -> int:
    row = t.Message(key=secrets.token_urlsafe(12), recipient_id=recipient_id, not_before=at, batch=batch)
    work.add(row)
    assert row.id is not None
    return row.id


def refresh(work: Work, subjects: Sequence[Subject], obligation_ids: Sequence[int] = ()) -> None:
    """Messages already sent about these matters are shown again as things now stand.

    An event's source begins with its subject (``session:12:…``), an obligation's is ``obligation:7``."""
    n, m = t.Nudge, t.Message
    about = [_source_of(s) for s in subjects]
    about.append(col(n.source).in_([f"obligation:{i}" for i in obligation_ids]))
    shown = select(col(n.message_id)).where(or_(*about), col(n.sent_at).is_not(None)).distinct()
    waiting = select(col(m.replaces_id)).where(col(m.state) == "pending", col(m.replaces_id).is_not(None))
    sent = select(col(m.id), col(m.recipient_id)).where(
        col(m.id).in_(shown), col(m.state) == "sent", col(m.id).not_in(waiting)
    )
    for row in work.connection.execute(sent).all():
        key = secrets.token_urlsafe(12)
        work.add(t.Message(key=key, recipient_id=row.recipient_id, not_before=work.now, replaces_id=row.id))


def _source_of(subject: Subject) -> Any:
    """Sources that begin with the subject, as a range that the index serves."""
    start = f"{subject.kind}:{subject.id}"
    return and_(col(t.Nudge.source) >= f"{start}:", col(t.Nudge.source) < f"{start};")


# Sending


def due_messages(work: Work, limit: int = 200) -> list[int]:
    """Messages whose time has come: pending ones, and those left ``sending`` by somebody whose lease ended."""
    m = t.Message
    query = (
        select(col(m.id))
        .where(
            col(m.state).in_(("pending", "sending")),
            col(m.not_before) <= work.now,
        )
        .order_by(col(m.not_before), col(m.id))
        .limit(limit)
    )
    return list(work.connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send. ``again``: an earlier attempt may have arrived."""

    id: int
    key: str
    recipient_id: int
    attempts: int
    again: bool
    replaces_id: int | None
    card: str | None


def claim(work: Work, message_id: int) -> Claimed | None:
    """Takes a message in one conditional update, the attempt counted before the call; None if another was quicker."""
    m = t.Message
    before = work.connection.execute(select(m.__table__).where(col(m.id) == message_id)).one()
    taken = work.connection.execute(
        update(m)
        .where(
            col(m.id) == message_id, col(m.state).in_(("pending", "sending")), col(m.not_before) <= work.now
        )
        .values(state="sending", not_before=work.now + LEASE, attempts=col(m.attempts) + 1)
    )
    if taken.rowcount != 1:
        return None
    again = before.attempts > 0
    return Claimed(
        message_id,
        before.key,
        before.recipient_id,
        before.attempts + 1,
        again,
        before.replaces_id,
        before.card,
    )


def nudges_of(work: Work, message_id: int) -> list[t.Nudge]:
    n = t.Nudge
    return list(
        work.orm.execute(select(n).where(col(n.message_id) == message_id).order_by(col(n.id))).scalars()
    )


def drop_nudges(work: Work, dropped: Sequence[tuple[int, str]]) -> None:
    """Nudges that are no longer true, each with its reason; a moved one may be planned again."""
    for nudge_id, why in dropped:
        work.connection.execute(update(t.Nudge).where(col(t.Nudge.id) == nudge_id).values(dropped=why))


def redirect(work: Work, nudge: t.Nudge, recipient_id: int) -> None:
    """The nudge goes to somebody else in the same words, once."""
    telling = Telling(
        recipient_id,
        nudge.kind,
        nudge.source,
        nudge.step,
        Delivery.OWN,
        nudge.data,
        nudge.obligation_id,
        nudge.due,
        nudge.goes_up,
    )
    tell(work, telling)
    work.orm.delete(nudge)
    work.orm.flush()


def worker_of(work: Work, obligation_id: int) -> int | None:
    o = t.ObligationRow
    return work.connection.execute(select(col(o.worker_id)).where(col(o.id) == obligation_id)).scalar()


def tell_unreachable(work: Work, person_id: int, message_id: int, why: str) -> None:
    """Names somebody who cannot be reached to every administrator, once a day for each."""
    for administrator in people.administrators(work):
        if administrator == person_id:
            continue
        source = f"person:{person_id}:unreachable:{work.today}"
        data = {"person": person_id, "why": why, "message": message_id}
        tell(work, Telling(administrator, "unreachable", source, "unreachable", Delivery.DAY, data))


def keep_card(work: Work, message_id: int, card: str) -> None:
    """The sealed card, kept from before the call until it is known to have arrived: a second try sends the same."""
    _set(work, message_id, card=card)


def sent(work: Work, message_id: int, platform: str, reference: str) -> list[t.Nudge]:
    """Marks a message and its nudges as sent; the nudges, for what follows from their delivery."""
    _set(work, message_id, state="sent", sent_at=work.now, platform=platform, reference=reference, card=None)
    told = [n for n in nudges_of(work, message_id) if n.dropped is None]
    for nudge in told:
        nudge.sent_at = work.now
    work.orm.flush()
    return told


def postpone(work: Work, message_id: int, until: datetime) -> None:
    """Back to pending, for later: a passing fault, or nobody there."""
    _set(work, message_id, state="pending", not_before=until)


def ended(work: Work, message_id: int, state: str, why: str) -> None:
    """``dropped``: nothing in it is true any more. ``failed``: it cannot arrive."""
    _set(work, message_id, state=state, ended_because=why, card=None)


def _set(work: Work, message_id: int, **values: Any) -> None:
    work.connection.execute(update(t.Message).where(col(t.Message.id) == message_id).values(**values))


def message(work: Work, message_id: int) -> t.Message:
    return work.orm.execute(select(t.Message).where(col(t.Message.id) == message_id)).scalar_one()
