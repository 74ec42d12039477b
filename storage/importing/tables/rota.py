"""A rota: a row for each person, a column for each day, and in the cells codes of what they do. Each cell that says
something is a row of its own, as if the rota had been kept so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from storage.importing.mapped.month_years import MONTHS_ASKED, Above, MonthsFrom
from storage.importing.mapped.rota_codes import Means, meant
from storage.importing.tables.alike_sheets import AlikeSheets
from storage.importing.tables.day_headings import DayHeading, dated, days_said, first_of, months_from
from storage.importing.tables.files import FileFault, IsHeading, Line, ReadFrom, TableFile, is_note, is_total
from storage.importing.tables.headings import is_known
from storage.importing.tables.legends import is_legend
from storage.importing.tables.page_lines import PageLines

#: How the columns are called that it makes, where it has none of that name.
_TITLES: Final = (("Date", "Code"), ("Day of rota", "Code of rota"))
#: How the column is called of whose the rows are, where nothing says it.
PERSON: Final = "Name"
#: So many lines of a code and what it means are a key, of codes no longer than this.
_OF_KEY: Final = 3
_CODE: Final = 7


@dataclass(slots=True)
class _Top:
    """What stands above the heading of a rota, and the heading's columns of days, as it is looked for."""

    names: Sequence[str]
    is_heading: IsHeading
    above: list[Sequence[str]]
    days: Sequence[DayHeading] = ()

    def is_one(self, cells: Sequence[str]) -> bool:
        if cells and (found := days_said(cells, self.above[-1] if self.above else (), self.texts)):
            self.days = found
            return True
        self.is_heading(cells)  # for whoever keeps what stands above
        if cells:
            self.above.append(cells)
        else:  # they are read again, with another separator
            self.above.clear()
        return False

    @property
    def texts(self) -> Sequence[str]:
        """The nearest first, then the names of the sheet and the file."""
        return [*(cell for line in reversed(self.above) for cell in line if cell.strip()), *self.names]


@dataclass(frozen=True, slots=True)
class Rota(ReadFrom):
    """``titles``: of the columns that it makes, of the day and of what stands there; ``from_``: the month and year from
    which on its days are, where they say none; ``told``: once it was read, its days."""

    titles: tuple[str, str]
    from_: str = ""
    told: set[date] = field(default_factory=set, compare=False)

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        top = _Top(self.names, is_heading, [])
        lines = self.table.lines(top.is_one)
        heading = next(lines, None)
        if heading is None:
            return
        first = first_of(top.days, top.texts, self.from_) if top.days else None
        if top.days and first is None:
            raise FileFault(MONTHS_ASKED, heading[0])
        days = dated(top.days, first) if first else {}
        self.told.update(days.values())
        others = [at for at in range(len(heading[1])) if at not in days]
        yield heading[0], [*_named(heading[1], others, min(days, default=0)), *self.titles]
        pages, width = PageLines.of((), heading[1]), len(heading[1])
        for number, cells in with_key_at_foot(list(lines)):
            if is_legend(cells):
                yield number, ["; ".join(cell.strip() for cell in cells if cell.strip())]
            elif not (pages.has(cells) or is_total(cells, width) or is_note(cells, width)):
                yield from _of_each_day((number, cells), others, days)


def _named(heading: Sequence[str], others: Sequence[int], first: int) -> list[str]:
    """Whose the rows are stands left of the days, often below nothing."""
    said = [heading[at] for at in others]
    blank = [n for n, at in enumerate(others) if at < first and not heading[at].strip()]
    if blank and PERSON.lower() not in (one.strip().lower() for one in said):
        said[blank[0]] = PERSON
    return said


def with_key_at_foot(lines: Sequence[Line]) -> Sequence[Line]:
    """A key that has a line for each code, and what it means beside it, as one line."""
    at = len(lines)
    while at and _keyed(lines[at - 1][1]):
        at -= 1
    pairs = [pair for _, cells in lines[at:] if (pair := _keyed(cells))]
    if len(pairs) < _OF_KEY:
        return lines
    said = "; ".join(f"{code} {meant_}" for code, meant_ in pairs)
    return [*lines[:at], (lines[at][0], [f"Key: {said}"])]


def _keyed(cells: Sequence[str]) -> tuple[str, str] | None:
    """A code, and what it means."""
    said = [cell.strip() for cell in cells if cell.strip()]
    if (
        len(said) != 2
        or len(said[0]) > _CODE
        or len(said[1]) <= len(said[0])
        or meant(said[1]) is Means.UNKNOWN
    ):
        return None
    return said[0], said[1]


def _of_each_day(line: Line, others: Sequence[int], days: Mapping[int, date]) -> Iterator[Line]:
    """A row for each cell of a day that says something; none of a line that says nothing else, as weekdays below the
    days."""
    number, cells = line
    own = [cells[at] if at < len(cells) else "" for at in others]
    if not any(map(str.strip, own)):
        return
    for place, day in days.items():
        if place < len(cells) and (code := cells[place].strip()):
            yield number, [*own, day.isoformat(), code]


class Across(NamedTuple):
    """``titles``: of the columns that a rota makes; ``months``: from when on its days are, where they don't say it."""

    titles: Sequence[str]
    months: MonthsFrom | None

    def arranged(self, table: TableFile) -> TableFile:
        return over_days(table, self.titles, self.months.said if self.months else "")


def across_in(table: TableFile, today: date) -> Across | None:
    """None for what is no rota. Raises FileFault."""
    one = table.sheets[0] if isinstance(table, AlikeSheets) else table
    top = _Top(one.names, Above(lambda _: False).is_one, [])
    heading = next(one.table.lines(top.is_one) if isinstance(one, Rota) else one.lines(top.is_one), None)
    if heading is None or not top.days:
        return None
    taken = {cell.strip().lower() for cell in heading[1]}
    titles = next(both for both in _TITLES if taken.isdisjoint(map(str.lower, both)))
    return Across(titles, months_from(top.days, top.texts, today))


def is_rota(table: TableFile) -> bool:
    return isinstance(table.sheets[0] if isinstance(table, AlikeSheets) else table, Rota)


def rotas_in(table: TableFile) -> Sequence[Rota]:
    sheets = table.sheets if isinstance(table, AlikeSheets) else [table]
    return [one for one in sheets if isinstance(one, Rota)]


def over_days(table: TableFile, titles: Sequence[str], from_: str) -> TableFile:
    """As a mapping says."""
    return Rota(table, (titles[0], titles[1]), from_) if titles else table
