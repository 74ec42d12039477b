"""What buttons and forms mean, kept on our side: a token, its holder, an intent and its fields."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from storage import tables as t
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Ticket:
    token: str
    person_id: int
    intent: str
    fields: Mapping[str, Any]
    message_id: int | None = None
    used_at: datetime | None = None
    outcome: str | None = None


def issue(
    work: Work, person_id: int, intent: str, fields: Mapping[str, Any], message_id: int | None = None
) -> str:
    """A new token for one person's button; it says nothing of what it does."""
    token = secrets.token_urlsafe(16)
    work.orm.add(
        t.Ticket(
            token=token,
            person_id=person_id,
            message_id=message_id,
            intent=intent,
            fields=dict(fields),
            issued_at=work.now,
        )
    )
    return token


def find(work: Work, token: str) -> Ticket | None:
    """The ticket, locked until the work ends so that a second press waits for the first."""
    row = work.orm.execute(
        select(t.Ticket).where(col(t.Ticket.token) == token).with_for_update()
    ).scalar_one_or_none()
    if row is None:
        return None
    return Ticket(row.token, row.person_id, row.intent, row.fields, row.message_id, row.used_at, row.outcome)


def use(work: Work, token: str, outcome: str) -> None:
    """Marks a ticket used, with one line that says what came of it."""
    work.connection.execute(
        update(t.Ticket).where(col(t.Ticket.token) == token).values(used_at=work.now, outcome=outcome)
    )
