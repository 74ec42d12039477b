"""The file of who covers for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from storage.importing.columns.column_types import (
    Complaint,
    Context,
    Kind,
    Row,
    check_not_after_today,
    check_order,
    day_column,
    person_column,
)


def _finish_cover(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['absent']}|{row['supervisee'] or ''}|{row['cover']}|{row['since']}"
    row["chain"] = row["absent"]
    if row["cover"] in (row["absent"], row["supervisee"]):
        yield "cover", "nobody covers for themselves, or is supervised by themselves: name who covers"
    yield from check_order(row, "since", "until")
    yield from check_not_after_today(row, "arranged_on", context)


COVERS: Final = Kind(
    "covers",
    (
        person_column("absent", needed=True),
        person_column("supervisee"),
        person_column("cover", needed=True),
        day_column("since", needed=True),
        day_column("until"),
        day_column("arranged_on"),
    ),
    frozenset({"absent", "cover", "since"}),
    _finish_cover,
    ("chain",),
    may_lack=frozenset({"arranged_on"}),
)
