"""Of which year the months of a tracker are that say none: by a title, by the file's name, or by its days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Final, NamedTuple

from policy.written_days import full_year
from storage.importing.mapped.grid_cells import month_in, months_alone, with_years
from storage.importing.mapped.own_dates import TITLE, OwnDates, has_no_year, said_in
from storage.importing.proposal.own_columns import Column
from storage.importing.tables.files import FileFault, IsHeading, TableFile

#: A financial year begins with this month.
_APRIL: Final = 4
_TWO_YEARS: Final = re.compile(r"(?<!\d)(?:20)?(\d\d) ?[-–/_ ] ?(?:20)?(\d\d)(?!\d|[-/.]\d)")
_YEAR: Final = re.compile(r"(?<![\d/.\-])(20\d\d)(?!\d|[-/.]\d)")
MONTHS_ASKED: Final = "months_from in the mapping has to say the first month and its year, such as 2026-04"


@dataclass(slots=True)
class Above:
    """Keeps the lines that are looked at for a heading, as ``is_heading`` knows it: where none is one, rows of the file
    are among them."""

    is_heading: IsHeading
    looked_at: list[Sequence[str]] = field(default_factory=list)

    def is_one(self, cells: Sequence[str]) -> bool:
        if self.is_heading(cells):
            return True
        if not cells:  # they are read again, with another separator
            self.looked_at.clear()
        else:
            self.looked_at.append(cells)
        return False

    def lines(self, heading: Sequence[str]) -> Sequence[Sequence[str]]:
        """Those that stand above what was taken for the heading, with months behind its columns it may be."""
        at = next((n for n, cells in enumerate(self.looked_at) if _became(cells, heading)), None)
        return self.looked_at[:at]

    def said(self, heading: Sequence[str]) -> list[str]:
        return [cell for line in self.lines(heading) for cell in line if cell.strip()]


def _became(cells: Sequence[str], heading: Sequence[str]) -> bool:
    both = zip_longest(cells, heading, fillvalue="")
    return all(mine == theirs or (mine and theirs.startswith(mine)) for mine, theirs in both)


class MonthsFrom(NamedTuple):
    """``said``: what a mapping says of it, and why; empty where nothing tells. ``first``: the earliest month."""

    said: str
    why: str
    first: date


def by_month_of(dates: OwnDates, table: TableFile) -> OwnDates:
    """With the month that a table's names say, where its days say none."""
    if dates.month != TITLE:
        return dates
    month = next(filter(None, map(month_in, table.names)), None)
    return dates.model_copy(update={"month": f"{month:%Y-%m}" if month else ""})


def dated(heading: Sequence[str], months_from: str, texts: Iterable[str]) -> Sequence[str]:
    """A heading with a year behind each month that says none. ``texts``: titles, and names of the sheet and the file.
    Raises FileFault where none of them says the year."""
    alone = months_alone(heading)
    if not alone:
        return heading
    told = told_year(texts, alone[0][1]) if months_from == TITLE else None
    first = told[0] if told else _first(months_from)
    if first is None:
        raise FileFault(MONTHS_ASKED)
    return with_years(heading, first)


def _first(months_from: str) -> date | None:
    year, _, month = months_from.partition("-")
    return date(int(year), int(month), 1) if month else None


def proposed_months(columns: Sequence[Column], texts: Iterable[str], today: date) -> MonthsFrom | None:
    """None where every month says its year, or none of the days needs it."""
    alone = months_alone([column.title for column in columns])
    if not alone:
        return None
    month = alone[0][1]
    if told := told_year(texts, month):
        return MonthsFrom(TITLE, f"as “{told[1]}” says", told[0])
    mine = [(columns[at], one) for at, one in alone]
    if year := _by_days(mine, month):
        why = "by the days that say their year"
        return MonthsFrom(f"{year}-{month:02}", why, date(year, month, 1))
    if any(has_no_year(word) for column, _ in mine for word in column.words):
        return MonthsFrom("", "", date(today.year - (today.month < month), month, 1))
    return None


def told_year(texts: Iterable[str], month: int) -> tuple[date, str] | None:
    """By a financial year, ``2026-27``, or a year alone, which is the first month's; and what says it."""
    said = [" ".join(text.split()) for text in texts]
    for text in said:
        for one in _TWO_YEARS.finditer(text):
            if int(one[2]) == (int(one[1]) + 1) % 100:
                return date(2000 + int(one[1]), _APRIL, 1), text
    for text in said:
        if len(years := set(_YEAR.findall(text))) == 1:
            return date(int(years.pop()), month, 1), text
    return None


def _by_days(columns: Sequence[tuple[Column, int]], first: int) -> int | None:
    """The year of the first month, by most days of a column's own month."""
    years = Counter[int]()
    for column, month in columns:
        for word, rows in column.words.items():
            day = said_in(word)
            if day and day.month == month:
                years[full_year(day.year) - (month < first)] += rows
    return years.most_common(1)[0][0] if years else None
