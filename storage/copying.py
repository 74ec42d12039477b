"""Reads a database without being able to change it, and copies it to one that may be changed and thrown away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, LargeBinary, Table, create_engine, event, select, update
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from storage import append_only
from storage.engine import BUSY_SECONDS, open_engine
from storage.health import sealed_columns

#: Rows copied at a time.
BATCH: Final = 2000
#: What only says what was looked at, said, shown or brought in before: no copy needs it.
LEFT_OUT: Final = frozenset(
    {"event", "look", "seal", "desk_message", "desk_answer", "ticket", "import_run", "import_part"}
)


class NoDatabaseError(RuntimeError):
    """There is nothing at that URL; nothing was created either."""


def open_read_only(url: str) -> Engine:
    """An engine whose connections the database itself keeps from writing. Raises NoDatabaseError for no file."""
    if not url.startswith("sqlite"):
        options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        return create_engine(url, hide_parameters=True, execution_options=options)
    path = file_of(url)
    return create_engine("sqlite://", creator=lambda: read_only(path), hide_parameters=True)


def file_of(url: str) -> Path:
    """A SQLite database's file. Raises NoDatabaseError where there is none."""
    path = Path(make_url(url).database or "")
    if not path.is_file():
        raise NoDatabaseError(f"there is no database at {path}")
    return path


def read_only(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path))}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)


def copy(url: str, to: Path, placeholder: bytes, progress: Callable[[str], None]) -> Engine:
    """The database at ``url`` as it stands at one moment, as a SQLite file; ``progress`` hears each table's name.

    Nobody's words come along: wherever there are some, ``placeholder`` stands. The copy writes without waiting for
    the disk: it is for throwing away."""
    if url.startswith("sqlite"):
        vacuum(file_of(url), to)
        scratch = _scratch(to)
        _without_words(scratch, placeholder)
        return scratch
    scratch = _scratch(to)
    SQLModel.metadata.create_all(scratch)
    source = open_read_only(url)
    with source.connect() as reading, scratch.begin() as writing:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                progress(table.name)
                _rows(reading, writing, table, placeholder)
    source.dispose()
    return scratch


def vacuum(path: Path, to: Path) -> None:
    connection = read_only(path)
    try:
        connection.execute("VACUUM INTO ?", (str(to),))
    finally:
        connection.close()


def _scratch(path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _fast)
    return engine


def _fast(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("synchronous=OFF", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _without_words(scratch: Engine, placeholder: bytes) -> None:
    with scratch.execution_options(writes=True).begin() as writing:
        append_only.lift(writing)
        for table, column in sealed_columns():
            writing.execute(update(table).where(column.is_not(None)).values({column.name: placeholder}))
        for table in SQLModel.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                writing.execute(table.delete())


def _rows(reading: Connection, writing: Connection, table: Table, placeholder: bytes) -> None:
    sealed = [c.name for c in table.columns if isinstance(c.type, LargeBinary)]
    found = reading.execution_options(yield_per=BATCH).execute(select(table))
    for some in found.mappings().partitions():
        writing.execute(table.insert(), [_without(dict(row), sealed, placeholder) for row in some])


def _without(row: dict[str, object], sealed: list[str], placeholder: bytes) -> dict[str, object]:
    return row | {name: placeholder for name in sealed if row[name] is not None}
