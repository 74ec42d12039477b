"""Days that somebody typed month first into a log of days written day first, or with the year before or after: when the
row was entered tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from policy.written_days import WrittenDay, full_year
from storage.importing.columns import values as v
from storage.importing.mapped.own_dates import said_in, split
from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.own_columns import Column

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
    """The day with month and day turned round, or in the year before or after, where that is shortly before the row was
    entered, and the day as it is written isn't; None for all others."""
    said, when = said_in(split(cell)[0]), v.day_if_readable(split(entered)[0])
    if said is None or when is None:
        return None
    fitting = (one for one in _readings(said) if one and when - _SOON <= one <= when)
    meant = next(fitting, None)
    return meant if meant != next(_readings(said)) else None


def _readings(said: WrittenDay) -> Iterator[date | None]:
    """As it is written, then with each slip that people make."""
    year = full_year(said.year)
    yield said.in_year(year)
    yield said.with_month_first.in_year(year)
    yield from (said.in_year(one) for one in (year + 1, year - 1))
