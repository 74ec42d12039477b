"""Brings a database to the tables that the code declares. Alembic is imported only when there is work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from storage.engine import reading, writing

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_FILE: Final = re.compile(r"(\d{4})_\w+\.py")
#: Two processes that start together on PostgreSQL migrate one after the other.
_LOCK: Final = text("SELECT pg_advisory_xact_lock(20260105)")


class NewerDatabaseError(RuntimeError):
    """The database was migrated by a later version of the code than this one."""


def revisions() -> list[str]:
    """Every revision, oldest first: the number that its file's name begins with."""
    found = (_FILE.fullmatch(path.name) for path in (MIGRATIONS / "versions").iterdir())
    return sorted(match[1] for match in found if match)


def head_revision() -> str:
    return revisions()[-1]


def revision_of(engine: Engine) -> str | None:
    """The revision a database is at; None for one that was never migrated."""
    with reading(engine) as connection:
        return _revision(connection)


def is_current(engine: Engine) -> bool:
    return revision_of(engine) == head_revision()


def migrate(engine: Engine) -> bool:
    """Brings the database to head in one transaction; False when it was there already.

    Raises NewerDatabaseError for one that only later code knows.
    """
    if is_current(engine):
        return False
    with writing(engine) as connection:
        return _upgrade(connection)


def check(engine: Engine) -> str | None:
    """What is wrong with the database's version, in a sentence; None when nothing is."""
    at, head = revision_of(engine), head_revision()
    if at == head:
        return None
    if at is None:
        return "the database has no tables yet: they are made at the first start"
    if at in revisions():
        return f"the database is at version {at} and this code at {head}: it is migrated at the next start"
    return _newer(at)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    at: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return at


def _upgrade(connection: Connection) -> bool:
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    at = _revision(connection)
    if at == head_revision():
        return False
    if at is not None and at not in revisions():
        raise NewerDatabaseError(_newer(at))
    _run(connection)
    return True


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  (half a second that a current database needn't pay)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _newer(at: str) -> str:
    known = f"it knows up to {head_revision()}"
    return f"the database is at version {at}, which this code doesn't know ({known}): update the bot"
