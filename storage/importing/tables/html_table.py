"""Reads the one table of a web page, as which many systems export what they call an Excel file (``.xls``): the text of
its cells and nothing else of the page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple

from storage.importing.tables.files import (
    ABOVE,
    FileByPath,
    FileFault,
    IsHeading,
    Line,
    decoding,
    from_heading,
)
from storage.importing.tables.headings import is_known
from storage.importing.tables.kept_rows import kept_rows
from storage.importing.tables.numbers_as_text import kept_as_text

_CELLS: Final = frozenset({"td", "th"})
_BREAKS: Final = frozenset({"br", "p", "div", "li"})
_UNSEEN: Final = frozenset({"script", "style"})
#: A page says near its beginning what it is and how it is written.
_TOP: Final = 4096
_PIECE: Final = 1 << 16
#: More than this isn't held in memory at once.
_LARGEST: Final = 100 << 20
#: No export has more columns.
_WIDEST: Final = 1000
_IS_PAGE: Final = re.compile(rb"<(?:!doctype html|html|table)\b", re.IGNORECASE)
#: A workbook written as XML has other parts.
_IS_XML: Final = re.compile(rb"<(?:\w+:)?workbook\b|progid=.excel\.sheet", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: What browsers read as Windows-1252.
_WESTERN: Final = frozenset({b"windows-1252", b"iso-8859-1", b"latin1", b"us-ascii"})
_SAVE_IT: Final = "open it in a spreadsheet, and save the sheet as .xlsx or CSV (UTF-8)"


def is_page(path: Path) -> bool:
    """By how it begins, whatever its name."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        top = file.read(_TOP).replace(b"\0", b"")
    begins = top.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"
    return begins and _IS_PAGE.search(top) is not None and _IS_XML.search(top) is None


@dataclass(frozen=True, slots=True)
class PageFile(FileByPath):
    """A web page with one table of more rows than stand above a heading."""

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        """A cell of several rows says in each what it says, one of several columns in the first. Raises FileFault."""
        return from_heading(kept_rows(self.path, "", self._rows), is_heading)

    def _rows(self) -> Sequence[Line]:
        if self.path.stat().st_size > _LARGEST:
            raise FileFault(f"this web page is too large to read: {_SAVE_IT}")
        tables = _Tables()
        with self.path.open(encoding=self._encoding(), newline="") as file:
            while piece := file.read(_PIECE):
                tables.feed(piece)
        tables.close()
        tables.end_table()
        longest = sorted(tables.found, key=len, reverse=True)
        if not longest:
            raise FileFault(f"this is a web page without a table: {_SAVE_IT}")
        if any(len(one) > ABOVE for one in longest[1:]):
            raise FileFault(f"this is a web page with several tables: {_SAVE_IT}")
        return longest[0]

    def _encoding(self) -> str:
        with self.path.open("rb") as file:
            top = file.read(_TOP)
        if top.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return decoding(self.path, "utf-16")
        said = _CHARSET.search(top)
        western = said is not None and said[1].lower() in _WESTERN
        return decoding(self.path, *([] if western else ["utf-8-sig"]), "cp1252")


class _Tables(HTMLParser):
    """``found``: each table's rows that say anything, with their numbers in the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[Line]] = []
        self._in_table = self._aside = False
        self._line = 0
        self._row: _TableRow | None = None
        self._cell: list[str] | None = None
        self._spans = 1, 1
        self._reach: dict[int, _Reaching] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._begin_table()
        elif tag == "tr":
            self._begin_row()
        elif tag in _CELLS and self._in_table:
            if self._row is None:
                self._begin_row()
            self._end_cell()
            said = dict(attrs)
            self._cell, self._spans = [], (_span(said.get("colspan")), _span(said.get("rowspan")))
        elif tag in _UNSEEN:
            self._aside = True
        elif self._cell is not None:
            self._cell.append(" " if tag in _BREAKS else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self.end_table()
        elif tag in _UNSEEN:
            self._aside = False

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._aside:
            self._cell.append(data)

    def end_table(self) -> None:
        self._end_row()
        self._in_table = False

    def _begin_table(self) -> None:
        if self._in_table:
            raise FileFault(f"this is a web page with a table inside another: {_SAVE_IT}", self._line)
        self._in_table, self._reach = True, {}
        self.found.append([])

    def _begin_row(self) -> None:
        self._end_row()
        if self._in_table:
            self._line += 1
            self._row = _TableRow(self._line, self._reach)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row.take(kept_as_text(" ".join("".join(self._cell).split())), *self._spans)
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            cells, self._reach = self._row.ended()
            if any(cells):
                self.found[-1].append((self._line, cells))
        self._row = None


class _Reaching(NamedTuple):
    """What a cell of a row above says, and into how many rows more it reaches."""

    text: str
    rows: int


@dataclass(slots=True)
class _TableRow:
    """``above``: by column what reaches into it; ``below``: what reaches out of it."""

    line: int
    above: Mapping[int, _Reaching]
    below: dict[int, _Reaching] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)

    def take(self, text: str, across: int, down: int) -> None:
        self._fill()
        for said in (text, *[""] * (across - 1)):
            self._add(said, down)

    def ended(self) -> tuple[Sequence[str], dict[int, _Reaching]]:
        while any(column >= len(self.cells) for column in self.above):
            self._fill()
            if any(column >= len(self.cells) for column in self.above):
                self._add("", 1)
        return self.cells, self.below

    def _fill(self) -> None:
        """With what reaches into the next columns."""
        while one := self.above.get(len(self.cells)):
            self._add(*one)

    def _add(self, text: str, rows: int) -> None:
        if len(self.cells) == _WIDEST:
            raise FileFault(f"this table is wider than any export: {_SAVE_IT}", self.line)
        if rows > 1:
            self.below[len(self.cells)] = _Reaching(text, rows - 1)
        self.cells.append(text)


def _span(said: str | None) -> int:
    """How many columns or rows a cell is: one where it doesn't say a number of them."""
    return min(max(int(said), 1), _WIDEST + 1) if said and re.fullmatch(r"[0-9]{1,5}", said.strip()) else 1
