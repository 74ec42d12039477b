"""Rows that don't come in, and what only follows from that: a row that names one of them has no fault of its own."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from storage.importing.applied.link import STORED_AS, StoredSide
from storage.importing.checks.rejected import IDENTITY
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.staging import BATCH, Staging, places
from storage.obligations import batched

FOLLOWS: Final = "what this names doesn't come in, and so it stays out too: it is right once that is"


def take_out(staging: Staging, kind: str, ids: Iterable[int]) -> None:
    """Rows that were staged, by their ids; who names them follows."""
    columns = "key, pair" if kind == "sessions" else "key"
    for some in batched(sorted(ids), BATCH):
        for names in staging.sql.execute(
            f"SELECT {columns} FROM {kind} WHERE id IN ({places(len(some))})", some
        ):
            if kind in IDENTITY:
                staging.rejected.keys[kind].update(filter(None, names))
        staging.sql.execute(f"DELETE FROM {kind} WHERE id IN ({places(len(some))})", some)


def follow(staging: Staging, link: StoredSide) -> None:
    """Takes out all that names what doesn't come in and isn't stored, and what names that."""
    if not any(staging.rejected.keys.values()):
        return
    found = True
    while found:
        found = False
        absent = {to: sorted(_absent(staging, link, to)) for to in IDENTITY}
        for kind in (kind.name for kind in staging.kinds):
            for column, to in names_in(kind):
                found |= _followed(staging, kind, column, absent[to])


def names_in(kind: str) -> Iterator[tuple[str, str]]:
    """The columns by which rows of a kind name others."""
    for column in BY_NAME[kind].columns:
        if column.refers in IDENTITY:
            of_session = (kind, column.name) == ("discussions", "session")
            yield "session_key" if of_session else column.name, column.refers


def _absent(staging: Staging, link: StoredSide, to: str) -> set[str]:
    gone = staging.rejected.keys[to]
    gone = gone - staging.has(to, [*gone]) if gone else set()
    if to == "sessions":
        return gone - link.sessions(gone).keys()
    return gone - link.ids(*STORED_AS[to], gone).keys()


def _followed(staging: Staging, kind: str, column: str, keys: Sequence[str]) -> bool:
    """Whether any did. What stands in for a session that isn't there stands for itself."""
    ids = list[int]()
    for some in batched(keys, BATCH):
        where = f'WHERE "{column}" IN ({places(len(some))})'
        if column == "replaces":
            staging.sql.execute(f"UPDATE {kind} SET replaces = NULL {where}", some)
            continue
        for row_id, file, line in staging.sql.execute(f"SELECT id, file, line FROM {kind} {where}", some):
            staging.rejected.followed.add(staging.origins[file].name, line, "", FOLLOWS)
            ids.append(row_id)
    take_out(staging, kind, ids)
    return bool(ids)
