"""Opens what a council exports: CSV in the encodings spreadsheets write, and calendars (ICS)."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from storage.importing.columns import Kind
from storage.importing.faults import Faults
from storage.importing.kinds import BY_NAME, KINDS

#: A line's number and its cells.
Line: TypeAlias = tuple[int, Sequence[str]]

_CHUNK: Final = 1 << 20
_BROKEN: Final = "not readable as UTF-8 or Windows-1252: export it again as CSV (UTF-8)"


class Source(Protocol):
    """Something to import: a name to say in messages, its heading, its rows and how many bytes it has."""

    @property
    def name(self) -> str: ...

    def lines(self) -> Iterator[Line]:
        """The heading first. Raises FileFault."""


class FileFault(ValueError):  # noqa: N818
    """The file as a whole cannot be taken; ``line`` is where, 0 if nowhere in particular."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class CsvFile:
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def lines(self) -> Iterator[Line]:
        encoding = encoding_of(self.path)
        with self.path.open(encoding=encoding, newline="") as file:
            yield from _cells(file)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows made in memory, as a file would hold them."""

    name: str
    heading: Sequence[str]
    rows: Iterable[Sequence[str]]

    def lines(self) -> Iterator[Line]:
        yield 1, self.heading
        yield from enumerate(self.rows, start=2)


def encoding_of(path: Path) -> str:
    """UTF-8 (with a byte order mark or without), else Windows-1252. Raises FileFault."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileFault("this is UTF-16 ('Unicode text'): export it again as CSV (UTF-8)")
    if start.startswith(b"PK"):
        raise FileFault("this is a workbook, not CSV: save the sheet as CSV (UTF-8)")
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise FileFault(_BROKEN)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _cells(file: Iterable[str]) -> Iterator[Line]:
    lines = iter(file)
    first = next(lines, "")
    reader = csv.reader(_chain(first, lines), delimiter=_delimiter(first), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileFault(f"a quotation mark is out of place ({error}): export the file again", line) from None


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(heading: str) -> str:
    return max(",;\t", key=heading.count)


# Headings


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file's first line says: its kind, and for each column of that kind where it stands (-1: not there)."""

    kind: Kind
    places: tuple[int, ...]
    unread: tuple[str, ...]
    width: int

    @property
    def given(self) -> frozenset[str]:
        return frozenset(
            c.name for c, place in zip(self.kind.columns, self.places, strict=True) if place >= 0
        )


def heading_of(source_name: str, cells: Sequence[str], faults: Faults) -> Heading | None:
    """None after naming what is wrong with it."""
    names = [_plain(cell) for cell in cells]
    kind = _kind_of(source_name, names)
    if kind is None:
        known = "; ".join(f"{k.name}: {', '.join(c.name for c in k.columns if c.needed)}" for k in KINDS)
        faults.add(
            source_name, 1, "", f"no file has these columns. Needed are, for {known}. See docs/import.md"
        )
        return None
    missing = [c.name for c in kind.columns if c.needed and c.name not in names]
    for name in missing:
        near = get_close_matches(name, names, n=1)
        hint = f"; '{near[0]}' looks like it" if near else ""
        faults.add(
            source_name,
            1,
            name,
            f"this column is needed in a file of {kind.name}{hint}: add it or correct its heading",
        )
    return None if missing or _unclear(source_name, names, kind, faults) else _heading(kind, names)


def _heading(kind: Kind, names: list[str]) -> Heading:
    places = tuple(names.index(c.name) if c.name in names else -1 for c in kind.columns)
    return Heading(kind, places, tuple(n for n in names if n and n not in kind.names), len(names))


def _plain(cell: str) -> str:
    return "_".join(cell.strip().lower().replace("-", " ").replace("_", " ").split())


def _kind_of(source_name: str, names: list[str]) -> Kind | None:
    """By its columns: the kind whose marks are all there and most telling; else by the file's name."""
    fitting = [k for k in KINDS if k.marks <= set(names)]
    best = max(fitting, key=lambda k: _telling(k, names), default=None)
    named = BY_NAME.get(Path(source_name).stem.lower())
    return named if named in fitting or best is None else best


def _telling(kind: Kind, names: list[str]) -> tuple[int, int]:
    needed = {c.name for c in kind.columns if c.needed}
    return (needed <= set(names), len(needed & set(names)))


def _unclear(source_name: str, names: list[str], kind: Kind, faults: Faults) -> bool:
    """A column given twice, or one whose name is nearly that of a column which isn't there."""
    found = False
    absent = [n for n in kind.names if n not in names]
    for name in sorted({n for n in names if n and names.count(n) > 1}):
        faults.add(source_name, 1, name, "this column is there twice: remove one")
        found = True
    for name in names:
        near = get_close_matches(name, absent, n=1, cutoff=0.8)
        if name not in kind.names and near:
            faults.add(source_name, 1, name, f"no such column; did you mean '{near[0]}'? Correct the heading")
            found = True
    return found
