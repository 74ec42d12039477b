"""Where a platform can be written to without being asked: kept from installations and first messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, exists, select
from sqlmodel import col

from storage import tables as t
from storage import unreached
from storage.conditions import in_post
from storage.work import Work, upsert


@dataclass(frozen=True, slots=True)
class Conversation:
    """``id`` is the platform's; ``account``: whose alone it is, empty for a group's."""

    id: str
    account: str
    address: str
    place: str


def keep(work: Work, platform: str, found: Conversation) -> None:
    """In place of what was known of it; whoever has begun a new conversation is written to there."""
    c = t.Conversation
    if found.account:
        before = (col(c.platform) == platform, col(c.account) == found.account)
        work.connection.execute(delete(c).where(*before, col(c.external_id) != found.id))
    where = {"platform": platform, "external_id": found.id}
    values = {"account": found.account or None, "address": found.address, "place": found.place}
    insert = upsert(work, c.__table__).values(**where, **values)
    work.connection.execute(insert.on_conflict_do_update(index_elements=list(where), set_=values))
    if found.account:
        _release(work, platform, found.account)


def _release(work: Work, platform: str, account: str) -> None:
    """What waited for whoever holds it to be reached goes out."""
    r = t.Contact
    theirs = select(col(r.person_id)).where(col(r.platform) == platform, col(r.external_id) == account)
    for person_id in work.connection.execute(theirs).scalars().all():
        unreached.release(work, person_id)


def forget(work: Work, platform: str, conversation_id: str) -> None:
    """The app was taken out there."""
    c = t.Conversation
    gone = delete(c).where(col(c.platform) == platform, col(c.external_id) == conversation_id)
    work.connection.execute(gone)
    work.log("conversation.ended", platform=platform)


def of_account(work: Work, platform: str, account: str) -> Conversation | None:
    """The person's own with the bot."""
    c = t.Conversation
    row = work.connection.execute(
        _QUERY.where(col(c.platform) == platform, col(c.account) == account)
    ).first()
    return _conversation(row) if row else None


def to_list(work: Work, platform: str) -> Sequence[Conversation]:
    """Those among whose members somebody may be who isn't met: groups, and people's own with nobody joined to them."""
    c, r = t.Conversation, t.Contact
    met = exists().where(col(r.platform) == platform, col(r.external_id) == col(c.account))
    rows = work.connection.execute(_QUERY.where(col(c.platform) == platform, ~met).order_by(col(c.id)))
    return [_conversation(row) for row in rows]


def joined(work: Work, platform: str) -> Sequence[tuple[Conversation, str]]:
    """People's own, of those in post whose account is known, with that account's own id on the platform."""
    c, r, p = t.Conversation, t.Contact, t.Person
    query = (
        select(*_QUERY.selected_columns, col(r.data))
        .join(r.__table__, (col(r.platform) == col(c.platform)) & (col(r.external_id) == col(c.account)))
        .join(p.__table__, col(p.id) == col(r.person_id))
        .where(col(c.platform) == platform, in_post(work.today))
        .order_by(col(c.id))
    )
    rows = work.connection.execute(query)
    return [(_conversation(row[:4]), str(row.data.get("user", ""))) for row in rows]


_C: Final = t.Conversation
_QUERY: Final = select(col(_C.external_id), col(_C.account), col(_C.address), col(_C.place))


def _conversation(row: tuple[str, str | None, str, str]) -> Conversation:
    found, account, address, place = row
    return Conversation(found, account or "", address, place)
