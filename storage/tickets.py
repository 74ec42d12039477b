"""What buttons and forms mean, kept on our side: a token, its holder, its ask's kind and fields, and whether it is
spent, so that a double click does nothing more."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from storage import tables as t
from storage.conditions import NOW
from storage.listed import one_of
from storage.work import Work


@dataclass(frozen=True, slots=True)
class TicketView:
    token: str
    person_id: int
    kind: str
    fields: Mapping[str, Any]
    message_id: int | None = None
    used_at: datetime | None = None


def issue(
    work: Work, person_id: int, kind: str, fields: Mapping[str, Any], message_id: int | None = None
) -> str:
    """A token for one person's button; it says nothing of what it does."""
    token = secrets.token_urlsafe(16)
    row = {"token": token, "person_id": person_id, "message_id": message_id, "intent": kind}
    work.put(_ISSUE, {**row, "fields": dict(fields), "issued_at": work.now})
    return token


_ISSUE: Final = insert(t.Ticket.__table__)


def again(work: Work, person_id: int, message_id: int) -> Callable[[str, Mapping[str, Any]], str]:
    """Issues tokens for one message: the same unused button keeps its token, so that a copy of the message acts as
    the same; of two like it, each has its own."""
    left = {what: list(tokens) for what, tokens in unused(work, [message_id])[message_id].items()}

    def token(kind: str, fields: Mapping[str, Any]) -> str:
        kept = left.get((person_id, kind, _words(fields)))
        return kept.pop(0) if kept else issue(work, person_id, kind, fields, message_id)

    return token


#: Whose a token is and what it does: the kind and the fields of its ask.
Meaning: TypeAlias = tuple[int, str, str]


def unused(work: Work, message_ids: Collection[int]) -> dict[int, dict[Meaning, list[str]]]:
    """By message, its tokens by what they mean, oldest first."""

    def read(some: list[int]) -> dict[int, dict[Meaning, list[str]]]:
        found: dict[int, dict[Meaning, list[str]]] = {i: {} for i in some}
        for row in work.connection.execute(_UNUSED, {"ids": some}):
            meaning = (row.person_id, row.intent, _words(row.fields))
            found[row.message_id].setdefault(meaning, []).append(row.token)
        return found

    return work.reads.each(("ticket",), unused, message_ids, read)


_K: Final = t.Ticket.__table__.c
_UNUSED: Final = (
    select(_K.token, _K.person_id, _K.intent, _K.fields, _K.message_id)
    .where(one_of(_K.message_id), _K.used_at.is_(None))
    .order_by(_K.issued_at)
)


def _words(fields: Mapping[str, Any]) -> str:
    return json.dumps(dict(fields), sort_keys=True)


def find(work: Work, token: str) -> TicketView | None:
    """The ticket, locked until the work ends so that a second press waits for the first."""
    row = work.orm.execute(_FIND, {"which": token}).scalar_one_or_none()
    if row is None:
        return None
    return TicketView(row.token, row.person_id, row.intent, row.fields, row.message_id, row.used_at)


def use(work: Work, token: str) -> None:
    """Marks a ticket used."""
    work.connection.execute(_USE, {"which": token, "now": work.now})


_BY_TOKEN: Final = col(t.Ticket.token) == bindparam("which")
_FIND: Final = select(t.Ticket).where(_BY_TOKEN).with_for_update()
_USE: Final = update(t.Ticket).where(_BY_TOKEN).values(used_at=NOW)
