"""A row for every table, made from what the tables declare: where no story goes a migration goes all the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, LargeBinary, Table, select

from storage.sql_types import Code, Instant

_BY_TYPE: Final[dict[type, Any]] = {
    Boolean: True,
    Date: date(2026, 11, 2),
    Instant: datetime(2026, 11, 2, 9, tzinfo=UTC),
    Integer: 1,
    JSON: {},
}
#: Text that the product reads as something.
_BY_NAME: Final = {"every": "3 weeks", "subject_kind": "case", "platform": "standin"}


def fill_empty(connection: Connection, tables: Iterable[Table]) -> None:
    """A row in each that has none. ``tables``: those that others refer to first."""
    for table in tables:
        if connection.execute(select(table).limit(1)).first() is None:
            connection.execute(table.insert().values({c.name: _value(connection, c) for c in table.columns}))


def _value(connection: Connection, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        return connection.execute(select(key.column).limit(1)).scalar_one()
    if isinstance(column.type, Code):
        return next(code for code in column.type.codes)
    if isinstance(column.type, LargeBinary):
        return None if column.nullable else b""
    return _BY_TYPE.get(type(column.type)) or _BY_NAME.get(column.name, "x")
