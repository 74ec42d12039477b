"""What was read of people's calendars in Outlook: whose is to be read, when somebody is busy, and whose is unseen.

Only from when until when somebody is busy is kept, among the busy times that calendar files bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, or_, select, update
from sqlmodel import col

from storage import diary, outlook_events
from storage import tables as t
from storage.conditions import in_post
from storage.diary import Stretch
from storage.states import OutlookFault
from storage.work import Work, upsert

#: How often each calendar is asked for, whatever came of it.
EVERY: Final = timedelta(hours=1)
#: A calendar that was last read longer ago than this is unseen: the try after it has come and gone.
FRESH: Final = 2 * EVERY


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whose calendar, and its address."""

    person_id: int
    email: str


def take(work: Work, most: int) -> list[Mailbox]:
    """The next calendars to ask for, those longest not asked for first; written down as asked for, so that no other
    process asks too. None of people without an email address."""
    p, r = t.Person, t.CalendarReading
    due = or_(col(r.person_id).is_(None), col(r.tried_at) <= work.now - EVERY)
    query = (
        select(col(p.id), col(p.email))
        .outerjoin(r.__table__, col(r.person_id) == col(p.id))
        .where(in_post(work.today), col(p.email).is_not(None), due)
        .order_by(col(r.person_id).is_not(None), col(r.tried_at), col(p.id))
        .limit(most)
    )
    return _taken(work, [Mailbox(row.id, row.email) for row in work.connection.execute(query)])


def take_of(work: Work, person_ids: Collection[int], most: int) -> list[Mailbox]:
    """As ``take``, of those among these people who weren't asked for just now."""
    found = sorted(diary.not_asked_lately(work, person_ids).items())
    return _taken(work, [Mailbox(*one) for one in found[:most]])


def _taken(work: Work, found: list[Mailbox]) -> list[Mailbox]:
    if found:
        tried = upsert(work, t.CalendarReading.__table__).on_conflict_do_update(
            index_elements=["person_id"], set_={"tried_at": work.now}
        )
        work.connection.execute(tried, [{"person_id": m.person_id, "tried_at": work.now} for m in found])
    return found


def keep(work: Work, since: datetime, read: Mapping[int, Sequence[Stretch]]) -> None:
    """By person, when they are busy from an instant (UTC) on: in place of what Outlook said before. A session booked
    here that stands in their calendar too is left out, also where an event of the bot's still shows its old time: it
    would be in the way of itself when it is moved."""
    b, r, ids = t.Busy, t.CalendarReading, list(read)
    theirs = (col(b.person_id).in_(ids), col(b.from_outlook), col(b.ends_at) > since)
    work.connection.execute(delete(b).where(*theirs))
    until = max((ends for stretches in read.values() for _, ends in stretches), default=since)
    ours = {(one.person_id, one.starts_at, one.ends_at) for one in diary.booked(work, ids, since, until)}
    ours |= outlook_events.stretches(work, ids)
    rows = [
        {"person_id": who, "starts_at": starts, "ends_at": ends, "from_outlook": True}
        for who, stretches in read.items()
        for starts, ends in sorted(set(stretches))
        if (who, starts, ends) not in ours
    ]
    if rows:
        work.connection.execute(insert(b.__table__), rows)
    work.connection.execute(update(r).where(col(r.person_id).in_(ids)).values(read_at=work.now, why=None))


def fail(work: Work, person_ids: Iterable[int], why: OutlookFault) -> None:
    """What was read before stays."""
    r = t.CalendarReading
    work.connection.execute(update(r).where(col(r.person_id).in_(list(person_ids))).values(why=why))


def unread(work: Work, person_ids: Collection[int]) -> dict[int, datetime | None]:
    """Of these people, those whose calendar isn't known as it is now, since the latest try failed or there was none
    lately: with when (UTC) it was last read, None for never."""
    r = t.CalendarReading
    query = select(col(r.person_id), col(r.read_at), col(r.why)).where(col(r.person_id).in_(person_ids))
    rows = {row.person_id: row for row in work.connection.execute(query)}
    last = {who: row.read_at for who, row in rows.items()}
    seen = {
        who for who, row in rows.items() if row.why is None and row.read_at and row.read_at > work.now - FRESH
    }
    return {who: last.get(who) for who in person_ids if who not in seen}


def failing(work: Work) -> dict[OutlookFault | None, list[str]]:
    """Staff numbers of people in post with an email address, by why the last try failed; those read lately under
    None, and others nowhere."""
    p, r = t.Person, t.CalendarReading
    query = (
        select(col(p.staff_number), col(r.why), col(r.read_at))
        .join(r.__table__, col(r.person_id) == col(p.id))
        .where(in_post(work.today), col(p.email).is_not(None))
        .order_by(col(p.staff_number))
    )
    found: dict[OutlookFault | None, list[str]] = defaultdict(list)
    for row in work.connection.execute(query):
        if row.why or (row.read_at and row.read_at > work.now - FRESH):
            found[row.why].append(row.staff_number)
    return dict(found)


def overdue(work: Work) -> list[str]:
    """Staff numbers of those whose calendar isn't asked for as often as it is to be, though the last try was good."""
    p, r = t.Person, t.CalendarReading
    query = (
        select(col(p.staff_number))
        .join(r.__table__, col(r.person_id) == col(p.id))
        .where(in_post(work.today), col(p.email).is_not(None), col(r.why).is_(None))
        .where(col(r.tried_at) <= work.now - FRESH)
        .order_by(col(p.staff_number))
    )
    return list(work.connection.execute(query).scalars())
