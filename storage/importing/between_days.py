"""Of the days of an absence that a file has a row for each: on which days between them nobody would be at work, and
which absence goes on though no more of its days are written yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeAlias

from policy.calendar import WorkingCalendar
from storage.importing import values as v
from storage.importing.files import Line
from storage.importing.gathering import DaysAway
from storage.importing.mapping import MappedKind
from storage.importing.own_row import OwnRow
from storage.importing.translating import Translate, left_out_by, said_by_column

_FRIDAY: Final = 4
#: A line's number, and its row.
_Numbered: TypeAlias = tuple[int, OwnRow]
_Days: TypeAlias = set[tuple[str, date]]


@dataclass(slots=True)
class BetweenDays:
    """``calendar``: the council's; ``free``: whose days are free besides, once the rows were read; ``going``: whose
    days were written once they had been."""

    made: MappedKind
    calendar: WorkingCalendar | None
    today: date | None
    free: _Days = field(default_factory=set)
    going: _Days = field(default_factory=set)

    def rows(self, rows: Iterator[_Numbered], told: Mapping[str, Translate]) -> Iterator[_Numbered]:
        """Without the days between those of an absence on which nobody would be at work, which are kept."""
        if not (self.made.no_gap or self.made.goes_on):
            return rows
        free, going = said_by_column(self.made.no_gap), said_by_column(self.made.goes_on)

        def note(row: OwnRow, days: _Days) -> None:
            if day := v.day_if_readable(told["first"](row)):
                days.add((told["staff_number"](row), day))

        def is_away(row: OwnRow) -> bool:
            if left_out_by(row, free) is not None:
                note(row, self.free)
                return False
            if left_out_by(row, going) is not None:
                note(row, self.going)
            return True

        return (one for one in rows if is_away(one[1]))

    def is_free(self, whose: str, day: date) -> bool:
        """Nobody would be at work: by the calendar, or as the file says of them."""
        closed = self.calendar is not None and self.calendar.why_not(day) is not None
        return closed or (whose, day) in self.free

    def open_ended(self, rows: Iterator[Line], at: DaysAway) -> Iterator[Line]:
        """Without a last day where nobody would have been at work between it and the last such day of the file, nor
        between that and today."""
        made = list(rows)  # once all were read
        latest = self._latest
        for line, cells in made:
            whose, last = cells[at.whose], v.day_if_readable(cells[at.last])
            if latest and last and (whose, last) in self.going and self._reaches(whose, last, latest):
                yield line, [*cells[: at.last], "", *cells[at.last + 1 :]]
            else:
                yield line, cells

    def since(self, whose: str, start: date, first: date) -> bool:
        """Whether they weren't at work from the one day to the other."""
        return self._reaches(whose, start - timedelta(days=1), first - timedelta(days=1))

    @property
    def _latest(self) -> date | None:
        """None where it is too long ago for anybody to be away still, or days to come are written too."""
        days = {day for _, day in self.going}
        if not days or self.today is None or (latest := max(days)) > self.today:
            return None
        return latest if self._reaches("", latest, self.today - timedelta(days=1)) else None

    def _reaches(self, whose: str, last: date, until: date) -> bool:
        days = (last + timedelta(days=n) for n in range(1, (until - last).days + 1))
        return all(day.weekday() > _FRIDAY or self.is_free(whose, day) for day in days)
