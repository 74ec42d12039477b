"""What a unit of work leaves on its connection for the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, bindparam, insert, select, text
from sqlmodel import col

from storage import tables as t
from storage.engine import open_engine, reading
from tests.infra.databases import Databases
from tests.infra.migrations import HEAD

pytestmark = pytest.mark.about_databases

_NAMED = select(col(t.Council.name)).where(col(t.Council.id) == bindparam("which"))

_NEW = insert(t.Council).values(name="Nowhere", started_on=date(2026, 11, 2))


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    opened = open_engine(databases.copy_of(*HEAD))
    yield opened
    opened.dispose()


def test_a_read_leaves_what_the_server_prepared(engine: Engine) -> None:
    """At a rollback psycopg throws it away: nothing was ever prepared, since every read ended with one."""
    for _ in range(3):
        with reading(engine) as connection:
            connection.execute(_NAMED, {"which": 1}).all()
    if engine.dialect.name == "postgresql":
        with reading(engine) as connection:
            kept = connection.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
        assert [statement for statement in kept if "council.name" in statement]


def test_what_a_read_writes_is_not_kept(engine: Engine) -> None:
    for _ in range(2):
        with reading(engine) as connection:
            assert connection.execute(select(col(t.Council.id))).all() == []
            connection.execute(_NEW)
