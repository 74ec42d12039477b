"""Calendars that the bot gives out, and those that it reads."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.states import Unread
from storage.tables.base import Table, code, instant


class CalendarFeed(Table, table=True):
    """One person's calendar of their sessions, at an address that only they know; ``digest``: of the secret in it."""

    __tablename__ = "calendar_feed"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    digest: str = Field(unique=True)
    made_at: datetime = instant(nullable=False)


class CalendarReading(Table, table=True):
    """How it went with somebody's calendar in Outlook. ``tried_at``: when it was last asked for, written before it is;
    ``read_at``: when it was last read, ``why`` the last try failed."""

    __tablename__ = "calendar_reading"
    person_id: int = Field(
        primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False}
    )
    tried_at: datetime = instant(nullable=False)
    read_at: datetime | None = instant()
    why: Unread | None = code(Unread, nullable=True)
