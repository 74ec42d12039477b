"""What every pass shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Table
from sqlalchemy.engine import Row as SqlRow

from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import ImportDates, StoredSide
from storage.importing.staging import EVERY, STILL_THERE, Staged, Which

Compares: TypeAlias = Callable[[StoredSide, ImportDates, Sequence[Staged]], Iterator[RowChange]]


@dataclass(frozen=True, slots=True)
class Pass:
    """``which``: the rows that it concerns. ``beside``: the table that they are compared with; as long as it is empty,
    each of them is new."""

    changes: Compares
    which: Which = EVERY
    beside: Table | None = None

    @property
    def is_first(self) -> bool:
        """The pass that says of each row whether it is stored."""
        return self.beside is not None


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def went(last: date | None, before: date | None) -> bool:
    """Whether what ended that day was kept for its term, where that is so of what was over before a day."""
    return last is not None and before is not None and last < before


def said_elsewhere(
    table: Table, row: Staged, column: str, latest: Any, wanted: Mapping[str, Any]
) -> RowChange:
    """When another system says that something last happened, in a column of the file. A later day is a new fact; an
    earlier one corrects the latest that it said before."""
    again = latest is not None and latest.on >= wanted["on"]
    change = compared(table, row, latest if again else None, wanted, given={"on"})
    return change._replace(follows=True, column=column, before={"on": latest.on if latest else None})


def words(said_in_chat: str) -> frozenset[str]:
    return frozenset(said_in_chat.split())


def is_back(row: Staged, ended: date | None, by: date) -> bool:
    """Whether a file that is all there is has again what had ended by a day."""
    return STILL_THERE in row.given and ended is not None and ended <= by


def resealed(link: StoredSide, old: SqlRow[Any] | None, sealed: bytes | None) -> bytes | None:
    """The same words sealed twice differ: what is stored stands while the words are the same."""
    if old is None or (old.sealed_why is None and sealed is None):
        return sealed
    opened = link.work.cipher.open
    return old.sealed_why if opened(old.sealed_why) == opened(sealed) else sealed
