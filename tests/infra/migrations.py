"""Migrating a database, and what then differs from the tables the code declares."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Inspector, MetaData, create_engine, inspect

FOLDER = Path(__file__).parents[2] / "storage" / "migrations"


def config_for(url: str) -> Config:
    """Alembic's settings as the migrations expect them: their folder and `sqlalchemy.url`."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade_to_head(url: str) -> None:
    command.upgrade(config_for(url), "head")


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
        have, want = _described(one), _described(other)
    return [
        *(f"only in the migrations: {line}" for line in sorted(have - want)),
        *(f"only in the tables: {line}" for line in sorted(want - have)),
    ]


def _described(connection: Connection) -> set[str]:
    inspector = inspect(connection)
    tables = set(inspector.get_table_names()) - {"alembic_version"}
    return {line for table in tables for line in _table_lines(inspector, table)}


def _table_lines(inspector: Inspector, table: str) -> list[str]:
    parts: dict[str, list[Mapping[str, Any]]] = {
        "column": [{**column, "type": repr(column["type"])} for column in inspector.get_columns(table)],
        "primary key": [inspector.get_pk_constraint(table)],
        "foreign key": list(inspector.get_foreign_keys(table)),
        "unique": list(inspector.get_unique_constraints(table)),
        "check": list(inspector.get_check_constraints(table)),
        "index": list(inspector.get_indexes(table)),
    }
    return [f"{table}: {kind} {_stable(part)}" for kind, found in parts.items() for part in found]


def _stable(part: object) -> str:
    # A dictionary shows its values by repr, which for a clause is an address.
    if isinstance(part, Mapping):
        return ", ".join(f"{key}={_stable(part[key])}" for key in sorted(part) if part[key] is not None)
    return str(part)
