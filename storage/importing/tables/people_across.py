"""A planner with a column for each person and a row for each day, and in the cells codes of what they do: each cell
that says something is a row of its own, as if it had been kept as a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from storage.importing.mapped.month_years import MONTHS_ASKED
from storage.importing.mapped.rota_codes import LONGEST, tell_absences
from storage.importing.proposal.known_headings import is_called_so
from storage.importing.tables.alike_sheets import AlikeSheets
from storage.importing.tables.day_headings import DayHeading, dated, days_said, first_of, months_from
from storage.importing.tables.files import FileFault, IsHeading, Line, TableFile
from storage.importing.tables.headings import is_known
from storage.importing.tables.legends import is_legend
from storage.importing.tables.rota import PERSON, Across, Rota, with_key_at_foot

#: The day stands in one of the first columns; a year has no more lines than these.
_FIRST: Final = 3
_LINES: Final = 500
_WEEKDAY: Final = re.compile(r"(?:mo|tu|we|th|fr|sa|su)[a-z]*|[mtwfs]")
#: So many are a team.
_FEWEST: Final = 2


class _Planner(NamedTuple):
    """``at``: the place of the days' column; ``heading``: that of the line of names; ``people``: theirs."""

    at: int
    heading: int
    people: Sequence[int]
    days: Sequence[DayHeading]


@dataclass(frozen=True, slots=True)
class PeopleAcross(Rota):
    """``person``: how the column is called that it makes of who stands above."""

    person: str = PERSON

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        lines = _lines_of(self.table)
        planner = _planner(lines, self.names)
        if planner is None:
            return
        texts = _texts(lines, planner, self.names)
        first = first_of(planner.days, texts, self.from_)
        number = lines[planner.heading][0]
        if first is None:
            raise FileFault(MONTHS_ASKED, number)
        for _, cells in lines[: planner.heading]:
            is_heading(cells)  # for whoever keeps what stands above
        yield number, [self.person, *self.titles]
        days = dated(planner.days, first)
        self.told.update(days.values())
        yield from _of_each_person(lines, planner, days)
        for line, cells in with_key_at_foot([one for at, one in enumerate(lines) if at > max(days)]):
            if is_legend(cells):
                yield line, ["; ".join(cell.strip() for cell in cells if cell.strip())]


def _of_each_person(lines: Sequence[Line], planner: _Planner, days: Mapping[int, date]) -> Iterator[Line]:
    heading = lines[planner.heading][1]
    for at, day in days.items():
        number, cells = lines[at]
        for place in planner.people:
            if place < len(cells) and (code := cells[place].strip()):
                yield number, [" ".join(heading[place].split()), day.isoformat(), code]


def _lines_of(table: TableFile) -> Sequence[Line]:
    return list(islice(table.lines(bool), _LINES))


def _texts(lines: Sequence[Line], planner: _Planner, names: Sequence[str]) -> Sequence[str]:
    above = (cell for _, cells in reversed(lines[: planner.heading + 1]) for cell in cells if cell.strip())
    return [*above, *names]


def _planner(lines: Sequence[Line], names: Sequence[str]) -> _Planner | None:
    for at in range(_FIRST):
        column = [cells[at] if at < len(cells) else "" for _, cells in lines]
        titles = [cell for _, cells in lines[:_FIRST] for cell in cells if cell.strip()]
        days = days_said(column, (), [*titles, *names])
        heading = _heading(lines, days[0].place) if days else None
        if heading is not None and (people := list(_people(lines, at, heading, days))):
            return _Planner(at, heading, people, days)
    return None


def _heading(lines: Sequence[Line], first: int) -> int | None:
    """The fullest line above the days."""
    above = range(first)
    return max(above, key=lambda at: sum(bool(cell.strip()) for cell in lines[at][1]), default=None)


def _people(lines: Sequence[Line], at: int, heading: int, days: Sequence[DayHeading]) -> Iterator[int]:
    """The columns of codes, or of nothing so far: no weekdays beside the days, and no remarks."""
    for place, title in enumerate(lines[heading][1]):
        said = _under(lines, place, days)
        short = sum(len(word) <= LONGEST for word in said)
        if place > at and title.strip() and 2 * short >= len(said) and not _are_weekdays(said, len(days)):
            yield place


def _under(lines: Sequence[Line], place: int, days: Sequence[DayHeading]) -> list[str]:
    cells = (lines[one.place][1] for one in days)
    return [row[place].strip() for row in cells if place < len(row) and row[place].strip()]


def _are_weekdays(said: Sequence[str], days: int) -> bool:
    """In nearly each row one, which a code isn't."""
    return 2 * len(said) > days and all(map(_WEEKDAY.fullmatch, map(str.lower, said)))


class Turned(Across):
    """Of a planner that has the people across."""

    def arranged(self, table: TableFile) -> TableFile:
        return under_people(table, self.titles, self.months.said if self.months else "")


def turned_in(table: TableFile, today: date) -> Across | None:
    """None for what is no such planner: of several sheets each has to be one, and all together tell of leave; a month
    may have none. Raises FileFault."""
    sheets = table.sheets if isinstance(table, AlikeSheets) else [table]
    first, said = None, list[str]()
    for sheet in sheets:
        lines = _lines_of(sheet)
        planner = _planner(lines, sheet.names)
        if planner is None or not _names_people(lines[planner.heading][1], planner.people):
            return None
        first = first or months_from(planner.days, _texts(lines, planner, sheet.names), today)
        said += [word for place in planner.people for word in _under(lines, place, planner.days)]
    return Turned((PERSON, "Date", "Code"), first) if tell_absences(said) else None


def has_people_across(table: TableFile) -> bool:
    """By its days and its heading; what its cells say is another question."""
    lines = _lines_of(table)
    planner = _planner(lines, table.names)
    return planner is not None and _names_people(lines[planner.heading][1], planner.people)


def _names_people(heading: Sequence[str], people: Sequence[int]) -> bool:
    return len(people) >= _FEWEST and not any(is_called_so(heading[place]) for place in people)


def under_people(table: TableFile, titles: Sequence[str], from_: str) -> TableFile:
    """As a mapping says."""
    person, *others = titles
    return PeopleAcross(table, (others[0], others[1]), from_, person=person)
