"""Reads every row of every source into staging; each fault is named with its file, line, column and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

from storage.importing.columns import Column, Context, Row
from storage.importing.faults import Faults, Unreadable
from storage.importing.files import FileFault, Heading, Line, Source, heading_of
from storage.importing.kinds import BY_NAME
from storage.importing.staging import BATCH, Origin, Staging

#: Called now and then with what is being done, how much of it is done, and of how much (0: not known).
Progress: TypeAlias = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""


@dataclass(slots=True)
class Reading:
    """``unread``: by file, the columns that were passed over."""

    staging: Staging
    context: Context
    faults: Faults
    progress: Progress = silent
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def read(self, sources: Sequence[Source]) -> None:
        for source in sources:
            try:
                self._read_one(source)
            except FileFault as fault:
                self.faults.add(source.name, fault.line, "", str(fault))

    def _read_one(self, source: Source) -> None:
        lines = source.lines()
        first = next(lines, None)
        if first is None:
            raise FileFault("the file is empty: it needs at least a heading")
        heading = heading_of(source.name, first[1], self.faults)
        if heading is None:
            return
        if heading.unread:
            self.unread[source.name] = heading.unread
        number = self.staging.begin(Origin(source.name, heading.kind.name, heading.given))
        self._stage(source.name, heading, number, lines)

    def _stage(self, name: str, heading: Heading, number: int, lines: Iterator[Line]) -> None:
        done = 0
        while part := list(islice(lines, BATCH)):
            rows = [
                (line, row)
                for line, cells in part
                if (row := self._row(name, heading, line, cells)) is not None
            ]
            self._keep(heading, number, rows)
            done += len(part)
            self.progress(f"reading {name}", done, 0)

    def _keep(self, heading: Heading, number: int, rows: list[tuple[int, Row]]) -> None:
        stored = heading.kind.stored
        values = [(number, line, row["key"], *(row[c] for c in stored)) for line, row in rows]
        self.staging.add(heading.kind, values)
        if heading.kind.name == "cases":
            self._keep_allocations(number, rows)

    def _keep_allocations(self, number: int, rows: list[tuple[int, Row]]) -> None:
        """The worker in a file of cases is the case's allocation from that day."""
        allocations = BY_NAME["allocations"]
        values: list[tuple[Any, ...]] = []
        for line, row in rows:
            if row["worker"] is None:
                continue
            key = f"{row['case']}|{row['worker']}|{row['allocated_on']}"
            values.append(
                (number, line, key, row["case"], row["worker"], row["allocated_on"], None, row["case"])
            )
        self.staging.add(allocations, values)

    def _row(self, name: str, heading: Heading, line: int, cells: Sequence[str]) -> Row | None:
        """None after naming what is wrong with it."""
        if any(cell.strip() for cell in cells[heading.width :]):
            self.faults.add(
                name, line, "", "more cells than the heading has: a comma inside a cell needs quotation marks"
            )
            return None
        row: Row = {}
        sound = True
        for column, place in zip(heading.kind.columns, heading.places, strict=True):
            sound &= self._cell(name, line, column, cells[place] if 0 <= place < len(cells) else "", row)
        if not sound:
            return None
        for at, message in heading.kind.finish(row, self.context):
            self.faults.add(name, line, at, message)
            sound = False
        return row if sound else None

    def _cell(self, name: str, line: int, column: Column, text: str, row: Row) -> bool:
        text = text.strip()
        if not text:
            row[column.name] = column.blank
            if column.needed:
                self.faults.add(name, line, column.name, "this is empty: every row needs it")
            return not column.needed
        try:
            row[column.name] = column.read(text, self.context.words)
        except Unreadable as error:
            self.faults.add(name, line, column.name, str(error))
            return False
        return True
