"""What every pass shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from storage.importing.changes import Change
from storage.importing.link import Link, Setting
from storage.importing.staging import Staged

Pass: TypeAlias = Callable[[Link, Setting, Sequence[Staged]], Iterator[Change]]


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def words(said_in_chat: str) -> frozenset[str]:
    return frozenset(said_in_chat.split())
