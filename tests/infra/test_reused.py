"""What a test finds in a database that others had before it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlmodel import SQLModel

from storage import tables as t
from storage.engine import open_engine
from storage.transactions import write_transaction
from tests.infra import reused
from tests.infra.databases import Templates
from tests.infra.engines import lent
from tests.infra.postgres import PostgresServer
from tests.infra.reused import Shelf, lent_or_new
from tests.stories import council


@pytest.fixture
def shelf(pg_server: PostgresServer) -> Shelf:
    if not pg_server.superuser:
        pytest.skip("only a superuser's databases are used again")
    return Shelf()


def _rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    engine = lent(url)
    with engine.connect() as connection:
        found = {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in SQLModel.metadata.tables.items()
        }
    engine.dispose()
    return found


def _another(url: str) -> int:
    """The number of a milestone that is added."""
    engine = lent(url)
    with write_transaction(engine, council.a_book(), council.START) as work:
        row = work.add(
            t.Milestone(person_id=council.ids_in(engine)["Amara"], what="agreement", on=date(2026, 11, 3))
        )
        work.flush()
    engine.dispose()
    return row.id


def test_it_is_again_as_it_began(pg_server: PostgresServer, templates: Templates, shelf: Shelf) -> None:
    urls, found, given = [], [], []
    for _ in range(2):
        databases = lent_or_new(pg_server, templates, shelf)
        url = council.copied(databases)
        urls.append(url)
        found.append(_rows(url))
        given.append(_another(url))
        databases.remove()
    assert urls[0] == urls[1]
    assert found[0] == found[1]
    assert given[0] == given[1]


def test_after_many_uses_it_is_dropped(
    pg_server: PostgresServer, templates: Templates, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reused, "USES", 2)
    urls = []
    for _ in range(3):
        databases = lent_or_new(pg_server, templates, shelf)
        urls.append(council.copied(databases))
        databases.remove()
    assert urls[0] == urls[1] != urls[2]


def test_what_a_test_leaves_open_is_closed(
    pg_server: PostgresServer, templates: Templates, shelf: Shelf
) -> None:
    databases = lent_or_new(pg_server, templates, shelf)
    url = council.copied(databases)
    left, kept = open_engine(url), lent(url)
    for one in (left, kept):
        with one.connect() as connection:
            connection.execute(text("SELECT 1"))
    kept.dispose()
    databases.remove()
    with kept.connect() as connection:
        asked = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        assert connection.execute(asked).scalar() == 1
    kept.dispose()
    left.dispose()
