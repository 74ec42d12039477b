"""What is wrong with a file, said so that whoever exported it can put it right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final, NamedTuple

#: The name of a source that somebody typed, which has no lines.
TYPED: Final = "what you typed"
#: More faults than this are counted, not listed.
LISTED: Final = 200
#: Of the rows that share one fault, how many runs of them are named.
RUNS: Final = 6
#: Of what a mapping makes of a file, behind its name: which of our files.
_OF_A_KIND: Final = re.compile(r"(.+) \([a-z_]+\)")
_OF_A_SHEET: Final = re.compile(r"(.+\.xls[xm]) \((.+)\)", re.IGNORECASE)


class FaultSaid(NamedTuple):
    """``habit`` and ``sort``: as of ``Unreadable``."""

    message: str
    habit: str = ""
    sort: str = ""

    @property
    def cause(self) -> str:
        """What rows share that have one fault."""
        return self.habit or self.message


@dataclass(frozen=True, slots=True)
class ImportFault:
    """One fault of one or many rows. ``lines`` count from 1 in the file; none for the file as a whole. ``message`` ends
    with the remedy. ``one_cause``: those of other files and columns that say this have the same. ``own``: by line what
    is wrong there, where several are named as one."""

    file: str
    lines: tuple[int, ...]
    column: str
    message: str
    one_cause: bool = False
    own: Mapping[int, FaultSaid] = field(default_factory=dict, compare=False)

    @property
    def line(self) -> int:
        """The first of its lines; 0 for the file as a whole."""
        return self.lines[0] if self.lines else 0

    def of_line(self, line: int) -> FaultSaid:
        return self.own.get(line) or FaultSaid(self.message)

    def __str__(self) -> str:
        lines = "" if self.file == TYPED else _lines(self.lines)
        where = [part for part in (self.file, lines, self.column) if part]
        return f"{', '.join(where)}: {self.message}"


def _lines(lines: Sequence[int]) -> str:
    """``line 4``, or ``lines 2 to 40, 44 and 51 (41 rows)``."""
    if len(lines) < 2:
        return f"line {lines[0]}" if lines else ""
    runs = list(_runs(lines))
    named = runs[:RUNS]
    more = ["more"] if len(runs) > RUNS else []
    *first, last = [*named, *more]
    said = f"{', '.join(first)} and {last}" if first else last
    return f"lines {said} ({len(lines):,} rows)"


def _runs(lines: Sequence[int]) -> Iterator[str]:
    """Neighbouring lines as one: ``2 to 40``."""
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        numbers = [line for _, line in run]
        yield str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"


class Unreadable(ValueError):  # noqa: N818
    """One value that cannot be taken; its sentence says what would do. ``habit``: how a whole column may be written,
    such as with years of two digits: it is one fault of the column, whatever its cells say. ``sort``: of words that
    nobody knows: each is a fault of its own, until there are so many that they have one cause."""

    def __init__(self, message: str, habit: str = "", sort: str = "") -> None:
        super().__init__(message)
        self.habit, self.sort = habit, sort

    def without(self, text: str) -> Unreadable:
        """The same, not saying the value itself."""
        message, habit = (one.replace(f"'{text}'", "what stands there") for one in (str(self), self.habit))
        return Unreadable(message, habit, self.sort)


class LeftOutOnPurpose(Unreadable):
    """Of a cell that names somebody or a case whom a mapping leaves out: no fault. ``who``: of the staff, as the row
    that is left out calls them."""

    def __init__(self, message: str, habit: str = "", sort: str = "", *, who: str = "") -> None:
        super().__init__(message, habit, sort)
        self.who = who


class OfSeveral(LeftOutOnPurpose):
    """Of a cell that names several at once, and doesn't say which: its row stays out, and that is worth a look."""

    @property
    def said(self) -> str:
        return str(self)


class BadFilesError(ValueError):
    """Nothing was changed. ``faults``: all of them, by file and line; its sentence lists the first. ``followed``: the
    rows that only follow from them."""

    def __init__(self, faults: Sequence[ImportFault], followed: Sequence[ImportFault] = ()) -> None:
        self.faults, self.followed = tuple(faults), tuple(followed)
        super().__init__("\n".join([*listed(self.faults), *listed(self.followed)]))


def listed(faults: Sequence[ImportFault]) -> list[str]:
    """A line for each of the first, and one that counts the rest; what several sheets of a workbook have is one."""
    said = [_line(book, some) for (book, _), some in _alike(faults).items()]
    rest = [f"… and {len(said) - LISTED} more"] if len(said) > LISTED else []
    return [*said[:LISTED], *rest]


def causes(faults: Sequence[ImportFault]) -> int:
    """How many there are to correct: those of one line are one."""
    return len(_alike(faults))


def _alike(faults: Sequence[ImportFault]) -> Mapping[tuple[str, str], Sequence[ImportFault]]:
    alike: dict[tuple[str, str], list[ImportFault]] = defaultdict(list)
    for fault in _once(faults):
        book = "" if fault.one_cause else _workbook(fault.file) or fault.file
        alike[book, fault.message].append(fault)
    return alike


def _once(faults: Sequence[ImportFault]) -> Iterator[ImportFault]:
    """Of one cell of which several of our files are made, a single one: a session's day is its discussions' too."""
    said = set[tuple[str, str, str, int]]()
    for fault in faults:
        match = _OF_A_KIND.fullmatch(fault.file)
        where = match[1] if match and fault.column.endswith(")") else fault.file
        lines = tuple(n for n in fault.lines if (where, fault.column, fault.message, n) not in said)
        said.update((where, fault.column, fault.message, line) for line in lines)
        if lines or not fault.lines:
            yield replace(fault, lines=lines)


def _line(book: str, faults: Sequence[ImportFault]) -> str:
    if faults[0].one_cause:
        where = "; ".join(
            f"{one.file}, {one.column}, from line {one.line} on ({len(one.lines):,} rows)" for one in faults
        )
        return f"{faults[0].message} ({where})"
    return _of_sheets(book, faults) if len(faults) > 1 else str(faults[0])


def _workbook(file: str) -> str:
    match = _sheet(file)
    return match[1] if match else ""


def _sheet(file: str) -> re.Match[str] | None:
    """The book and the sheet, whatever our files that are made of it; a name in brackets alone may be such a one."""
    of_kind = _OF_A_KIND.fullmatch(file)
    return _OF_A_SHEET.fullmatch(of_kind[1] if of_kind else file)


def _of_sheets(book: str, faults: Sequence[ImportFault]) -> str:
    sheets = [match[2] for one in faults if (match := _sheet(one.file))]
    if len({*sheets}) < 2:
        return "\n".join(map(str, faults))
    rows = sum(len(one.lines) for one in faults)
    first, columns = faults[0], {one.column for one in faults}
    ours = {column.rpartition(" (")[2].rstrip(")") for column in columns}
    column = first.column if len(columns) == 1 else ", ".join(sorted(ours))
    where = f"{book}, {len({*sheets})} sheets from ({sheets[0]}) line {first.line} on"
    return f"{where} ({rows:,} rows){column and f', {column}'}: {first.message}"


def _of_all(said: Mapping[int, FaultSaid]) -> str:
    """Of several that are one, the first row's."""
    first = said[min(said)].message
    others = len({one.message for one in said.values()}) - 1
    return f"{first} ({others:,} more like it)" if others else first


#: Words that nobody knows are named each, for each may be a slip of the pen; more of one sort are one fault.
FEW_WORDS: Final = 10


def _sorted_out(causes: Mapping[str, Mapping[int, FaultSaid]]) -> Iterator[Mapping[int, FaultSaid]]:
    """A column's faults by their causes; those of one sort together where they are many."""
    of_sort: dict[str, list[Mapping[int, FaultSaid]]] = defaultdict(list)
    for lines in causes.values():
        of_sort[next(iter(lines.values())).sort].append(lines)
    for sort, some in of_sort.items():
        if sort and len(some) > FEW_WORDS:
            yield {line: said for lines in some for line, said in lines.items()}
        else:
            yield from some


class Faults:
    """Collects what was found, the same fault of many rows as one; ``titles``: by file and column of ours, what the
    file itself calls that column."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], dict[str, dict[int, FaultSaid]]] = defaultdict(dict)
        self._of_one_cause: set[str] = set()
        self.titles: dict[tuple[str, str], str] = {}

    def call(self, file: str, titles: Mapping[str, str]) -> None:
        self.titles.update({(file, column): title for column, title in titles.items()})

    def of_one_cause(self, message: str) -> None:
        """What says this is one fault, in whichever files and columns."""
        self._of_one_cause.add(message)

    def add(
        self, file: str, line: int, column: str, message: str, habit: str = "", *, sort: str = ""
    ) -> None:
        """Once for a row: one that goes into two tables has one fault, not two. ``habit``, ``sort``: as of
        ``Unreadable``."""
        said = FaultSaid(message, habit, sort)
        called = self.titles.get((file, column), column)
        self._found[file, called].setdefault(said.cause, {})[line] = said

    def take(self, faults: Iterable[ImportFault]) -> None:
        """What was found elsewhere, a row at a time."""
        for fault in faults:
            for line in fault.lines:
                message, habit, sort = fault.of_line(line)
                self.add(fault.file, line, fault.column, message, habit, sort=sort)

    def all(self) -> list[ImportFault]:
        """By file, and then by the first line of each."""
        found = [
            ImportFault(
                file,
                tuple(sorted(line for line in lines if line)),
                column,
                message := _of_all(lines),
                message in self._of_one_cause,
                lines,
            )
            for (file, column), causes in self._found.items()
            for lines in _sorted_out(causes)
        ]
        return sorted(found, key=lambda fault: (fault.file, fault.line))

    def raise_any(self) -> None:
        """Raises BadFilesError if there are any."""
        if self._found:
            raise BadFilesError(self.all())
