"""Imports that are under way, or that a timer makes: what administrators and ``doctor`` are told of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column
from sqlmodel import Field

from storage.states import ImportState
from storage.tables.base import Table, code, instant


class ImportRun(Table, table=True):
    """One import that writes, or that a timer made. ``held_until``: whoever applies it says so with every batch; past
    it, it was broken off. ``cancelled``: sessions that it cancelled, whose notes are still to be asked for.
    ``again_within``: days within which the next is expected; None where nobody expects one. ``faults``: how many
    refused it. ``account``: who began it, as their machine knows them."""

    __tablename__ = "import_run"
    id: int = Field(default=None, primary_key=True)
    begun_at: datetime = instant(nullable=False)
    state: ImportState = code(ImportState)
    held_until: datetime | None = instant()
    complete: bool = False
    again_within: int | None = None
    faults: int = 0
    account: str | None = None
    cancelled: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class ImportPart(Table, table=True):
    """A piece of what is staged for an import under way, packed; gone when it is applied."""

    __tablename__ = "import_part"
    id: int = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", index=True)
    packed: bytes
