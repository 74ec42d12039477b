"""The migration check sees what a migration forgot, also what Alembic's own comparison passes over."""

from collections.abc import Callable

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    text,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (declares them)
from tests.infra.databases import Databases
from tests.infra.migrations import HEAD, differences

pytestmark = pytest.mark.about_databases


def test_the_migrations_make_the_declared_tables(databases: Databases) -> None:
    migrated = databases.copy_of(*HEAD)
    assert differences(migrated, databases.empty(), SQLModel.metadata) == []


def _declared() -> MetaData:
    metadata = MetaData()
    Table("team", metadata, Column("id", Integer, primary_key=True))
    Table(
        "visit",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("team_id", ForeignKey("team.id", ondelete="CASCADE"), nullable=False),
        Column("kind", String(20), nullable=False, server_default="home"),
        CheckConstraint("kind <> ''", name="kind_typed"),
        UniqueConstraint("team_id", "kind", name="one_of_a_kind"),
        Index(
            "at_home", "team_id", sqlite_where=text("kind = 'home'"), postgresql_where=text("kind = 'home'")
        ),
    )
    return metadata


def _make(url: str, metadata: MetaData) -> None:
    engine = create_engine(url)
    metadata.create_all(engine)
    engine.dispose()


def _differences(databases: Databases, in_migrations: MetaData) -> list[str]:
    migrated = databases.empty()
    _make(migrated, in_migrations)
    return differences(migrated, databases.empty(), _declared())


def test_the_same_tables_do_not_differ(databases: Databases) -> None:
    assert _differences(databases, _declared()) == []


def _without_constraint(name: str) -> MetaData:
    metadata = _declared()
    visit = metadata.tables["visit"]
    visit.constraints.remove(next(found for found in visit.constraints if found.name == name))
    return metadata


def _with_whole_index() -> MetaData:
    metadata = _declared()
    visit = metadata.tables["visit"]
    visit.indexes.clear()
    Index("at_home", visit.c.team_id)
    return metadata


def _with_other_column(change: Callable[[Column[str]], None]) -> MetaData:
    metadata = _declared()
    change(metadata.tables["visit"].c.kind)
    return metadata


def _drop_default(column: Column[str]) -> None:
    column.server_default = None


def _allow_null(column: Column[str]) -> None:
    column.nullable = True


def _with_table_too_many() -> MetaData:
    metadata = _declared()
    Table("left_over", metadata, Column("id", Integer, primary_key=True))
    return metadata


@pytest.mark.parametrize(
    ("in_migrations", "named"),
    [
        (_without_constraint("kind_typed"), "kind_typed"),
        (_without_constraint("one_of_a_kind"), "one_of_a_kind"),
        (_with_whole_index(), "at_home"),
        (_with_other_column(_drop_default), "home"),
        (_with_other_column(_allow_null), "nullable"),
        (_with_table_too_many(), "left_over"),
    ],
    ids=["check", "unique", "partial index", "default", "null", "table"],
)
def test_a_forgotten_change_is_named(databases: Databases, in_migrations: MetaData, named: str) -> None:
    assert named in "\n".join(_differences(databases, in_migrations))
