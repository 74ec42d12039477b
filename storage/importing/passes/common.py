"""What every pass shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Table

from storage.importing.changes import RowChange, compared
from storage.importing.link import ImportDates, Link
from storage.importing.staging import Staged

Pass: TypeAlias = Callable[[Link, ImportDates, Sequence[Staged]], Iterator[RowChange]]


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def said_elsewhere(
    table: Table, row: Staged, column: str, latest: Any, wanted: Mapping[str, Any]
) -> RowChange:
    """When another system says that something last happened, in a column of the file. A later day is a new fact; an
    earlier one corrects the latest that it said before."""
    again = latest is not None and latest.on >= wanted["on"]
    change = compared(table, row, latest if again else None, wanted, given={"on"})
    return replace(change, follows=True, column=column, before={"on": latest.on if latest else None})


def words(said_in_chat: str) -> frozenset[str]:
    return frozenset(said_in_chat.split())
