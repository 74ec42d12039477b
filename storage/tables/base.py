"""What every table is, and the columns that many have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

import sqlalchemy
from sqlalchemy import JSON, Column, Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel

from storage.sql_types import Code, Instant

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def instant(*, index: bool = False, nullable: bool = True) -> Any:
    """An instant, in UTC."""
    return Field(default=None, sa_column=Column(Instant, index=index, nullable=nullable))


def added(default: object, for_rows: Any) -> Any:
    """A column that came with a later migration: ``for_rows`` is what the rows before it get."""
    return Field(default=default, sa_column_kwargs={"server_default": for_rows})


class CompareColumn(NamedTuple):
    """Of a column that keeps what another is compared by: which other, and what is made of it."""

    of: str
    made: Callable[[str], str]


#: Under which a column has that in its ``info``.
COMPARES: Final = "compares"


def compared_by(made: Callable[[str], str], of: str) -> Any:
    """What another column is compared by, such as ``policy/folding.fold`` of it, kept as a row is added, so that an
    index finds it. Whoever changes the other changes this (``with_compared``)."""

    def default(context: Any) -> str:
        return made(context.get_current_parameters()[of])

    info = {COMPARES: CompareColumn(of, made)}
    column = Column(String, default=default, server_default=text("''"), nullable=False, index=True, info=info)
    return Field(default=None, sa_column=column)


@lru_cache(maxsize=256)
def compare_columns(table: sqlalchemy.TableClause) -> Mapping[str, CompareColumn]:
    """Those of a table, by name."""
    return {c.key: c.info[COMPARES] for c in table.c if COMPARES in c.info}


def with_compared(table: sqlalchemy.TableClause, **values: Any) -> dict[str, Any]:
    """A row's new values, with what the changed ones are compared by."""
    made = {
        name: one.made(values[one.of]) for name, one in compare_columns(table).items() if one.of in values
    }
    return {**values, **made}


def code(codes: type[StrEnum], default: StrEnum | None = None, *, nullable: bool = False) -> Any:
    """A member of an enum, kept as its code."""
    return Field(default=default, sa_column=Column(Code(codes), nullable=nullable))


def sealed() -> Any:
    """People's words, encrypted."""
    return Field(default=None, sa_column=Column(LargeBinary, nullable=True))


def json_object() -> Any:
    """An object of codes, dates and ids, as JSON."""
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def where_given(name: str, column: str) -> Index:
    """An index of the rows in which a column isn't empty, where in most it is."""
    given = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=given, postgresql_where=given)


class Table(SQLModel):
    """What every table is; says to the type checker that each has its core table."""

    if TYPE_CHECKING:
        __table__: ClassVar[sqlalchemy.Table]
