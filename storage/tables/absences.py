"""Who is away, and what is arranged for whom meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.states import AbsenceState
from storage.tables.base import Table, code, instant


class Absence(Table, table=True):
    """``last``: the last day away."""

    id: int = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    planned: bool
    sickness: bool = False
    first: date
    last: date | None = None
    state: AbsenceState = code(AbsenceState, AbsenceState.CONFIRMED)
    said_by_id: int | None = None
    from_chat: bool = False


class Arrangement(Table, table=True):
    """For one supervisee of an absent supervisor: reported, and who covers (from ``named_at``)."""

    __table_args__ = (UniqueConstraint("absence_id", "supervisee_id"),)
    id: int = Field(default=None, primary_key=True)
    absence_id: int = Field(foreign_key="absence.id")
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    reported_on: date | None = None
    cover_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    named_at: datetime | None = instant()
    arranged_on: date | None = None
    arranged_by_id: int | None = None


class CoverBefore(Table, table=True):
    """Who covered for one supervisee until somebody else was named, on the ``last`` day of it."""

    __tablename__ = "cover_before"
    id: int = Field(default=None, primary_key=True)
    absence_id: int = Field(foreign_key="absence.id", index=True)
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    cover_id: int = Field(foreign_key="person.id", index=True)
    last: date
