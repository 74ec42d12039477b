"""A database is brought to the declared tables, once, whoever starts first; a later one is left alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run
from sys import executable

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (declares them)
from storage.engine import open_engine, writing
from storage.migrate import (
    MIGRATIONS,
    NewerDatabaseError,
    check,
    head_revision,
    is_current,
    migrate,
    revision_of,
    revisions,
)
from tests.infra.databases import Databases
from tests.infra.migrations import differences

pytestmark = pytest.mark.about_databases

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def test_an_empty_database_gets_every_declared_table(databases: Databases) -> None:
    url = databases.empty()
    engine = open_engine(url)
    assert migrate(engine)
    engine.dispose()
    assert differences(url, databases.empty(), SQLModel.metadata) == []


def test_the_second_time_there_is_nothing_to_do(engine: Engine) -> None:
    assert not is_current(engine)
    assert [migrate(engine), migrate(engine)] == [True, False]
    assert is_current(engine)
    assert check(engine) is None


def test_two_processes_that_start_together_migrate_once(engine: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(migrate, [engine, engine])) == [False, True]


def test_a_database_of_a_later_version_is_refused_and_unchanged(engine: Engine) -> None:
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match=r"9999.*update the bot"):
        migrate(engine)
    assert revision_of(engine) == "9999"


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE nudge (id INTEGER)"))
    with pytest.raises(Exception, match="nudge"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["nudge"]


def test_the_files_names_tell_the_order_that_alembic_reads() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert [r.revision for r in script.walk_revisions()] == revisions()[::-1]
    assert script.get_current_head() == head_revision()


def test_a_current_database_is_known_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    code = (
        "import sys; from storage.engine import open_engine; from storage.migrate import migrate;"
        f"migrate(open_engine({url!r})); sys.exit('alembic' in sys.modules)"
    )
    assert run([executable, "-c", code], cwd=_ROOT, check=False).returncode == 0
