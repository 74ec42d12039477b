"""Migrating a database, and what then differs from the tables the code declares."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect

from storage.engine import open_engine, writing
from storage.migrate import MIGRATIONS, migrate


def upgrade_to_head(url: str) -> None:
    """As the bot does it when it starts; leaves no connection open, so it can build a template."""
    engine = open_engine(url)
    try:
        migrate(engine)
    finally:
        engine.dispose()


def move(engine: Engine, how: Literal["upgrade", "downgrade"], revision: str) -> None:
    """To one revision of all."""
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        getattr(command, how)(config, revision)


#: A database at head, for others to begin with.
HEAD: Final = ("head", upgrade_to_head)


def differences(migrated_url: str, declared_url: str, metadata: MetaData) -> list[str]:
    """How the database at `migrated_url`, brought to head, differs from `metadata`; empty when it doesn't.

    Alembic's own comparison is one half. It passes over checks, key options and partial indexes, so the
    tables are also made from `metadata` in the empty database at `declared_url`, and the two are compared.
    """
    migrated, declared = create_engine(migrated_url), create_engine(declared_url)
    try:
        metadata.create_all(declared)
        return [*_by_alembic(migrated, metadata), *_by_description(migrated, declared)]
    finally:
        migrated.dispose()
        declared.dispose()


def _by_alembic(migrated: Engine, metadata: MetaData) -> list[str]:
    with migrated.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [f"alembic: {difference}" for difference in found]


def _by_description(migrated: Engine, declared: Engine) -> list[str]:
    with migrated.connect() as one, declared.connect() as other:
        have, want = described(one), described(other)
    in_both = have.keys() & want.keys()
    return [
        *(f"only in the migrations: {line}" for line in _beyond(have, want, in_both)),
        *(f"only in the tables: {line}" for line in _beyond(want, have, in_both)),
    ]


def _beyond(one: Mapping[str, set[str]], other: Mapping[str, set[str]], in_both: set[str]) -> list[str]:
    """Whole tables that `other` lacks, then lines of tables that are in both."""
    return sorted(one.keys() - in_both) + sorted(
        line for table in in_both for line in one[table] - other[table]
    )


def described(connection: Connection) -> dict[str, set[str]]:
    """Each table as lines: its columns, keys, checks and indexes, read for all tables at once."""
    inspector = inspect(connection)
    kinds: dict[str, Any] = {
        "column": _with_types_shown(inspector.get_multi_columns()),
        "primary key": inspector.get_multi_pk_constraint(),
        "foreign key": inspector.get_multi_foreign_keys(),
        "unique": inspector.get_multi_unique_constraints(),
        "check": inspector.get_multi_check_constraints(),
        "index": inspector.get_multi_indexes(),
    }
    tables = set(inspector.get_table_names()) - {"alembic_version"}
    return {
        table: {line for kind, found in kinds.items() for line in _lines(table, kind, found[None, table])}
        for table in tables
    }


def _with_types_shown(found: Mapping[Any, Any]) -> dict[Any, list[Mapping[str, Any]]]:
    return {
        table: [{**column, "type": repr(column["type"])} for column in columns]
        for table, columns in found.items()
    }


def _lines(table: str, kind: str, found: Any) -> Iterator[str]:
    for part in [found] if isinstance(found, Mapping) else found:
        yield f"{table}: {kind} {_stable(part)}"


def _stable(part: object) -> str:
    # A dictionary shows its values by repr, which for a clause is an address.
    if isinstance(part, Mapping):
        return ", ".join(f"{key}={_stable(part[key])}" for key in sorted(part) if part[key] is not None)
    return str(part)
