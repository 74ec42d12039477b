"""A council's own file as the bot's files, by its mapping: which rows are of which kind, and what each cell means.

What a mapping can't translate goes on as it stands, so that the reader of that column says what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final, TypeAlias

from policy.calendar import WorkingCalendar
from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.mapped.between_days import BetweenDays
from storage.importing.mapped.days_in_words import last_such_day
from storage.importing.mapped.gathering import (
    DaysAway,
    Gathering,
    gathered,
    gathered_by_latest,
    given,
    in_a_row,
    larger,
    latest,
    latest_first,
    latest_given,
    of_each_word,
)
from storage.importing.mapped.half_days import is_half_day
from storage.importing.mapped.made_twice import NEXT, kind_made
from storage.importing.mapped.mapping import (
    DAYS,
    HOLD_SEVERAL,
    HOLDERS,
    IDENTITIES,
    KNOWN_BY,
    UNDECIDED,
    WITHIN,
    FileMapping,
    MappedColumn,
    MappedKind,
)
from storage.importing.mapped.month_years import MONTHS_ASKED, Above, dated
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.mapped.own_line import own_line
from storage.importing.mapped.own_row import (
    CAME,
    Month,
    OwnRow,
    headings_of,
    months_of,
    nobody_in,
    of_each_day,
    places_of,
    rows_of,
    said_before,
)
from storage.importing.mapped.own_words import OwnWords
from storage.importing.mapped.posts import whose
from storage.importing.mapped.taken_whole import LessThanWhole
from storage.importing.mapped.translating import (
    Said,
    Translate,
    as_entered,
    in_turn,
    joined_,
    left_out_by,
    meant_in,
    said_by_column,
    translator,
)
from storage.importing.tables.files import EMPTY, FileFault, IsHeading, Line, TableFile
from storage.importing.tables.headings import plain
from storage.importing.tables.page_lines import PageLines
from storage.importing.tables.rota import rotas_in

#: No column's name: how many rows there were.
ROWS: Final = ""


def heading_for(mapping: FileMapping) -> IsHeading:
    """Whether a line has every column that the mapping reads."""
    return lambda cells: not lacking(mapping, cells)


def lacking(mapping: FileMapping, cells: Sequence[str]) -> set[str]:
    """Which columns that the mapping reads a line doesn't have, as they are compared."""
    return {plain(name) for name in mapping.sources} - set(headings_of(cells))


@dataclass(frozen=True, slots=True)
class MappedRows:
    """One kind of our files, made from a council's own: a Source. ``passed``: once it was read, how many rows there
    were (``ROWS``), and how many of them are none of this kind, by the column that says so; ``aside``: by what each is
    known, in other files too, whom the mapping leaves out. ``makes``: by what name the mapping makes it;
    ``from_start``: of days that it gathers, once it was read, those absences that it has from its first day on, and
    ``worked``: whose other days it has; ``whole``: lines of absences that are shorter than they come in; ``dates``: how
    it writes its days, where the table's name tells more of it;
    ``calendar``: the council's; ``today``: until when days may have been."""

    table: TableFile
    mapping: FileMapping
    makes: str
    alone: bool = True
    passed: Counter[str] = field(default_factory=Counter, compare=False)
    aside: list[Sequence[str]] = field(default_factory=list, compare=False)
    from_start: dict[tuple[int, str], date] = field(default_factory=dict, compare=False)
    worked: set[tuple[str, date]] = field(default_factory=set, compare=False)
    whole: list[int] = field(default_factory=list, compare=False)
    dates: OwnDates | None = None
    calendar: WorkingCalendar | None = None
    today: date | None = None

    @property
    def kind(self) -> str:
        return kind_made(self.makes)

    @property
    def name(self) -> str:
        return self.table.name if self.alone else f"{self.table.name} ({self.makes})"

    @property
    def titles(self) -> dict[str, str]:
        """``Position (role)``: what the file calls it, and what it is here."""
        columns = self._made.columns.items()
        said = {c: m.gives if m.latest else " or ".join(m.named) for c, m in columns}
        return {ours: f"{name} ({ours})" for ours, name in said.items() if name}

    @property
    def _dates(self) -> OwnDates:
        return self.dates or self.mapping.dates

    @property
    def _made(self) -> MappedKind:
        return self.mapping.makes[self.makes]

    @property
    def days(self) -> frozenset[date]:
        return frozenset(day for rota in rotas_in(self.table) for day in rota.told)

    @property
    def fixed(self) -> frozenset[str]:
        return frozenset(
            ours for ours, column in self._made.columns.items() if column.is_ and not column.when
        )

    def lines(self) -> Iterator[Line]:
        self.passed.clear()
        self.aside.clear()
        self.whole.clear()
        first, lines = self.opened()
        if self.mapping.months_from == UNDECIDED:
            raise FileFault(MONTHS_ASKED)
        yield first[0], list(self._made.columns)
        told = dict(zip(self._made.columns, self._translators(), strict=True))
        rotas, code = rotas_in(self.table), self.mapping.code
        between = BetweenDays(self._made, told, self.calendar, self.today, self.worked, rotas, code)
        for line in self._gathered(self._rows(first, lines, between), between):
            self.passed[CAME] += 1
            yield line

    def by_column(self) -> Iterator[Mapping[str, str]]:
        """Its rows, by our columns. Raises FileFault."""
        lines = self.lines()
        _, heading = next(lines)
        return (dict(zip(heading, cells, strict=False)) for _, cells in lines)

    def opened(self) -> tuple[Line, Iterator[Line]]:
        """The heading, and the lines below it. Raises FileFault."""
        above = Above(heading_for(self.mapping))
        lines = self.table.lines(above.is_one)
        first = next(lines, None)
        if first is None:
            raise FileFault(EMPTY)
        before = above.said(first[1])
        pages = PageLines.of(before, first[1])
        lines = pages.own(lines, self.passed)
        if (months := self.mapping.months_from) not in ("", UNDECIDED):
            first = first[0], dated(first[1], months, (*before[::-1], *self.table.names))
        return first, lines

    def _gathered(self, rows: Iterator[Line], between: BetweenDays) -> Iterator[Line]:
        ours, what = list(self._made.columns), self._made.gathers
        if what == DAYS:
            at = DaysAway(*(ours.index(name) for name in ("staff_number", "first", "last")))
            return self._from_start(between.open_ended(in_a_row(rows, at, between.is_free), at), at, between)
        if what and self._made.others_by:
            return gathered_by_latest(rows, Gathering.of(ours, IDENTITIES[self.makes], what))
        return gathered(rows, ours.index(what)) if what else rows

    def _from_start(self, rows: Iterator[Line], at: DaysAway, between: BetweenDays) -> Iterator[Line]:
        made = [(*one, v.day_if_readable(one[1][at.first])) for one in rows]
        start = min(self.days or (first for *_, first in made if first), default=None)
        for line, cells, first in made:
            if start and first and between.since(cells[at.whose], start, first):
                self.from_start[line, first.isoformat()] = start
            yield line, cells

    def _rows(self, heading: Line, lines: Iterator[Line], between: BetweenDays) -> Iterator[Line]:
        width, translators = len(heading[1]), list(between.told.values())
        months, words = self._months(heading[1]), self._words_of_each()
        needed, known_by = self._needed, self._known_by
        less = LessThanWhole.of(self.makes, heading[1], self._made)
        by_themselves = own_line(
            self.mapping, self.kind, self._made.columns, lambda one: self._translator(one, None, " ")
        )

        def set_aside(row: OwnRow) -> None:
            if known_by:
                self.aside.append([translators[at](row) for at in known_by])

        def left(row: OwnRow) -> None:
            between.says_other(row)
            set_aside(row)

        for line, row in self._latest(between.rows(self._of_kind(heading, lines, left)), translators):
            for one in of_each_day(row, months, self._dates, words, self.passed):
                # What stands beyond the heading goes along, for the reader to complain of.
                cells = [*(translate(one) for translate in translators), *row.cells[width:]]
                for some in of_each_word(cells, self._made.several):
                    if (nobody := nobody_in(some, one, needed) or by_themselves(some, one)) is None:
                        between.says_other(one, some)
                        self.whole.extend([line] if less and less.is_said(one.cells, some) else ())
                        yield line, some
                    else:
                        self.passed[nobody] += 1
                        set_aside(one)

    def own(self) -> Iterator[OwnRow]:
        """The file's own rows that are of this kind. Raises FileFault."""
        return (row for _, row in self._of_kind(*self.opened()))

    def _of_kind(
        self, heading: Line, lines: Iterator[Line], left: Callable[[OwnRow], None] = lambda _: None
    ) -> Iterator[_Numbered]:
        """``left``: hears of each row that the mapping leaves out."""
        left_out, only = said_by_column(self._made.leave_out), said_by_column(self._made.only)
        mine = self._own_rows(heading, lines, self.passed, left)
        return (one for one in mine if self._is_of_kind(one[1], left_out, only, left))

    @property
    def _known_by(self) -> Sequence[int]:
        """The columns by which others name one."""
        return [at for at, ours in enumerate(self._made.columns) if ours in KNOWN_BY.get(self.makes, ())]

    def _latest(self, rows: Iterator[_Numbered], translators: Sequence[Translate]) -> Iterator[_Numbered]:
        """Of the rows of one identity the latest, where the mapping says so; of posts held at once the larger."""
        rows = self._to_be_booked(self._at_once(rows, translators), translators)
        by = self._made.latest or self._made.others_by
        if by is None:
            return rows
        choose = latest if self._made.latest else latest_first
        return choose(rows, self._whose(IDENTITIES, translators), lambda one: self._day(one[1][by]))

    def _to_be_booked(
        self, rows: Iterator[_Numbered], translators: Sequence[Translate]
    ) -> Iterator[_Numbered]:
        """Of next sessions those of which a day and a time are said."""
        both = zip(self._made.columns, translators, strict=True)
        told = [one for ours, one in both if self.makes == NEXT and ours in ("date", "start")]
        return (one for one in rows if all(translate(one[1]) for translate in told))

    def _whose(
        self, identities: Mapping[str, str], translators: Sequence[Translate]
    ) -> Callable[[_Numbered], str]:
        """By which columns of ours, of this kind, a row is somebody's."""
        told = dict(zip(self._made.columns, translators, strict=True))
        of_row = whose([told[name] for name in (identities[self.makes], "name") if name in told])
        return lambda one: of_row(one[1])

    def _day(self, text: str) -> date | None:
        return v.day_if_readable(self._dates.restated(text))

    def _at_once(self, rows: Iterator[_Numbered], translators: Sequence[Translate]) -> Iterator[_Numbered]:
        one = self._made.at_once
        if one is None:
            return rows

        def share(numbered_: _Numbered) -> float | None:
            """None of a post that is over."""
            row = numbered_[1]
            over = one.ends and self._day(row[one.ends])
            return None if over else one.share(row[one.larger])

        def left(_: _Numbered) -> None:
            self.passed[one.larger] += 1

        return larger(rows, self._whose(HOLDERS, translators), share, left)

    @property
    def _needed(self) -> Mapping[int, Sequence[str]]:
        """By their places the columns that every row needs, or of which kind and state a session is, and of which the
        mapping has some words mean nothing, each with the file's."""
        kind = BY_NAME[self.kind]
        needed = {c.name for c in kind.columns if c.needed or (self.kind == "sessions" and c.blank)}
        columns = [(at, m) for at, (ours, m) in enumerate(self._made.columns.items()) if ours in needed]
        nobody = {at: [one.from_ for one in m.in_turn if "" in one.words.values()] for at, m in columns}
        return {at: [name for one in names for name in one] for at, names in nobody.items() if names}

    def _words_of_each(self) -> OwnWords:
        """What the cells of the columns of a month each mean."""
        columns = (column for column in self._made.columns.values() if column.each)
        return OwnWords({word: meant for column in columns for word, meant in column.words.items()})

    def _months(self, heading: Sequence[str]) -> Sequence[Month]:
        """The columns of which each that says something makes a row, those of days first."""
        days = BY_NAME[self.kind].days
        columns = sorted(self._made.columns.items(), key=lambda named: named[0] not in days)
        return months_of(heading, [column.each for _, column in columns if column.each])

    def _own_rows(
        self,
        heading: Line,
        lines: Iterator[Line],
        passed: Counter[str],
        left: Callable[[OwnRow], None] = lambda _: None,
    ) -> Iterator[_Numbered]:
        """Those that count, whatever their kind."""
        places = places_of(*heading, sorted(self.mapping.sources))
        left_out, empty = said_by_column(self.mapping.leave_out), OwnWords.of(self.mapping.empty)
        filled = [places[name] for name in self.mapping.fills_down]
        is_again = said_before(sorted(self.mapping.sources - {*self.mapping.alike_but}))
        again = [places[name] for name in self.mapping.repeats]
        for line, cells in rows_of(lines, len(heading[1]), passed, filled, empty, again):
            row = OwnRow(places, cells, empty)
            passed[ROWS] += 1
            if (why := left_out_by(row, left_out)) is not None:
                passed[why] += 1
                left(row)
            elif self.mapping.alike_but and is_again(row):
                passed[self.mapping.alike_but[0]] += 1
            else:
                yield line, row

    def _words(self, column: MappedColumn) -> OwnWords:
        """What its words mean: as the mapping says, else as other rows of the file do."""
        found = self._found(column, column.finds, column.gives) if column.finds and column.gives else {}
        return OwnWords({**found, **{fold(word): meant for word, meant in column.words.items()}})

    def _found(self, column: MappedColumn, key: str, gives: str) -> Mapping[str, str]:
        """By what rows say in the one column, what they say in the other."""
        rows = (row for _, row in self._own_rows(*self.opened(), Counter()))
        if not column.latest:
            return given((row[key], row[gives]) for row in rows)
        words, restated = OwnWords(column.words), self._dates.restated
        return latest_given((row[key], restated(meant_in(words, row[gives]))) for row in rows)

    def _translators(self) -> Iterator[Translate]:
        days = BY_NAME[self.kind].days
        for ours, column in self._made.columns.items():
            of_day = (ours in days or column.flags or column.part) and not column.finds
            between = ";" if ours in HOLD_SEVERAL else " "
            asks = ours == "case" or (self.kind, ours) == ("people", "staff_number")
            yield self._translator(column, self._dates.restated if of_day else None, between, asks=asks)

    def _translator(
        self,
        column: MappedColumn,
        restated: Callable[[str], str] | None,
        between: str,
        *,
        asks: bool = False,
    ) -> Translate:
        """``between``: what stands between the parts, where it has several."""
        days = self._dates.restated
        if column.part == WITHIN:
            restated, asks = partial(last_such_day, dates=self._dates, today=self.today), True
        parts = [self._translator(part, days if part.flags else restated, between) for part in column.parts]
        joined = joined_(parts, between) if parts else None
        fixed = column.is_
        joined = joined if fixed is None else lambda _: fixed
        first = translator(column, self._words(column), restated, joined, asks=asks)
        if column.or_:
            first = in_turn(first, self._translator(column.or_, restated, between, asks=asks))
        return as_entered(column, first) if column.entered else first

    def _is_of_kind(self, row: OwnRow, left_out: Said, only: Said, left: Callable[[OwnRow], None]) -> bool:
        if out := left_out_by(row, left_out):
            left(row)
        why = out or next((name for name in self._made.needs if not row[name]), None)
        why = why or next((name for name, words in only if row[name] not in words), None)
        why = why or (self._made.half_days[0] if is_half_day(self._made, row) else None)
        if why is not None:
            self.passed[why] += 1
        return why is None


#: A line's number, and its row.
_Numbered: TypeAlias = tuple[int, OwnRow]
