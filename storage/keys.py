"""Which key opens the words that are kept, and sealing them anew with the first so that an old one can go."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from sqlalchemy import Column, Table, func, select, update

from storage.cipher import FernetCipher
from storage.health import sealed_columns
from storage.work import Work

#: Rows looked at in one transaction.
BATCH: Final = 200


def sealed(work: Work) -> int:
    """How many words are kept."""
    counts = (
        select(func.count()).select_from(table).where(column.is_not(None))
        for table, column in sealed_columns()
    )
    return sum(int(work.connection.execute(query).scalar_one()) for query in counts)


def opened_by(work: Work, cipher: FernetCipher) -> dict[int, Counter[str]]:
    """By key, the first being 0: in which tables it opens words, and how many. Raises UnreadableError."""
    found: dict[int, Counter[str]] = {}
    for table, column in sealed_columns():
        after = 0
        while rows := _batch(work, table, column, after):
            for row in rows:
                found.setdefault(cipher.key_of(row[1]), Counter())[table.name] += 1
            after = rows[-1][0]
    return found


def renew(
    work: Work, cipher: FernetCipher, table: Table, column: Column[bytes], after: int
) -> tuple[int | None, int, int]:
    """Seals one batch anew with the first key: the last id looked at (None: no more), how many rows those were, and how
    many weren't the first key's. What somebody changed meanwhile is theirs. Raises UnreadableError."""
    rows = _batch(work, table, column, after)
    if not rows:
        return None, 0, 0
    old = [row for row in rows if cipher.key_of(row[1])]
    for row in old:
        same = (table.c.id == row[0], column == row[1])
        work.connection.execute(update(table).where(*same).values({column.name: cipher.renew(row[1])}))
    return int(rows[-1][0]), len(rows), len(old)


def _batch(work: Work, table: Table, column: Column[bytes], after: int) -> list[Any]:
    query = select(table.c.id, column).where(column.is_not(None), table.c.id > after)
    return list(work.connection.execute(query.order_by(table.c.id).limit(BATCH)).all())
