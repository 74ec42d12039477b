"""What a row of a file says once it was read, as whoever imports it reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from policy import date_words
from storage.importing.columns.column_types import ColumnRules
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.columns.values import BOTH, Value
from storage.importing.staging import Staged

#: Health, people's words and who was away: that they are said is counted, never shown beside a row.
COUNTED: Final = frozenset({"sickness", "planned", "reason", "absent", "returned_on", "why"})
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def said_by(row: Staged) -> Iterator[str]:
    """What a new row says, a column each; but its key, which is said beside it."""
    for column in BY_NAME[row.kind].columns:
        value = _as_written(row, column)
        if value not in (None, column.blank) and str(value) != row["key"]:
            yield column.name if column.name in COUNTED else f"{column.name} {shown(column, value, {})}"


def _as_written(row: Staged, column: ColumnRules) -> Value:
    """A session that was case supervision and personal supervision at once is kept as one of the first that was the
    second too."""
    both = (row.kind, column.name) == ("sessions", "kind") and row["personal_too"]
    return BOTH if both else row[column.name]


def written_in(kind: str, column: str) -> str:
    """The same, of a table's rows that are asked for."""
    name = f'"{column}"'
    both = (kind, column) == ("sessions", "kind")
    return f"CASE WHEN personal_too THEN '{BOTH}' ELSE {name} END" if both else name


def shown(column: ColumnRules, value: Value, names: Mapping[str, str]) -> str:
    text = str(value)
    if column.of_day:
        return date_words.day(date.fromisoformat(text)) if text[:4].isdecimal() else text
    if column.flag:
        return "yes" if value else "no"
    if column.name == "works":
        return " ".join(day for day, works in zip(_DAYS, text, strict=False) if works == "1")
    if column.refers == "people" and text in names:
        return f"{names[text]} ({text})"
    return text
