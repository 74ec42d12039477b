"""Reads every row of every source into staging; each fault is named with its file, line, column and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeAlias

from storage.importing import odd
from storage.importing.column_types import Column, Context, Row
from storage.importing.faults import Faults, Unreadable
from storage.importing.file_columns import BY_NAME, PEOPLE
from storage.importing.files import FileFault, Line, OfKind, OfPerson, Source
from storage.importing.headings import Heading, heading_of
from storage.importing.staging import BATCH, Origin, Staging
from storage.importing.values import SHEET_ERROR, UNCALCULATED, Value

#: Called now and then with what is being done, how much of it is done, and of how much (0: not known).
Progress: TypeAlias = Callable[[str, int, int], None]


#: So many cells of a column are remembered.
_REMEMBERED: Final = 20_000
_FIRST: Final = {"people": 0, "cases": 1}


def silent(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A source whose heading was understood, and the lines after it."""

    source: Source
    heading: Heading
    lines: Iterator[Line]

    @property
    def name(self) -> str:
        return self.source.name


class _Columns:
    """A heading's columns. ``given``: each with its place and what a cell of the same text was read as before;
    ``blanks``: what the others are."""

    def __init__(self, heading: Heading) -> None:
        both = list(zip(heading.kind.columns, heading.places, strict=True))
        self.given: list[tuple[Column, int, dict[str, Value]]]
        self.given = [(column, at, {}) for column, at in both if at >= 0 or column.needed]
        self.blanks: Row = {column.name: column.blank for column, at in both if at < 0}

    def forget(self) -> None:
        """What was read before, where it has grown: memory stays flat."""
        for _, _, before in self.given:
            if len(before) > _REMEMBERED:
                before.clear()


@dataclass(slots=True)
class Reading:
    """``odd``: what is taken and may be a slip. ``unread``: by file, the columns that were passed over."""

    staging: Staging
    context: Context
    faults: Faults
    odd: Faults = field(default_factory=Faults)
    progress: Progress = silent
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def read(self, sources: Sequence[Source]) -> None:
        """People first, then cases: others name them, in whatever spelling."""
        opened: list[_Opened] = []
        for source in sources:
            with self._naming(source.name):
                opened += self._open(source)
        for one in sorted(opened, key=lambda one: _FIRST.get(one.heading.kind.name, len(_FIRST))):
            with self._naming(one.name):
                self._read_one(one)

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
            raise FileFault("the file is empty: it needs at least a heading")
        for found in (self.faults, self.odd):
            found.call(source.name, source.titles)
        said = source.kind if isinstance(source, OfKind) else None
        heading = heading_of(source.name, *first, self.faults, said)
        if heading and heading.unread:
            self.unread[source.name] = heading.unread
        return [_Opened(source, heading, lines)] if heading else []

    def _read_one(self, opened: _Opened) -> None:
        heading = opened.heading
        number = self.staging.begin(Origin(opened.name, heading.kind.name, heading.given))
        self._stage(opened.name, heading, number, opened.lines)
        if isinstance(opened.source, OfPerson):
            whose = opened.source.whose
            self.staging.calendars.add(self.context.words.staff.number(whose) or whose)
            for line, said in opened.source.passed_over:
                self.odd.add(opened.name, line, "", said[0])

    def _stage(self, name: str, heading: Heading, number: int, lines: Iterator[Line]) -> None:
        done, columns = 0, _Columns(heading)
        while part := list(islice(lines, BATCH)):
            columns.forget()
            rows = [
                (line, row)
                for line, cells in part
                if (row := self._row(name, heading, line, cells, columns)) is not None
            ]
            self._keep(heading, number, rows)
            done += len(part)
            self.progress(f"reading {name}", done, 0)

    def _keep(self, heading: Heading, number: int, rows: list[tuple[int, Row]]) -> None:
        self.staging.add(heading.kind, number, rows)
        if heading.kind.name == "cases":
            self._keep_allocations(number, rows)
        if heading.kind is PEOPLE:
            self.context.words.staff.add(rows)

    def _keep_allocations(self, number: int, rows: list[tuple[int, Row]]) -> None:
        """The worker in a file of cases is the case's allocation from that day."""
        held = [(line, _allocation(row)) for line, row in rows if row["worker"] is not None]
        self.staging.add(BY_NAME["allocations"], number, held)

    def _row(
        self, name: str, heading: Heading, line: int, cells: Sequence[str], columns: _Columns
    ) -> Row | None:
        """None after naming what is wrong with it."""
        if len(cells) > heading.width and any(cell.strip() for cell in cells[heading.width :]):
            self.faults.add(
                name, line, "", "more cells than the heading has: a comma inside a cell needs quotation marks"
            )
            return None
        row = columns.blanks.copy()
        if not self._cells(name, line, cells, row, columns):
            return None
        sound = True
        for at, message in heading.kind.finish(row, self.context):
            self.faults.add(name, line, at, message)
            sound = False
        if not sound:
            return None
        for at, message in odd.of_row(heading.kind.name, row, self.context):
            self.odd.add(name, line, at, message)
        return row

    def _cells(self, name: str, line: int, cells: Sequence[str], row: Row, columns: _Columns) -> bool:
        """Whether all are sound; each that isn't is named."""
        sound, width = True, len(cells)
        for column, place, before in columns.given:
            text = cells[place] if 0 <= place < width else ""
            if text in before:
                row[column.name] = before[text]
            elif not self._cell(name, line, column, text, row):
                sound = False
            elif not column.afresh:
                before[text] = row[column.name]
        return sound

    def _cell(self, name: str, line: int, column: Column, text: str, row: Row) -> bool:
        text = text.strip()
        if not text:
            row[column.name] = column.blank
            if column.needed:
                self.faults.add(name, line, column.name, "this is empty: every row needs it")
            return not column.needed
        if SHEET_ERROR.fullmatch(text):
            self.faults.add(name, line, column.name, _gave_no_value(text))
            return False
        try:
            row[column.name] = column.read(text, self.context.words)
        except Unreadable as error:
            self.faults.add(name, line, column.name, str(error), error.habit)
            return False
        return True


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
