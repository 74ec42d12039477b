"""Of the days of an absence that a file has a row for each: on which days between them nobody would be at work, and
which absence goes on though no more of its days are written yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Final, TypeAlias

from policy.calendar import WorkingCalendar
from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.mapped.days_again import SaidTwice
from storage.importing.mapped.gathering import DaysAway
from storage.importing.mapped.mapping import DAYS, MappedKind
from storage.importing.mapped.own_row import OwnRow
from storage.importing.mapped.translating import Said, Translate, left_out_by, said_by_column
from storage.importing.tables.files import Line
from storage.importing.tables.rota import Rota

_FRIDAY: Final = 4
#: A line's number, and its row.
_Numbered: TypeAlias = tuple[int, OwnRow]
#: What is made of a cell that says a rest day.
_FREE: Final = ("free",)
_Days: TypeAlias = set[tuple[str, date]]


@dataclass(slots=True)
class BetweenDays:
    """``told``: how a row says what the mapping makes of it. ``calendar``: the council's; ``rotas``: the sheets of one,
    if it is one; ``code``: the column that says what they did then; ``free``: whose days are free besides, once the
    rows were read; ``other``: of whose days the file says anything else, and ``worked``: that they weren't away;
    ``going``: by each code of such days whose were written once they had been, and ``opening``: of those after which
    nobody knows when they are back; ``twice``: of several sheets, what each says of a day."""

    made: MappedKind
    told: Mapping[str, Translate]
    calendar: WorkingCalendar | None
    today: date | None
    worked: _Days
    rotas: Sequence[Rota]
    code: str
    free: _Days = field(default_factory=set)
    other: _Days = field(default_factory=set)
    going: dict[str, _Days] = field(default_factory=dict)
    opening: _Days = field(default_factory=set)
    twice: SaidTwice | None = field(init=False)

    def __post_init__(self) -> None:
        self.twice = SaidTwice(self.rotas) if len(self.rotas) > 1 else None

    def rows(self, rows: Iterator[_Numbered]) -> Iterator[_Numbered]:
        """Without the days between those of an absence on which nobody would be at work, which are kept. Raises
        FileFault at the end."""
        if self.made.gathers != DAYS:
            return rows
        free, going = said_by_column(self.made.no_gap), said_by_column(self.made.goes_on)
        opening = said_by_column(self.made.open_ended)
        return chain((one for one in rows if self._is_away(one[1], free, going, opening)), self._end())

    def _is_away(self, row: OwnRow, free: Said, going: Said, opening: Said) -> bool:
        if left_out_by(row, free) is not None:
            self._note(row, self.free)
            self._again(row, _FREE)
            return False
        if (title := left_out_by(row, going)) is not None:
            self._note(row, self.going.setdefault(fold(row[title]), set()))
        if left_out_by(row, opening) is not None:
            self._note(row, self.opening)
        return True

    def _end(self) -> Iterator[_Numbered]:
        if self.twice:
            self.twice.refuse_differing()
        yield from ()

    def says_other(self, row: OwnRow, made: Sequence[str] = ()) -> None:
        """A day that isn't free, whatever the calendar says of it: they were at work, or away. ``made``: of an absence,
        its row."""
        if self.made.gathers == DAYS:
            self._note(row, self.other)
            if not made:
                self._note(row, self.worked)
            self._again(row, made)

    def _note(self, row: OwnRow, days: _Days) -> None:
        if day := v.day_if_readable(self.told[DAYS](row)):
            days.add((self.told["staff_number"](row), day))

    def _again(self, row: OwnRow, made: Sequence[str]) -> None:
        day = v.day_if_readable(self.told[DAYS](row)) if self.twice else None
        if self.twice and day:
            self.twice.note(self.told["staff_number"](row), day, row[self.code], tuple(made))

    def is_free(self, whose: str, day: date) -> bool:
        """Nobody would be at work: by the calendar, or as the file says of them, and it says nothing else."""
        closed = not self.calendar.is_working(day) if self.calendar else day.weekday() > _FRIDAY
        return (closed or (whose, day) in self.free) and (whose, day) not in self.other

    def open_ended(self, rows: Iterator[Line], at: DaysAway) -> Iterator[Line]:
        """Without a last day where nobody would have been at work between it and the last such day of the file, nor
        between that and today; of days that are written ahead, between it and the file's last day."""
        made = list(rows)  # once all were read
        latest = {code: day for code, days in self.going.items() if (day := self._latest(days))}
        for line, cells in made:
            whose, last = cells[at.whose], v.day_if_readable(cells[at.last])
            if last and (
                (whose, last) in self.opening
                or any(self._goes_on(whose, last, code, day) for code, day in latest.items())
            ):
                yield line, [*cells[: at.last], "", *cells[at.last + 1 :]]
            else:
                yield line, cells

    def since(self, whose: str, start: date, first: date) -> bool:
        """Whether they weren't at work from the one day to the other."""
        return self._reaches(whose, start - timedelta(days=1), first - timedelta(days=1))

    def _latest(self, days: _Days) -> date | None:
        """None where it is too long ago for anybody to be away still. Where days to come are written too, the last day
        of the file."""
        if self.today is None:
            return None
        if (latest := max(day for _, day in days)) > self.today:
            return self._end_of_file
        return latest if self._reaches("", latest, self.today - timedelta(days=1)) else None

    @property
    def _end_of_file(self) -> date | None:
        days = {day for rota in self.rotas for day in rota.told}
        return max(days or {day for _, day in chain(self.free, self.other)}, default=None)

    def _goes_on(self, whose: str, last: date, code: str, latest: date) -> bool:
        """By that code, of which ``latest`` is the last day of all; nothing else is said of them up to today."""
        if (whose, last) not in self.going[code] or self.today is None:
            return False
        since = (last + timedelta(days=n) for n in range(1, (self.today - last).days + 1))
        return self._reaches(whose, last, latest) and not any((whose, day) in self.other for day in since)

    def _reaches(self, whose: str, last: date, until: date) -> bool:
        days = (last + timedelta(days=n) for n in range(1, (until - last).days + 1))
        return all(self.is_free(whose, day) for day in days)
