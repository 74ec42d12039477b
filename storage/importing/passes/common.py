"""What every pass shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from storage.importing.changes import RowChange
from storage.importing.link import ImportDates, Link
from storage.importing.staging import Staged

Pass: TypeAlias = Callable[[Link, ImportDates, Sequence[Staged]], Iterator[RowChange]]


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def words(said_in_chat: str) -> frozenset[str]:
    return frozenset(said_in_chat.split())
