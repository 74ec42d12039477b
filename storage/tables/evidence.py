"""Evidence: what happened, and who looked at what is private. Appended to, never replayed.

Beside it what may not be deleted."""

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


class Seal(Table, table=True):
    """A batch of the trail's rows, by table and ids, and a digest of them and of the seal before. ``dropped_at``: when
    retention took the rows away; their seal and number stay."""

    id: int = Field(default=None, primary_key=True)
    sealed_table: str = Field(index=True)
    first_id: int
    last_id: int
    rows: int
    previous: str
    digest: str = Field(unique=True)
    at: datetime = instant(nullable=False)
    dropped_at: datetime | None = instant()


class Look(Table, table=True):
    """Somebody looked at what is private."""

    id: int = Field(default=None, primary_key=True)
    at: datetime = instant(index=True, nullable=False)
    person_id: int
    what: str
    subject_kind: str
    subject_id: int | None = None


class Hold(Table, table=True):
    """A legal hold: nothing of this person or case is deleted, or (no subject) nothing at all, until it is lifted.
    ``reference``: the council's own, by which it is known what it is for. ``by``: accounts of the machine."""

    id: int = Field(default=None, primary_key=True)
    subject_kind: str | None = None
    subject_id: int | None = None
    reference: str
    placed_at: datetime = instant(nullable=False)
    placed_by: str
    lifted_at: datetime | None = instant()
    lifted_by: str | None = None
