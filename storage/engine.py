"""Opens the database. SQLite waits for its one writer (``BEGIN IMMEDIATE``); reads there need no lock (WAL)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InternalError, OperationalError

from storage.reads import count_writes, writes_of

#: Seconds that a writer waits for another on SQLite.
BUSY_SECONDS: Final = 30
#: Statements that are kept prepared for a connection: those of a tick, a message and the usual presses.
CACHED_STATEMENTS: Final = 512

#: What is raised while nothing can be read or kept, whatever is asked: gone, locked, full or (PostgreSQL) read-only.
UNAVAILABLE: Final = (OperationalError, InternalError)

#: SQLite's primary codes and PostgreSQL's states for a lock that another held too long.
_BUSY: Final = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
_WAITED: Final = frozenset(("55P03", "57014", "40001", "40P01"))


def is_delay(error: OperationalError | InternalError) -> bool:
    """Whether another was at work for too long, and that is all."""
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF in _BUSY or getattr(error.orig, "sqlstate", None) in _WAITED


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///file`` or ``postgresql+psycopg://…``. Nothing is created or migrated."""
    if not url.startswith("sqlite"):
        # The connection that was used last comes first: it has most statements prepared.
        engine = create_engine(
            url, pool_pre_ping=True, pool_size=10, pool_use_lifo=True, hide_parameters=True
        )
        count_writes(engine)
        event.listen(engine, "connect", _postgresql_connected)
        return engine
    given = {"timeout": BUSY_SECONDS, "cached_statements": CACHED_STATEMENTS}
    engine = create_engine(url, connect_args=given, hide_parameters=True)
    count_writes(engine)
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begins)
    return engine


def _postgresql_connected(connection: Any, _record: object) -> None:
    connection.prepared_max = CACHED_STATEMENTS
    connection.prepare_threshold = 1  # there are few one-off statements among ours


def _sqlite_connected(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own would come too late
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begins(connection: Connection) -> None:
    """A deferred transaction that reads and then writes fails at once when another wrote between: take the lock."""
    writes = connection.get_execution_options().get("writes", False)
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    except sqlite3.OperationalError as error:  # as SQLAlchemy has it everywhere else
        raise OperationalError("BEGIN", None, error, hide_parameters=True) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A write transaction, committed at the end and rolled back on any error. One at a time, on both databases: what
    it reads stays true until it commits. Raises OperationalError after BUSY_SECONDS of waiting."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(_ALONE)
        yield connection


#: PostgreSQL's counterpart of ``BEGIN IMMEDIATE``: held until the transaction ends, and by one in each database.
_ALONE: Final = text(
    f"SELECT set_config('lock_timeout', '{BUSY_SECONDS}s', true), pg_advisory_xact_lock(7374921)"
)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view; whatever is written inside it is rolled back."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin() as transaction:
        before = writes_of(connection)
        yield connection
        # At a rollback psycopg forgets all that the server keeps prepared for it.
        if writes_of(connection) == before:
            transaction.commit()
        else:
            transaction.rollback()
