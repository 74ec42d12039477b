"""Calendars that the bot gives out, those that it reads, and its events in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.states import OutlookFault
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
    why: OutlookFault | None = code(OutlookFault, nullable=True)


class OutlookEvent(Table, table=True):
    """A booked session as an event in its supervisor's calendar in Outlook, written down before Outlook is asked.

    ``key``: by which Outlook knows a second try to make it; ``event``: what Outlook calls it, once it said so.
    ``shown``: a digest of what it shows, at which ``revision`` of the session; ``starts_at``, ``ends_at``: from when
    until when. ``may_start``, ``may_end``: the same of a try of which it isn't known whether it arrived.
    ``not_before``: when it may be tried again; ``tries``: how often it failed in a row, and ``why``."""

    __tablename__ = "outlook_event"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    key: str = Field(unique=True)
    event: str | None = None
    shown: str | None = None
    revision: int | None = None
    starts_at: datetime | None = instant()
    ends_at: datetime | None = instant()
    may_start: datetime | None = instant()
    may_end: datetime | None = instant()
    not_before: datetime = instant(nullable=False)
    tries: int = 0
    why: OutlookFault | None = code(OutlookFault, nullable=True)
