"""Days that somebody typed month first into a log of days written day first: when the row was entered tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from policy.written_days import WrittenDay
from storage.importing import values as v
from storage.importing.own_columns import Column, canonical
from storage.importing.own_dates import said_in, split

#: Headings under which a form keeps when a row was entered.
_ENTERED: Final = ("completion_time", "timestamp", "created")
#: Within so many days after a session people mostly enter it.
_SOON: Final = timedelta(days=45)


def entered_in(columns: Sequence[Column]) -> Column | None:
    titled = {canonical(column.title): column for column in columns if column.are_days}
    return next((titled[name] for name in _ENTERED if name in titled), None)


def turned_in(days: Sequence[Column], entered: Column) -> Iterator[tuple[str, date]]:
    """Cells that are so, with the day that is meant."""
    for column in days:
        for cell, when in zip(column.cells, entered.cells, strict=True):
            if cell and (day := turned(cell, when)):
                yield cell, day


def turned(cell: str, entered: str) -> date | None:
    """The day with month and day turned round, where that is shortly before the row was entered, and the day as it is
    written isn't; None for all others."""
    said, when = said_in(split(cell)[0]), v.day_if_readable(split(entered)[0])
    if said is None or when is None or said.named or said.year_first:
        return None
    as_written, other = _day(said), _day(said.with_month_first)
    is_late = as_written is None or not when - _SOON <= as_written <= when
    return other if is_late and other and when - _SOON <= other <= when else None


def _day(said: WrittenDay) -> date | None:
    year = int(said.year)
    return said.in_year(year if len(said.year) > 2 else 2000 + year)
