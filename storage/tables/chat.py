"""Platforms: where people are met and written to, what is sent once, and the desk's own store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Table, instant, json_object, sealed, where_given


class Contact(Table, table=True):
    """One person's contact on one platform; ``data`` is the platform's own; ``preferred``: the one of theirs that they
    used last. The table has the name that it always had."""

    __tablename__ = "reach"

    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    platform: str
    external_id: str
    data: dict[str, str] = json_object()
    preferred: bool = True
    reachable: bool = True


class IdempotencyKey(Table, table=True):
    """Something a platform sent, taken once: a resend finds its key here."""

    __tablename__ = "claim"
    key: str = Field(primary_key=True)
    at: datetime = instant(index=True, nullable=False)


class Installation(Table, table=True):
    """Where a platform's app is installed: a workspace, or an organisation (``team`` empty), with its tokens."""

    __table_args__ = (UniqueConstraint("platform", "enterprise", "team"),)
    id: int = Field(default=None, primary_key=True)
    platform: str
    enterprise: str = ""
    team: str = ""
    sealed_data: bytes | None = sealed()
    installed_at: datetime = instant(nullable=False)


class Conversation(Table, table=True):
    """Where a platform can be written to without being asked: it forgets, so we keep it. ``external_id`` is the
    platform's; ``account``: whose it is, as in ``Contact``, None where it is a group's; ``address``: the service at
    which it is reached; ``place``: the tenant."""

    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: int = Field(default=None, primary_key=True)
    platform: str
    external_id: str
    account: str | None = Field(default=None, index=True)
    address: str
    place: str


class Ticket(Table, table=True):
    """What a button or form means: only its holder may use it. ``intent``: the kind of its ask, under the name
    that rows have always had."""

    __table_args__ = (where_given("ix_ticket_used_at", "used_at"),)
    token: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    intent: str
    fields: dict[str, Any] = json_object()
    issued_at: datetime = instant(nullable=False)
    used_at: datetime | None = instant()


class DeskMessage(Table, table=True):
    """The desk's own store: what a chat platform would keep."""

    __tablename__ = "desk_message"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(index=True)
    key: str = Field(unique=True)
    card: str
    sent_at: datetime = instant(nullable=False)
    done: bool = False


class DeskAnswer(Table, table=True):
    """The latest answer the desk gave one person, so that a reload shows it again."""

    __tablename__ = "desk_answer"
    person_id: int = Field(primary_key=True)
    page: str = "card"
    content: str
    at: datetime = instant(nullable=False)
