"""Reads every row of every source into staging; each fault is named with its file, line, column and remedy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, zip_longest
from typing import Final, TypeAlias

from storage.importing.checks import odd
from storage.importing.checks.strangers import are_of_persons
from storage.importing.columns.column_types import ColumnRules, Context, Row, SupposedDay
from storage.importing.columns.file_columns import BY_NAME, PEOPLE
from storage.importing.columns.session_columns import next_key
from storage.importing.columns.values import SHEET_ERROR, UNCALCULATED, ImportVocabulary, Value
from storage.importing.faults import Faults, LeftOutOnPurpose, OfSeveral, Unreadable
from storage.importing.mapped.begun_before import FromStart
from storage.importing.mapped.families import each_of_family
from storage.importing.mapped.joined_by_name import is_by_name, leave_to_numbers, marks_of
from storage.importing.mapped.made_twice import NEXT
from storage.importing.mapped.next_ones import to_come
from storage.importing.mapped.same_sessions import mark_of
from storage.importing.staging import BATCH, NEXT_ONE, NO_TIME, STILL_THERE, Origin, Staging
from storage.importing.tables.files import EMPTY, FileFault, Line, OfKind, OfPerson, Source
from storage.importing.tables.headings import KnownHeading, heading_of

#: Called now and then with what is being done, how much of it is done, and of how much (0: not known).
Progress: TypeAlias = Callable[[str, int, int], None]


#: So many cells of a column are remembered.
_REMEMBERED: Final = 20_000
_FIRST: Final = {"people": 0, "cases": 1}
#: The column by which what a file is of has ended.
_LAST_DAYS: Final = {"people": "left_on", "cases": "closed_on"}


def silent(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A source whose heading was understood, and the lines after it."""

    source: Source
    heading: KnownHeading
    lines: Iterator[Line]

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def kind(self) -> str:
        return self.heading.kind.name


#: A cell as it is read, or why it can't be taken.
_Cell: TypeAlias = Value | Unreadable


class _Cells(dict[str, _Cell]):
    """A column's cells by their text, each read when it is first asked for."""

    def __init__(self, column: ColumnRules, words: ImportVocabulary) -> None:
        self._column, self._words = column, words

    def __missing__(self, text: str) -> _Cell:
        cell = self[text] = self.read(text)
        return cell

    def read(self, text: str) -> _Cell:
        column, text = self._column, text.strip()
        if not text:
            return Unreadable("this is empty: every row needs it") if column.needed else column.blank
        if text[0] == "#" and SHEET_ERROR.fullmatch(text):
            return Unreadable(_gave_no_value(text))
        try:
            return column.read(text, self._words)
        except Unreadable as error:
            return error.with_traceback(None)


class _Columns:
    """A heading's columns. ``given``: each with its place and what a cell of the same text was read as before;
    ``blank``: a row that says nothing, filled in faster than one is made."""

    def __init__(self, heading: KnownHeading, words: ImportVocabulary) -> None:
        both = list(zip(heading.kind.columns, heading.places, strict=True))
        self.given: list[tuple[ColumnRules, int, _Cells]]
        self.given = [(column, at, _Cells(column, words)) for column, at in both if at >= 0 or column.needed]
        self.names = [column.name for column, _, _ in self.given]
        self.blank = dict.fromkeys(("key", *heading.kind.derived))
        self.blank |= {column.name: column.blank for column in heading.kind.columns}

    def forget(self) -> None:
        """What was read before, where it has grown: memory stays flat."""
        for _, _, before in self.given:
            if len(before) > _REMEMBERED:
                before.clear()

    def rows(self, values: Iterable[Sequence[_Cell]]) -> Iterator[Row]:
        """Of what the columns that are given say."""
        for one in zip(*values, strict=True):
            row = self.blank.copy()
            row.update(zip(self.names, one, strict=True))
            yield row


@dataclass(slots=True)
class Reading:
    """``odd``: what is taken and may be a slip. ``unread``: by file, the columns that were passed over;
    ``fixed``: those of ours in which a mapping says the same in every row; ``from_start``: the absences that may have
    begun before it; ``days_of``: by file, a rota's days, and ``worked``: who wasn't away on which. ``of_rows``: where
    the faults of single rows go, if they don't stop the import. ``of_left_out``: by kind how many rows name somebody or
    a case that a mapping leaves out, and so stay out too; ``without``: how many come in without them;
    ``who_left_out``: how many of those name whom of the staff. ``of_cells``:
    what is wrong with cells without which their rows come in, where faults don't stop the import. ``complete``: each
    file is all there is, and what it has hasn't ended."""

    staging: Staging
    context: Context
    faults: Faults
    odd: Faults = field(default_factory=Faults)
    progress: Progress = silent
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: dict[str, frozenset[str]] = field(default_factory=dict)
    from_start: dict[str, FromStart] = field(default_factory=dict)
    days_of: dict[str, frozenset[date]] = field(default_factory=dict)
    worked: dict[str, Set[tuple[str, date]]] = field(default_factory=dict)
    of_rows: Faults | None = None
    of_left_out: Counter[str] = field(default_factory=Counter)
    without: Counter[str] = field(default_factory=Counter)
    who_left_out: Counter[str] = field(default_factory=Counter)
    of_cells: Faults = field(default_factory=Faults)
    complete: bool = False

    def read(self, sources: Sequence[Source]) -> None:
        """People first, those without numbers last of them, then cases: others name them, in whatever spelling."""
        opened: list[_Opened] = []
        for source in sources:
            with self._naming(source.name):
                opened += self._open(source)
        for one in sorted(
            opened, key=lambda one: (_FIRST.get(one.kind, len(_FIRST)), is_by_name(one.source))
        ):
            with self._naming(one.name):
                self._read_one(one)
        leave_to_numbers(self.staging, self.odd, self.context.iso_today)

    @contextmanager
    def _naming(self, file: str) -> Iterator[None]:
        """A fault of the whole file is named with it."""
        try:
            yield
        except FileFault as fault:
            self.faults.add(file, fault.line, "", str(fault))

    def _open(self, source: Source) -> list[_Opened]:
        """None of them where the heading isn't understood."""
        lines = source.lines()
        first = next(lines, None)
        if first is None:
            raise FileFault(EMPTY)
        for found in (self.faults, self._of_rows, self.of_cells, self.odd):
            found.call(source.name, source.titles)
        said = source.kind if isinstance(source, OfKind) else None
        self.fixed[source.name] = source.fixed if isinstance(source, OfKind) else frozenset()
        heading = heading_of(source.name, *first, self.faults, said)
        if heading and heading.unread:
            self.unread[source.name] = heading.unread
        return [_Opened(source, heading, lines)] if heading else []

    def _read_one(self, opened: _Opened) -> None:
        heading = opened.heading
        given = self._given(opened)
        number = self.staging.begin(Origin(opened.name, heading.kind.name, given))
        lines = opened.lines
        if isinstance(opened.source, OfPerson):
            opened.source.mine.update(self.context.words.staff.addresses(opened.source.whose))
        if NEXT_ONE in given:
            lines = to_come(lines, heading, self.context.today)
        lines = each_of_family(lines, heading, self.context.words.references.known())
        self._stage(opened.name, heading, number, lines)
        if isinstance(opened.source, OfKind):
            self._set_aside(opened.source)
            self.from_start[opened.name] = opened.source.from_start
            self.days_of[opened.name] = opened.source.days
            known = self.context.words.staff.known
            self.worked[opened.name] = {(known(one) or one, day) for one, day in opened.source.worked}
        if isinstance(opened.source, OfPerson):
            whose = opened.source.whose
            self.staging.calendars.add(self.context.words.staff.number(whose) or whose)
            for line, said in opened.source.passed_over:
                self.odd.add(opened.name, line, "", said[0])

    def _given(self, opened: _Opened) -> frozenset[str]:
        """The columns of which a file speaks, and whether it says by having somebody that they are there; of sessions
        whether it says no time, and whether they are next ones."""
        heading, source = opened.heading, opened.source
        if heading.kind.name == "sessions":
            marks = {NO_TIME} if "start" in self.fixed[opened.name] else set[str]()
            marks |= {NEXT_ONE} if isinstance(source, OfKind) and source.makes == NEXT else set()
            return heading.given | marks | {*mark_of(source)}
        says = {_LAST_DAYS.get(heading.kind.name, ""), "is_open"}
        by_having = self.complete and heading.kind.name in _LAST_DAYS and says.isdisjoint(heading.given)
        marks = {STILL_THERE} if by_having else set[str]()
        return heading.given | marks | (marks_of(source) if heading.kind is PEOPLE else set())

    def _set_aside(self, source: OfKind) -> None:
        """Whom the mapping leaves out, others that name them do too."""
        words = self.context.words
        if source.kind == "people":
            words.staff.leave_out(source.aside)
        elif source.kind == "sessions":
            self.staging.rejected.keys["sessions"].update(key for one in source.aside for key in one if key)
        elif source.kind == "cases":
            words.references.leave_out(one for identities in source.aside for one in identities)

    def _stage(self, name: str, heading: KnownHeading, number: int, lines: Iterator[Line]) -> None:
        done, columns = 0, _Columns(heading, self.context.words)
        given = self.staging.origins[number].given
        origins = {_NOTHING: number}
        while part := list(islice(lines, BATCH)):
            columns.forget()
            lacking: _Lacking = defaultdict(list)
            rows = list(self._rows(name, heading, part, columns, lacking))
            if NEXT_ONE in given:
                rows = [(line, {**row, "key": next_key(row)}) for line, row in rows]
            for without, some in _by_lack(rows, lacking) if lacking else [(_NOTHING, rows)]:
                if without not in origins:
                    said = Origin(name, heading.kind.name, given - without)
                    origins[without] = self.staging.begin(said)
                self._keep(heading, origins[without], some)
            for line, _ in rows:
                for column, message, habit in lacking.get(line, ()):
                    self.of_cells.add(name, line, column, message, habit)
            done += len(part)
            self.progress(f"reading {name}", done, 0)

    def _keep(self, heading: KnownHeading, number: int, rows: list[tuple[int, Row]]) -> None:
        self.staging.add(heading.kind, number, rows)
        if heading.kind.name == "cases":
            self._keep_allocations(number, rows)
        if heading.kind is PEOPLE:
            self.context.words.staff.add(rows)

    def _keep_allocations(self, number: int, rows: list[tuple[int, Row]]) -> None:
        """The worker in a file of cases is the case's allocation from that day."""
        held = [(line, _allocation(row)) for line, row in rows if row["worker"] is not None]
        self.staging.add(BY_NAME["allocations"], number, held)

    @property
    def _of_rows(self) -> Faults:
        return self.faults if self.of_rows is None else self.of_rows

    def _rows(
        self, name: str, heading: KnownHeading, part: Sequence[Line], columns: _Columns, lacking: _Lacking
    ) -> Iterator[tuple[int, Row]]:
        """Those with nothing wrong, each with its line; what is wrong with the others is named. ``lacking`` is
        filled with the cells without which they come in."""
        widest = max((len(cells) for _, cells in part), default=0)
        fitting = part
        if widest > heading.width:
            fitting = [one for one in part if self._fits(name, heading, *one)]
        lines, unsound = [line for line, _ in fitting], set[int]()
        texts = list(zip_longest(*(cells for _, cells in fitting), fillvalue=""))
        none, values = [""] * len(fitting), list[Sequence[_Cell]]()
        for column, place, before in columns.given:
            said = texts[place] if 0 <= place < len(texts) else none
            cells = list(map(before.read if column.afresh else before.__getitem__, said))
            values.append(cells)
            if Unreadable in set(map(type, cells)):
                _unquote_names(said, cells)
            if column.name in self._may_lack(heading):
                _leave_out_cells(column, lines, cells, lacking)
            if not _NOT_TAKEN.isdisjoint(map(type, cells)):
                unsound |= self._name(name, column, lines, cells)
                unsound |= self._without(heading, column, cells, unsound)
        for at, row in enumerate(columns.rows(values)):
            if at not in unsound and self._is_sound(name, heading, lines[at], row, lacking):
                yield lines[at], row
            else:
                self._reject(heading, row)

    def _reject(self, heading: KnownHeading, row: Row) -> None:
        """Who is named elsewhere by a row that doesn't come in is known all the same."""
        self.staging.rejected.add(heading.kind.name, row)
        if heading.kind is PEOPLE and isinstance(row["staff_number"], str):
            said = {column: row[column] if isinstance(row[column], str) else None for column in row}
            self.context.words.staff.add([(0, said)])

    def _fits(self, name: str, heading: KnownHeading, line: int, cells: Sequence[str]) -> bool:
        if len(cells) <= heading.width or not any(cell.strip() for cell in cells[heading.width :]):
            return True
        self._of_rows.add(
            name, line, "", "more cells than the heading has: a comma inside a cell needs quotation marks"
        )
        self.staging.rejected.nameless.add(heading.kind.name)
        return False

    def _name(self, name: str, column: ColumnRules, lines: Sequence[int], cells: Sequence[_Cell]) -> set[int]:
        """Names each of a column's cells that can't be taken; which of them."""
        both = ((at, cell) for at, cell in enumerate(cells) if isinstance(cell, Unreadable))
        wrong = {at: cell for at, cell in both if not isinstance(cell, LeftOutOnPurpose)}
        for at, error in wrong.items():
            self._of_rows.add(name, lines[at], column.name, str(error), error.habit, sort=error.sort)
        for at, cell in enumerate(cells):
            if isinstance(cell, OfSeveral | SupposedDay):
                self.odd.add(name, lines[at], column.name, cell.said)
        return set(wrong)

    def _without(
        self, heading: KnownHeading, column: ColumnRules, cells: list[_Cell], unsound: Set[int]
    ) -> set[int]:
        """Those that name somebody whom a mapping leaves out: without them where the row can be."""
        out = {at for at, cell in enumerate(cells) if isinstance(cell, LeftOutOnPurpose)}
        if not out:
            return set()
        whom = (cells[at] for at in out - unsound)
        self.who_left_out.update(one.who for one in whom if isinstance(one, LeftOutOnPurpose) and one.who)
        several = {at for at in out if isinstance(cells[at], OfSeveral)}
        for at in out:
            cells[at] = column.blank
        if not column.spared:
            self.of_left_out[heading.kind.name] += len(out - unsound - several)
            return out
        self.without[heading.kind.name] += len(out - unsound)
        return set()

    def _may_lack(self, heading: KnownHeading) -> Set[str]:
        """Where faults stop the import they are all to be corrected."""
        return _NOTHING if self.of_rows is None else heading.kind.may_lack

    def _is_sound(self, name: str, heading: KnownHeading, line: int, row: Row, lacking: _Lacking) -> bool:
        """Whether a row as a whole is, its key and what is worked out filled in; what is wrong or odd is named."""
        wrong = list(heading.kind.finish(row, self.context))
        if spare := [one for one in wrong if one[0] in self._may_lack(heading)]:
            for column, message in spare:
                row[column] = None
                lacking[line].append((column, message, ""))
            wrong = list(heading.kind.finish(row, self.context))
        for at, message in wrong:
            self._of_rows.add(name, line, at, message)
        if not wrong:
            for at, message in odd.of_row(heading.kind.name, row, self.context):
                self.odd.add(name, line, at, message)
        return not wrong


#: By line the cells without which its row comes in: their column, what is wrong, and the habit of it.
_Lacking: TypeAlias = dict[int, list[tuple[str, str, str]]]
_NOTHING: Final = frozenset[str]()
#: What a cell is that isn't taken, or of which something is said.
_NOT_TAKEN: Final = frozenset({Unreadable, LeftOutOnPurpose, OfSeveral, SupposedDay})


def _unquote_names(said: Sequence[str], cells: list[_Cell]) -> None:
    """Where names stand in a column of something else no fault says one: they may be children's."""
    wrong = {at: one for at, one in enumerate(cells) if type(one) is Unreadable}
    if are_of_persons({said[at].strip() for at in wrong}):
        for at, one in wrong.items():
            cells[at] = one.without(said[at].strip())


def _leave_out_cells(
    column: ColumnRules, lines: Sequence[int], cells: list[_Cell], lacking: _Lacking
) -> None:
    for at, cell in enumerate(cells):
        if isinstance(cell, Unreadable) and not isinstance(cell, LeftOutOnPurpose):
            cells[at] = column.blank
            lacking[lines[at]].append((column.name, str(cell), cell.habit))


def _by_lack(
    rows: Sequence[tuple[int, Row]], lacking: _Lacking
) -> Iterator[tuple[frozenset[str], list[tuple[int, Row]]]]:
    """By the columns that they lack, as if their file had not those: what is stored there stays."""
    found: dict[frozenset[str], list[tuple[int, Row]]] = defaultdict(list)
    for line, row in rows:
        found[frozenset(column for column, *_ in lacking.get(line, ()))].append((line, row))
    yield from found.items()


def _allocation(row: Row) -> Row:
    case, worker, since = row["case"], row["worker"], row["allocated_on"]
    key = f"{case}|{worker}|{since}"
    return {"key": key, "case": case, "worker": worker, "since": since, "until": None, "chain": case}


def _gave_no_value(text: str) -> str:
    if text.upper() == UNCALCULATED:
        return "a formula that was never worked out: open the workbook in a spreadsheet and save it again"
    if text.startswith("##"):
        return f"'{text}' stands for a value that was too wide for its column: widen it and export again"
    return f"'{text}' is what a spreadsheet's formula gave instead of a value: correct it there, or empty the cell"
