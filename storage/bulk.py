"""Many rows by one statement. Its text, and how each of its values is handed to the driver, are worked out once: of a
thousand rows SQLAlchemy's own way spends more on that than the database on keeping them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any, Final, TypeAlias

from sqlalchemy import JSON, Boolean, Connection, Date, Insert, Table, TableClause, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from storage.derivations import Derivation
from storage.reads import WRITES_TO
from storage.sql_types import Code, Instant
from storage.tables.base import compare_columns

#: Of all rows what they say, by column.
Said: TypeAlias = Mapping[str, list[Any]]
#: Of all rows one value of one parameter, as the driver takes it.
Values: TypeAlias = Callable[[Said], Iterable[Any]]

#: Types whose values come again and again. Never what is sealed: the same words are sealed otherwise each time.
_REPEATED: Final = (Boolean, Code, Date, Derivation, Instant)
#: So many values of each are remembered.
_REMEMBERED: Final = 4096


def execute_many(connection: Connection, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
    """Executes an ``INSERT`` or ``UPDATE`` that is made once for each of the rows, which all have the same keys."""
    if not rows:
        return
    said = _columns(statement, {name: list(map(itemgetter(name), rows)) for name in rows[0]})
    made = prepared(statement, connection.dialect, tuple(said))
    options = {WRITES_TO: made.table}
    connection.exec_driver_sql(made.sql, made.given(said), execution_options=options)


def _columns(statement: UpdateBase, columns: Said) -> Said:
    """The columns in which any row says something. The others of an ``INSERT`` stay empty unsaid: SQLite's driver takes
    longer over an empty value than over a word."""
    if not isinstance(statement, Insert):
        return columns
    empty = _may_be_left_out(statement.table)
    compared = compare_columns(statement.table).items()
    columns = {**{name: list(map(one.made, columns[one.of])) for name, one in compared}, **columns}
    return {n: some for n, some in columns.items() if n not in empty or some.count(None) < len(some)}


@lru_cache(maxsize=256)
def _may_be_left_out(table: TableClause) -> frozenset[str]:
    """The columns for which it is the same to say nothing and to leave them out."""
    plain = (c for c in table.c if c.default is None and c.server_default is None)
    return frozenset(c.key for c in plain if not c.type.should_evaluate_none)


@lru_cache(maxsize=256)
def insert_into(table: Table) -> UpdateBase:
    """The ``INSERT`` of a table's rows, always the same one."""
    return insert(table)


@dataclass(frozen=True, slots=True)
class PreparedStatement:
    """``values``: of each parameter in the order of the text; ``names``: theirs, where the driver wants them named."""

    sql: str
    table: str
    values: tuple[Values, ...]
    names: tuple[str, ...] | None

    def given(self, said: Said) -> list[Any]:
        together = zip(*(of_all(said) for of_all in self.values), strict=False)
        return [dict(zip(self.names, one, strict=True)) for one in together] if self.names else list(together)


@lru_cache(maxsize=256)
def prepared(statement: UpdateBase, dialect: Dialect, keys: tuple[str, ...]) -> PreparedStatement:
    """A statement for rows with these keys; what they leave out has its table's default, which is a plain value."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys), for_executemany=True)
    names = tuple(compiled.positiontup if compiled.positional else compiled.params)
    defaults = {column.key: column.default.arg for column in compiled.insert_prefetch}
    fixed = {**compiled.params, **defaults}
    values = (_values(name, name in keys, fixed[name], compiled.binds[name].type, dialect) for name in names)
    table = compiled.compile_state.dml_table.name
    return PreparedStatement(str(compiled), table, tuple(values), None if compiled.positional else names)


def _values(name: str, given: bool, fixed: Any, kind: TypeEngine[Any], dialect: Dialect) -> Values:
    convert = _converter(kind, dialect)
    if not given:
        value = convert(fixed) if convert else fixed
        return lambda _said: repeat(value)
    if convert is None:
        return itemgetter(name)
    if isinstance(kind, JSON):
        return lambda said: _each_once(convert, said[name])
    return lambda said: map(convert, said[name])


def _each_once(convert: Callable[[Any], Any], values: Iterable[Any]) -> Iterator[Any]:
    """What many rows share, which the rows hold meanwhile, is converted once."""
    made: dict[int, Any] = {}
    for value in values:
        if id(value) not in made:
            made[id(value)] = convert(value)
        yield made[id(value)]


def _converter(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """None where the driver takes a value as it is."""
    convert = kind.dialect_impl(dialect).bind_processor(dialect)
    return _Converted(convert).__getitem__ if convert and isinstance(kind, _REPEATED) else convert


class _Converted(dict[Any, Any]):
    """Values as the driver takes them: looked up, for a call takes longer than most conversions."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        self._convert = convert

    def __missing__(self, value: Any) -> Any:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[value] = self._convert(value)
        return made
