"""What goes out: one reason to tell one person, and the messages that carry them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Index, TextClause, UniqueConstraint, text
from sqlmodel import Field

from storage.states import MessageState, NudgeEnd
from storage.tables.base import Table, code, instant, json_object, where_given

_UNSENT: Final = "state IN ('pending', 'sending')"


def unsent(messages: str = "message") -> TextClause:
    """Still to go out, in the very words of the index. ``messages``: the table, by its name in the statement."""
    return text(f"{messages}.{_UNSENT}")


def _of_unsent(name: str, column: str) -> Index:
    """An index of messages still to go out: what a tick reads costs what is waiting, never what was ever sent."""
    return Index(name, column, sqlite_where=text(_UNSENT), postgresql_where=text(_UNSENT))


class Nudge(Table, table=True):
    """One reason to tell one person. ``source``: the obligation or event; ``about``: the subject or obligation at its
    beginning; ``due``: the day it spoke of when planned; ``unreached_on``: the first day on which its reader couldn't
    be reached, while it waits until they can."""

    __table_args__ = (UniqueConstraint("source", "step", "recipient_id"),)
    id: int = Field(default=None, primary_key=True)
    source: str
    about: str = Field(index=True)
    obligation_id: int | None = Field(default=None, foreign_key="obligation.id", index=True)
    step: str
    kind: str
    recipient_id: int = Field(foreign_key="person.id")
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    escalates: bool = False
    due: date | None = None
    data: dict[str, Any] = json_object()
    planned_at: datetime = instant(nullable=False)
    sent_at: datetime | None = instant()
    unreached_on: date | None = None
    dropped: NudgeEnd | None = code(NudgeEnd, nullable=True)


class OutboxMessage(Table, table=True):
    """What goes out. ``not_before``: while it is being sent, the end of the sender's lease. ``ended_because``: a
    code of ``MessageEnd``, or of a failed one the platform's own.

    ``batch`` joins a person's nudges of one working morning; ``urgent``: at any hour; ``key`` is known to the platform,
    so that a send that was cut short can be looked up. ``replaces_id``: the message sent earlier that this shows as
    things stand. ``shown``: a digest of what it last showed, or that it was overtaken on its way."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("batch"),
        Index("ix_message_recipient_id_sent_at", "recipient_id", "sent_at"),
        _of_unsent("ix_message_not_before", "not_before"),
        _of_unsent("ix_message_recipient_id", "recipient_id"),
        where_given("ix_message_replaces_id", "replaces_id"),
    )
    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    recipient_id: int = Field(foreign_key="person.id")
    batch: str | None = None
    urgent: bool = False
    state: MessageState = code(MessageState, MessageState.PENDING)
    not_before: datetime = instant(nullable=False)
    attempts: int = 0
    platform: str | None = None
    reference: str | None = None
    sent_at: datetime | None = instant()
    replaces_id: int | None = Field(default=None, foreign_key="message.id")
    shown: str | None = None
    ended_because: str | None = None
