"""Whether a column says one of a list of values, the list being one parameter however long it is.

With a parameter for each value a statement's text is made anew for each length, and the database reads it anew: for a
thousand that takes longer than finding the rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, bindparam, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _List(TypeDecorator[Iterable[Any]]):
    """An array, where the database has them; else JSON."""

    impl = String
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(self.of) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


class _OneOf(FunctionElement[bool]):
    """A condition, which needs no ``= 1`` beside it: SQLite would look at every row."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002
        return self


@compiles(_OneOf, "sqlite")
def _on_sqlite(element: _OneOf, compiler: Any, **more: Any) -> str:
    column, values = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - the column is ours


@compiles(_OneOf, "postgresql")
def _on_postgresql(element: _OneOf, compiler: Any, **more: Any) -> str:
    column, values = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} = ANY({values})"


def among(column: Any, constants: Iterable[Any]) -> ColumnElement[bool]:
    """As ``column.in_(constants)``, of a few that never change: written out once, where ``in_`` writes the statement
    out anew each time that it is asked."""
    given: ColumnElement[bool] = column.in_([literal(one, column.type) for one in constants])
    return given


def one_of(column: Any, name: str = "ids") -> ColumnElement[bool]:
    """As ``column.in_(values)``, of the values that the parameter ``name`` is."""
    return _OneOf(column, bindparam(name, type_=_List(column.type)))
