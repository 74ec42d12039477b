"""The fixtures give each test a database of its own, of the kind it says."""

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.infra.databases import Databases

pytestmark = pytest.mark.about_databases


def _make_table(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE visit (id INTEGER PRIMARY KEY)"))
    engine.dispose()


def _tables(url: str) -> list[str]:
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_starts_with_an_empty_database(database_url: str, turn: int) -> None:
    assert _tables(database_url) == [], f"turn {turn} sees what another test made"
    _make_table(database_url)
    assert _tables(database_url) == ["visit"]


def test_the_url_is_of_the_kind_asked_for(databases: Databases) -> None:
    engine = create_engine(databases.empty())
    assert engine.dialect.name == databases.kind
    engine.dispose()


def test_copies_are_built_once_and_are_separate(databases: Databases) -> None:
    builds: list[str] = []

    def build(url: str) -> None:
        builds.append(url)
        _make_table(url)

    first, second = (databases.copy_of("one table", build) for _ in range(2))
    engine = create_engine(first)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE visit"))
    engine.dispose()
    assert (_tables(first), _tables(second), len(builds)) == ([], ["visit"], 1)
