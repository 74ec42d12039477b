"""Opens what a council exports as text: CSV in the encodings and with the separators that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol, TypeAlias, runtime_checkable

from storage.importing.mapped.grid_cells import under_months
from storage.importing.tables.headings import is_known
from storage.importing.tables.legends import is_legend
from storage.importing.tables.numbers_as_text import kept_as_text
from storage.importing.tables.two_lines import heading_in

#: A line's number and its cells.
Line: TypeAlias = tuple[int, Sequence[str]]
IsHeading: TypeAlias = Callable[[Sequence[str]], bool]

#: Titles and notes above the heading are passed over, this many lines at most.
ABOVE: Final = 15
#: A total fills no more cells than this.
_OF_TOTAL: Final = 3
_TOTAL: Final = re.compile(
    r"(?:(?:grand |sub ?)?totals?|(?:row |record |total )?counts?|(?:number|no) of \w+|"
    r"\d+ (?:rows?|records?|employees|entries)|(?:rows?|records?|employees|entries) \d+|"
    r"(?:[a-z ]+ )?(?:listed|returned|exported|selected|found|included|shown) \d+$|"
    r"end$|end of (?:report|file|data|list|extract|export)|(?:[\w ]+ )?(?:grand |sub ?)?totals?$|"
    r"official(?: sensitive)?|(?:total |overall )?(?:head ?count|staff in post|vacanc(?:y|ies))(?: \d[\d ]*)?$|"
    r"(?:report )?(?:report|run|printed|generated|extracted|produced) (?:by|on|at|date)|page \d+|"
    r"(?:[\w ]+ )?page \d+ of \d+$)\b"
)
#: In so wide a table two cells alone, words and a figure, are no row.
_WIDE: Final = 6
#: So many words alone are a remark.
_OF_NOTE: Final = 4
_AMOUNT: Final = re.compile(r"\s*-?\d{1,6}(?:[.,]\d+)?\s*%?\s*")
_CHUNK: Final = 1 << 20
_SEPARATORS: Final = ",;\t|"
_BROKEN: Final = "not readable as UTF-8, UTF-16 or Windows-1252: export it again as CSV (UTF-8)"


class Source(Protocol):
    """Something to import: a name to say in messages, what it calls our columns where it has its own names for them,
    and its rows."""

    @property
    def name(self) -> str: ...

    @property
    def titles(self) -> Mapping[str, str]: ...

    def lines(self) -> Iterator[Line]:
        """The heading first. Raises FileFault."""


@runtime_checkable
class OfKind(Protocol):
    """A source that a mapping makes one of our files: ``kind``, by its name; ``makes``: by the mapping's;
    ``fixed``: the columns in which the mapping says the same in every row, because the file doesn't; ``aside``: once it
    was read, by what each is known whom the mapping leaves out; ``from_start``: of absences, by their line and first
    day, those that may have begun before the file's first day, which it says; ``days``: of a rota that was read, all of
    its days, and ``worked``: on which of them whose cells say that they weren't away."""

    @property
    def kind(self) -> str: ...

    @property
    def makes(self) -> str: ...

    @property
    def fixed(self) -> frozenset[str]: ...

    @property
    def from_start(self) -> Mapping[tuple[int, str], date]: ...

    @property
    def days(self) -> frozenset[date]: ...

    @property
    def worked(self) -> Set[tuple[str, date]]: ...

    @property
    def aside(self) -> Sequence[Sequence[str]]: ...


@runtime_checkable
class OfPerson(Protocol):
    """A source that is one person's calendar. ``passed_over``: once it was read, what couldn't be; ``mine``: filled in
    before, the person's addresses."""

    @property
    def whose(self) -> str: ...

    @property
    def mine(self) -> set[str]: ...

    @property
    def passed_over(self) -> Sequence[Line]: ...


class TableFile(Protocol):
    """A file with rows under a heading. ``names``: what it is called, and its sheet."""

    @property
    def name(self) -> str: ...

    @property
    def names(self) -> Sequence[str]: ...

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        """The heading first: the first line of those at the top that is one. Raises FileFault."""


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """What is read of another table, and called as that is."""

    table: TableFile

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def names(self) -> Sequence[str]:
        return self.table.names


#: Of a file that can't be taken.
EMPTY: Final = "the file is empty: it needs at least a heading"


class FileFault(ValueError):  # noqa: N818
    """The file as a whole cannot be taken; ``line`` is where, 0 if nowhere in particular."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class FileByPath:
    """A file with one table, known by its path alone."""

    path: Path
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def names(self) -> Sequence[str]:
        return [self.path.stem]


@dataclass(frozen=True, slots=True)
class CsvFile(FileByPath):
    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        encoding = encoding_of(self.path)
        with self.path.open(encoding=encoding, newline="") as file:
            top = list(islice(file, ABOVE))
            said = _separator_said(top)
            separator = said or _separator(top, is_heading)
            above = 1 if said else _above_heading(top, separator, is_heading)
            cells = _cells(chain(top[above:], file), separator, above)
            yield from _under(top[:above], separator, from_heading(cells, is_heading))


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows made in memory, as a file would hold them."""

    name: str
    heading: Sequence[str]
    rows: Iterable[Sequence[str]]
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Sequence[str]:
        return [self.name]

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:  # noqa: ARG002 - as a file's
        yield 1, self.heading
        yield from enumerate(self.rows, start=2)


def from_heading(lines: Iterator[Line], is_heading: IsHeading) -> Iterator[Line]:
    """From the heading on. Where none of the first lines is one: from the first that is as full as they come."""
    top = list(islice(lines, ABOVE))
    looked_at = [cells for _, cells in top]
    heads = heading_in(looked_at, is_heading)
    if heads is None:
        widest = max(map(filled, looked_at), default=0)
        found = next((n for n, cells in enumerate(looked_at) if filled(cells) * 4 > widest * 3), 0)
    else:
        found = heads.last
        top[found] = (top[found][0], heads.cells)
    if found:
        top[found] = (top[found][0], under_months(looked_at[found - 1], top[found][1]))
    return chain(top[found:], lines)


def _under(above: Sequence[str], separator: str, lines: Iterator[Line]) -> Iterator[Line]:
    """A heading that titles stood above, and maybe the months of its columns."""
    heading = next(lines, None)
    said = next((line for line in reversed(above) if line.strip()), "")
    if heading:
        yield heading[0], under_months(next(csv.reader([said], delimiter=separator), []), heading[1])
    yield from lines


def filled(cells: Sequence[str]) -> int:
    """In how many of these something stands."""
    return sum(bool(cell.strip()) for cell in cells)


def is_total(cells: Sequence[str], width: int) -> bool:
    """Whether a row of a table of so many columns counts the others or says where it comes from."""
    filled = [cell for cell in cells if cell.strip()]
    few = 0 < len(filled) <= _OF_TOTAL and len(filled) * 2 < width
    only_amounts = len(filled) > 1 and all(map(_AMOUNT.fullmatch, filled[1:]))
    if few and only_amounts and width >= _WIDE and not re.search(r"\d", filled[0]):
        return True  # a figure behind words, whatever it is called: “Held this month”
    each_behind_its_words = len(filled) > _OF_TOTAL and all(map(_AMOUNT.fullmatch, filled[1::2]))
    said = " ".join(re.findall(r"\w+", filled[0].lower()))
    return (few or only_amounts or each_behind_its_words) and _TOTAL.match(said) is not None


def is_note(cells: Sequence[str], width: int) -> bool:
    """Whether a line of a table of so many columns is somebody's remark: words in one cell alone, or a key."""
    said = [cell for cell in cells if cell.strip()]
    remark = width > _OF_TOTAL and len(said) == 1 and len(said[0].split()) >= _OF_NOTE
    return remark or (len(said) == 1 and is_legend(said))


def encoding_of(path: Path) -> str:
    """UTF-16 with its byte order mark; UTF-8, with one or without; else Windows-1252. Raises FileFault."""
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decoding(path, "utf-16")
    if start.startswith(b"PK"):
        raise FileFault("this is a workbook: give it a name that ends with .xlsx")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileFault("this is a workbook of an old kind (.xls): save it as .xlsx or CSV (UTF-8)")
    if start.lstrip(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        raise FileFault(
            "this is XML or a page without a table, whatever its name: open it and save it as .xlsx or CSV (UTF-8)"
        )
    return decoding(path, "utf-8-sig", "cp1252")


def decoding(path: Path, *encodings: str) -> str:
    """The first that reads the file to its end. Raises FileFault."""
    found = next((encoding for encoding in encodings if _decodes(path, encoding)), None)
    if found is None:
        raise FileFault(_BROKEN)
    return found


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


def _cells(lines: Iterable[str], separator: str, above: int) -> Iterator[Line]:
    """``above``: how many lines of the file come before these."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    line = above + 1
    try:
        for cells in reader:
            text = "".join(cells)
            if text and not text.isspace():
                yield line, [kept_as_text(cell) for cell in cells] if "'" in text or '="' in text else cells
            line = above + reader.line_num + 1
    except csv.Error as error:
        raise FileFault(f"a quotation mark is out of place ({error}): export the file again", line) from None


def _separator_said(top: Sequence[str]) -> str | None:
    """Excel's own first line, ``sep=;``."""
    first = top[0].strip(" \r\n\"'").lower() if top else ""
    said = first.removeprefix("sep=")
    return said if first.startswith("sep=") and len(said) == 1 and said in _SEPARATORS else None


def _above_heading(top: Sequence[str], separator: str, is_heading: IsHeading) -> int:
    """How many lines at the top are titles, which may be written in any way; 0 where none is a heading."""
    reader, above = csv.reader(top, delimiter=separator), [0]
    is_heading(())  # what was read with another separator stands above none
    lines: list[Sequence[str]] = []
    for cells in reader:
        lines.append(cells or [""])  # an empty line stands above the heading as any other
        above.append(reader.line_num)
    heads = heading_in(lines, is_heading)
    return above[heads.first] if heads else 0


def _separator(top: Sequence[str], is_heading: IsHeading) -> str:
    """The one with which a line at the top is a heading; else the one that its first line has most of."""
    for separator in _SEPARATORS:
        if heading_in(list(csv.reader(top, delimiter=separator)), is_heading):
            return separator
    fullest = max(top, key=lambda line: max(map(line.count, _SEPARATORS)), default="")
    return max(_SEPARATORS, key=fullest.count)
