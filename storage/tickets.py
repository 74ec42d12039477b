"""What buttons and forms mean, kept on our side: a token, its holder, its ask's kind and fields."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from storage import tables as t
from storage.work import Work


@dataclass(frozen=True, slots=True)
class TicketView:
    token: str
    person_id: int
    kind: str
    fields: Mapping[str, Any]
    message_id: int | None = None
    used_at: datetime | None = None
    outcome: str | None = None


def issue(
    work: Work, person_id: int, kind: str, fields: Mapping[str, Any], message_id: int | None = None
) -> str:
    """A token for one person's button; it says nothing of what it does."""
    token = secrets.token_urlsafe(16)
    row = t.Ticket(
        token=token,
        person_id=person_id,
        message_id=message_id,
        intent=kind,
        fields=dict(fields),
        issued_at=work.now,
    )
    work.orm.add(row)
    return token


def again(work: Work, person_id: int, message_id: int) -> Callable[[str, Mapping[str, Any]], str]:
    """Issues tokens for one message: the same unused button keeps its token, so that a copy of the message acts as
    the same; of two like it, each has its own."""
    left = _unused(work, person_id, message_id)

    def token(kind: str, fields: Mapping[str, Any]) -> str:
        kept = left.get((kind, _words(fields)))
        return kept.pop(0) if kept else issue(work, person_id, kind, fields, message_id)

    return token


def _unused(work: Work, person_id: int, message_id: int) -> dict[tuple[str, str], list[str]]:
    """A message's tokens by what they do, oldest first."""
    k, found = t.Ticket, dict[tuple[str, str], list[str]]()
    query = select(col(k.token), col(k.intent), col(k.fields)).where(
        col(k.message_id) == message_id, col(k.person_id) == person_id, col(k.used_at).is_(None)
    )
    for row in work.connection.execute(query.order_by(col(k.issued_at))):
        found.setdefault((row.intent, _words(row.fields)), []).append(row.token)
    return found


def _words(fields: Mapping[str, Any]) -> str:
    return json.dumps(dict(fields), sort_keys=True)


def find(work: Work, token: str) -> TicketView | None:
    """The ticket, locked until the work ends so that a second press waits for the first."""
    row = work.orm.execute(
        select(t.Ticket).where(col(t.Ticket.token) == token).with_for_update()
    ).scalar_one_or_none()
    if row is None:
        return None
    return TicketView(
        row.token, row.person_id, row.intent, row.fields, row.message_id, row.used_at, row.outcome
    )


def use(work: Work, token: str, outcome: str) -> None:
    """Marks a ticket used, with one line that says what came of it."""
    work.connection.execute(
        update(t.Ticket).where(col(t.Ticket.token) == token).values(used_at=work.now, outcome=outcome)
    )
