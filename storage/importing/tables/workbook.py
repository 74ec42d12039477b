"""Reads a sheet of an Excel workbook (XLSX) as the rows of a file: dates as dates, formulas as what they gave.

openpyxl is used because it tells an error from an empty cell and knows how a number is shown: a staff number formatted
as 000000 keeps its zeros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from policy.folding import fold
from storage.importing.columns.values import UNCALCULATED
from storage.importing.tables.files import ABOVE, FileFault, IsHeading, Line, from_heading
from storage.importing.tables.headings import is_known
from storage.importing.tables.kept_rows import kept_rows
from storage.importing.tables.numbers_as_text import kept_as_text
from storage.importing.tables.two_lines import heading_in

#: A workbook that unpacks to more than this is no council's staff list.
LARGEST: Final = 1 << 30
_ZEROS: Final = re.compile(r"0{2,}")


#: Bytes that are looked at together.
_PIECE: Final = 1 << 20
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


class _Block(NamedTuple):
    """Cells of one column that are merged: which column, counted from 0, from which row to which."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    """``sheet``: which one, by name; without it the only one that isn't hidden. ``of_several``: it is named with it."""

    path: Path
    sheet: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    of_several: bool = False

    @property
    def name(self) -> str:
        return f"{self.path.name} ({self.sheet})" if self.of_several else self.path.name

    @property
    def names(self) -> Sequence[str]:
        titles = [self.sheet] if self.sheet else titles_of(self.path)
        return [*(titles if len(titles) == 1 else []), self.path.stem]

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        """Each row of cells that are merged into one, below the heading, says what that one says. Raises FileFault."""
        values, formulas = self._opened(data_only=True), self._opened(data_only=False)
        try:
            title = _only_fitting(values, is_heading) if self.sheet is None else None
            title = title or _chosen(values, self.sheet)
            rows = kept_rows(self.path, title, partial(_rows, values[title], formulas[title]))
            lines = from_heading(rows, is_heading)
            if first := next(lines, None):
                yield first
                yield from _with_blocks(lines, _blocks(values, title, first[0]))
        finally:
            values.close()
            formulas.close()

    def titles_seen(self) -> list[str]:
        """The names of the sheets that aren't hidden. Raises FileFault."""
        book = self._opened(data_only=True)
        try:
            return _visible(book)
        finally:
            book.close()

    def _opened(self, *, data_only: bool) -> Any:
        # Imported when a workbook is read: it takes a fifth of a second, which other files shouldn't pay.
        import openpyxl  # noqa: PLC0415
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

        try:
            with ZipFile(self.path) as packed:
                if sum(part.file_size for part in packed.infolist()) > LARGEST:
                    raise FileFault("this workbook is too large to read: save the sheet as CSV (UTF-8)")
            return openpyxl.load_workbook(self.path, read_only=True, data_only=data_only)
        except (BadZipFile, InvalidFileException, KeyError, OSError):
            raise FileFault("not readable as a workbook: save it again as .xlsx, or as CSV (UTF-8)") from None


def _rows(values: Any, formulas: Any) -> Iterator[Line]:
    """Each row that isn't empty, with its number in the sheet."""
    pairs = zip(values.iter_rows(), formulas.iter_rows(), strict=True)
    for number, (row, as_written) in enumerate(pairs, 1):
        cells = [_said(cell, written) for cell, written in zip(row, as_written, strict=True)]
        if any(cells):
            yield number, cells


def _blocks(book: Any, title: str, heading: int) -> list[_Block]:
    """Cells that are merged downwards, below the line of the heading. A reader that keeps memory small passes over
    them, and they stand behind all rows: they are looked for in its own archive, a piece at a time."""
    with book._archive.open(book[title]._worksheet_path) as part:
        refs = list(_merged(part))
    blocks = (_Block(_number_of(ref[0]), int(ref[1]), int(ref[3])) for ref in refs)
    return [one for one in blocks if heading < one.first < one.last]


def _merged(part: IO[bytes]) -> Iterator[Sequence[bytes]]:
    rest = b""
    while piece := part.read(_PIECE):
        rest += piece
        whole = rest.rfind(b"<")
        yield from _MERGED.findall(rest, 0, max(whole, 0))
        rest = rest[max(whole, 0) :]
    yield from _MERGED.findall(rest)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _with_blocks(lines: Iterator[Line], blocks: Sequence[_Block]) -> Iterator[Line]:
    """A row that begins no block and stands in one says there what the first row of it does."""
    begins, open_ones = {(one.first, one.column): one for one in blocks}, dict[int, tuple[_Block, str]]()
    columns = sorted({one.column for one in blocks})
    for line, cells in lines:
        said = list(cells)
        for column in columns:
            if column >= len(said):
                continue
            if block := begins.get((line, column)):
                open_ones[column] = block, said[column]
            elif column in open_ones and line <= open_ones[column][0].last:
                said[column] = said[column] or open_ones[column][1]
        yield line, said


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm")


def titles_of(path: Path) -> list[str]:
    """The sheets that can be seen; none of what is no workbook, which is said when it is read."""
    with suppress(FileFault):
        return WorkbookFile(path).titles_seen()
    return []


def only_title(path: Path) -> str:
    """The sheet of a workbook that has one; where it has several, which is meant is asked when it is read."""
    titles = titles_of(path)
    return titles[0] if len(titles) == 1 else ""


def sheets_meant(files: Sequence[Path], sheet: str | None) -> dict[Path, str | None]:
    """Of each file the sheet that was named, where it has one of that name; where none has, of every workbook, of which
    it is said then."""
    books = [file for file in files if sheet and is_workbook(file)]
    having = [file for file in books if fold(sheet or "") in map(fold, titles_of(file))] or books
    return {file: sheet if file in having else None for file in files}


def _visible(book: Any) -> list[str]:
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _only_fitting(book: Any, is_heading: IsHeading) -> str | None:
    """Of several sheets the only one that has such a heading."""
    titles = _visible(book)
    fitting = [title for title in titles if _has_heading(book[title], is_heading)] if titles[1:] else []
    is_heading(())  # what was looked at stands above none
    return fitting[0] if len(fitting) == 1 else None


def _has_heading(sheet: Any, is_heading: IsHeading) -> bool:
    rows = islice(sheet.iter_rows(values_only=True), ABOVE)
    top = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return heading_in(top, is_heading) is not None


def _chosen(book: Any, wanted: str | None) -> str:
    titles = _visible(book)
    named = ", ".join(f"'{title}'" for title in titles)
    if wanted is not None:
        found = [title for title in titles if title.strip().lower() == wanted.strip().lower()]
        if not found:
            raise FileFault(f"there is no sheet '{wanted}' that can be seen: it has {named}")
        return found[0]
    if len(titles) != 1:
        raise FileFault(f"which sheet? It has {named}: say which with --sheet, or in the mapping")
    return titles[0]


def _said(cell: Any, written: Any) -> str:
    """A cell as text, as a CSV file would hold it."""
    value = cell.value
    if value is None:
        return UNCALCULATED if written.data_type == "f" else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return kept_as_text(str(value).strip())


def _moment(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, timedelta):  # a length such as 1:30, or a time past midnight
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat("minutes") if isinstance(value, time) else value.isoformat()


def _number(value: int | float, shown: str) -> str:
    """Whole numbers without a point; with the zeros in front that the sheet shows."""
    if isinstance(value, float) and not value.is_integer():
        return repr(round(value, 10))
    return str(int(value)).zfill(len(shown) if _ZEROS.fullmatch(shown) else 0)
