"""Evidence: what happened, and who looked at what is private. Appended to, never replayed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.tables.base import Table, instant, json_object


class Event(Table, table=True):
    """Evidence: what happened, who did it, to what. References only, never anyone's words; never replayed."""

    __table_args__ = (Index("ix_event_subject_kind_subject_id", "subject_kind", "subject_id"),)
    id: int = Field(default=None, primary_key=True)
    at: datetime = instant(nullable=False)
    actor_id: int | None = None
    name: str
    subject_kind: str | None = None
    subject_id: int | None = None
    data: dict[str, Any] = json_object()


class Look(Table, table=True):
    """Somebody looked at what is private."""

    id: int = Field(default=None, primary_key=True)
    at: datetime = instant(index=True, nullable=False)
    person_id: int
    what: str
    subject_kind: str
    subject_id: int | None = None
