"""Calendars that the bot gives out."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.tables.base import Table, instant


class CalendarFeed(Table, table=True):
    """One person's calendar of their sessions, at an address that only they know; ``digest``: of the secret in it."""

    __tablename__ = "calendar_feed"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    digest: str = Field(unique=True)
    made_at: datetime = instant(nullable=False)
