"""What a platform sent, taken once: what it sends again finds that it was taken. A second click is another request:
of that ``storage/tickets.py`` says that the button is spent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import col

from storage import tables as t
from storage.work import Work, upsert

#: No platform resends anything after this long.
KEPT: Final = timedelta(days=1)


def take(work: Work, key: str) -> bool:
    """Whether this is the first time. It counts only if the work commits."""
    work.connection.execute(delete(t.IdempotencyKey).where(col(t.IdempotencyKey.at) < work.now - KEPT))
    insert = upsert(work, t.IdempotencyKey.__table__).values(key=key, at=work.now)
    return bool(work.connection.execute(insert.on_conflict_do_nothing(index_elements=["key"])).rowcount)


def take_all(work: Work, keys: Collection[str]) -> None:
    """Those that were taken already stay so."""
    insert = upsert(work, t.IdempotencyKey.__table__).on_conflict_do_nothing(index_elements=["key"])
    work.connection.execute(insert, [{"key": key, "at": work.now} for key in keys])


def give_back(work: Work, key: str, within: timedelta) -> bool:
    """Ends a claim made at most that long ago: the other half of a one-time secret."""
    ended = delete(t.IdempotencyKey).where(
        col(t.IdempotencyKey.key) == key, col(t.IdempotencyKey.at) >= work.now - within
    )
    return bool(work.connection.execute(ended).rowcount)
