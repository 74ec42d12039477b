"""What chat leaves behind: buttons, the rows of messages, and where people who left were written to."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Select, delete, func, or_, select, tuple_
from sqlmodel import col

from storage import tables as t
from storage.conditions import still_owed
from storage.retention.holds import free_person
from storage.retention.rows import THEN, delete_where, ended, oldest, set_where, some_ids
from storage.states import MessageState
from storage.tables.outbox import unsent
from storage.work import Work


def buttons(work: Work, before: date, limit: int) -> int:
    """Those that were used, and forms that nobody sent. A message's unused buttons go with its row."""
    found = ended(work, _BUTTONS, before, limit)
    delete_where(work, t.Ticket.__table__, "token", found)
    return len(found)


def _old_buttons() -> Select[Any]:
    k = t.Ticket
    never_sent = col(k.used_at).is_(None) & col(k.message_id).is_(None) & (col(k.issued_at) < THEN)
    over = or_(col(k.used_at) < THEN, never_sent)
    return oldest(col(k.token), over, free_person(col(k.person_id)), by=func.coalesce(k.used_at, k.issued_at))


_BUTTONS: Final = _old_buttons()


def messages(work: Work, before: date, limit: int) -> int:
    """Rows of what was sent, dropped, or couldn't be, about nothing that is still owed. That somebody was told stays
    with the reason for it, so that nobody is told twice."""
    found = ended(work, _MESSAGES, before, limit)
    delete_where(work, t.Ticket.__table__, "message_id", found)
    set_where(work, t.Nudge.__table__, "message_id", found, message_id=None)
    set_where(work, t.OutboxMessage.__table__, "replaces_id", found, replaces_id=None)
    delete_where(work, t.OutboxMessage.__table__, "id", found)
    return len(found)


def _old_messages() -> Select[Any]:
    m, n, o, r = t.OutboxMessage, t.Nudge, t.ObligationRow, t.OutboxMessage.__table__.alias("replacing")
    over = col(m.state).in_((MessageState.SENT, MessageState.FAILED, MessageState.DROPPED))
    old = func.coalesce(col(m.sent_at), col(m.not_before)) < THEN
    owed = select(col(n.id)).join(o.__table__, col(o.id) == col(n.obligation_id)).where(still_owed())
    is_owed = owed.where(col(n.message_id) == col(m.id)).correlate(m.__table__).exists()
    replaced = select(r.c.id).where(r.c.replaces_id == col(m.id), unsent("replacing")).exists()
    return oldest(col(m.id), over, old, free_person(col(m.recipient_id)), ~is_owed, ~replaced)


_MESSAGES: Final = _old_messages()


def contact(work: Work, before: date, limit: int) -> int:
    """E-mail address and accounts of people who left, also the account that the staff list gave."""
    p, c = t.Person, t.Contact
    met = select(col(c.id)).where(col(c.person_id) == col(p.id)).exists()
    kept = or_(met, *(column.is_not(None) for column in (col(p.email), col(p.contact), col(p.account))))
    found = some_ids(work, col(p.id), limit, col(p.left_on) < before, kept, free_person(col(p.id)))
    forget_contact(work, found)
    return len(found)


def forget_contact(work: Work, person_ids: list[int]) -> None:
    c, v = t.Contact, t.Conversation
    accounts = select(col(c.platform), col(c.external_id)).where(col(c.person_id).in_(person_ids))
    theirs = tuple_(col(v.platform), col(v.account)).in_(accounts)
    work.connection.execute(delete(v).where(theirs))
    delete_where(work, t.CalendarFeed.__table__, "person_id", person_ids)
    delete_where(work, t.CalendarReading.__table__, "person_id", person_ids)
    delete_where(work, t.OutlookEvent.__table__, "person_id", person_ids)
    delete_where(work, t.Contact.__table__, "person_id", person_ids)
    set_where(work, t.Person.__table__, "id", person_ids, email=None, contact=None, account=None)
