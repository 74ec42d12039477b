"""How new rows will look once they are in: what a dry run shows, so that a column taken for another is seen before."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from storage.importing.applied.link import PERSON
from storage.importing.applied.said_by import COUNTED, shown, written_in
from storage.importing.columns.column_types import ColumnRules, Kind
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.columns.values import Value
from storage.importing.staging import Staging
from storage.work import Work

#: A column that says more different things holds no words; of one with fewer all are named, with their rows.
_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """``rows``: how many say something; ``shown``: what the sample's rows say; ``altogether``: what all of them do."""

    name: str
    rows: int
    shown: tuple[str, ...]
    altogether: str


@dataclass(frozen=True, slots=True)
class KindShown:
    """The rows of one kind that aren't stored as they are. ``lines``: of the sample, each in its file."""

    kind: str
    rows: int
    lines: tuple[int, ...]
    columns: tuple[ColumnLook, ...]


def looks(staging: Staging, work: Work, kinds: Iterable[str]) -> Iterator[KindShown]:
    names = dict(staging.sql.execute("SELECT key, name FROM people").fetchall())
    stored = work.connection.execute(select(PERSON.c.staff_number, PERSON.c.name))
    names = {**{row[0]: row[1] for row in stored}, **names}
    for name in kinds:
        yield _look(staging, BY_NAME[name], names)


def _look(staging: Staging, kind: Kind, names: Mapping[str, str]) -> KindShown:
    columns = [column for column in kind.columns if _is_said(staging, kind, column)]
    sample = _sample(staging, kind, [column.name for column in columns])
    total = staging.sql.execute(f"SELECT count(*) FROM {kind.name} WHERE differs").fetchone()[0]
    found = (
        ColumnLook(
            column.name,
            _count(staging, kind, f'"{column.name}" IS NOT NULL'),
            tuple(_of_row(column, row[at + 1], names) for row in sample),
            _altogether(staging, kind, column, total),
        )
        for at, column in enumerate(columns)
    )
    return KindShown(kind.name, total, tuple(row[0] for row in sample), tuple(found))


def _is_said(staging: Staging, kind: Kind, column: ColumnRules) -> bool:
    """Whether a row says something that an empty cell wouldn't."""
    name = written_in(kind.name, column.name)
    said = f"{name} IS NOT NULL"
    if column.blank is not None:
        return _count(staging, kind, f"{said} AND {name} <> ?", column.blank) > 0
    return _count(staging, kind, said) > 0


def _count(staging: Staging, kind: Kind, said: str, *values: object) -> int:
    query = f"SELECT count(*) FROM {kind.name} WHERE differs AND {said}"
    found: int = staging.sql.execute(query, values).fetchone()[0]
    return found


def _sample(staging: Staging, kind: Kind, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The row that says most, and the first and the last; by their lines."""
    said = ", ".join(written_in(kind.name, name) for name in names)
    most = " + ".join(f'("{name}" IS NOT NULL)' for name in names) or "1"
    orders = (f"{most} DESC, id", "id", "id DESC")
    query = f"SELECT line, {said or 'key'}, id FROM {kind.name} WHERE differs ORDER BY {{}} LIMIT 1"
    rows = {staging.sql.execute(query.format(order)).fetchone() for order in orders}
    return sorted(rows, key=lambda row: row[-1])


def _of_row(column: ColumnRules, value: Value, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    return "(not shown)" if column.name in COUNTED else shown(column, value, names)


def _altogether(staging: Staging, kind: Kind, column: ColumnRules, total: int) -> str:
    of = f'FROM {kind.name} WHERE differs AND "{column.name}" IS NOT NULL'
    name = written_in(kind.name, column.name)
    least, most, different = staging.sql.execute(
        f"SELECT min({name}), max({name}), count(DISTINCT {name}) {of}"
    ).fetchone()
    if column.name in COUNTED and not column.flag:
        return ""
    if column.of_day and least:
        return f"{shown(column, least, {})} to {shown(column, most, {})}"
    if different > min(_WORDS, total // 2) or column.refers:
        return f"{different:,} different"
    words = staging.sql.execute(
        f"SELECT {name}, count(*) {of} GROUP BY {name} ORDER BY count(*) DESC, {name}"
    ).fetchall()
    said = (shown(column, word, {}) or "none" for word, _ in words)
    return ", ".join(f"{one} {rows:,}" for one, (_, rows) in zip(said, words, strict=True))
