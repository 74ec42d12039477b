"""What every table is, and the columns that many have."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final

import sqlalchemy
from sqlalchemy import JSON, Column, Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel

from policy.folding import fold
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


#: Of a column, in its ``info``: the one whose values it has folded.
FOLDS: Final = "folds"


def folded(name: str) -> Any:
    """Another column as it is compared (``policy/folding.fold``), kept as a row is added: what is typed in whatever
    spelling is found by its index. Whoever changes the other changes this."""

    def made(context: Any) -> str:
        return fold(context.get_current_parameters()[name])

    column = Column(
        String, default=made, server_default=text("''"), nullable=False, index=True, info={FOLDS: name}
    )
    return Field(default=None, sa_column=column)


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
