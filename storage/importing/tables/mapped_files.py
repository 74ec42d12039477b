"""Which tables of a council's own file are read by which of its mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from policy.calendar import WorkingCalendar
from policy.folding import fold
from storage.importing.mapped.mapped_rows import MappedRows, heading_for, lacking
from storage.importing.mapped.mapping import FileMapping
from storage.importing.mapped.month_years import by_month_of
from storage.importing.mapped.own_words import OwnWords
from storage.importing.tables.alike_sheets import AlikeSheets
from storage.importing.tables.below import TableBelow
from storage.importing.tables.files import CsvFile, TableFile
from storage.importing.tables.html_table import PageFile, is_page
from storage.importing.tables.over_headings import under_cards
from storage.importing.tables.pairs import pairs_apart
from storage.importing.tables.people_across import under_people
from storage.importing.tables.repeats import repeated
from storage.importing.tables.rota import over_days
from storage.importing.tables.sections import Sectioned
from storage.importing.tables.together import NamedTogether
from storage.importing.tables.workbook import WorkbookFile, is_workbook, only_title, titles_of

#: Behind the title of what stands below another table there; no title has several lines.
_BELOW: Final = "\n"


def sources_of(
    path: Path,
    mappings: Sequence[FileMapping],
    sheet: str | None = None,
    calendar: WorkingCalendar | None = None,
    today: date | None = None,
) -> list[MappedRows] | None:
    """The file as what the mappings that are for it make: each sheet by the first that is for it. None where none is.
    ``sheet``: the one that is meant, whatever the mapping says; ``calendar``: on whose days off no absence ends;
    ``today``: until when the days of one may have been written."""
    mine = [mapping for mapping in mappings if mapping.is_for(path)]
    if not mine:
        return None
    if sheet:
        mine = [one for one in mine if reads_sheet(path, sheet, one)][:1] or mine[:1]
    found: dict[str, list[MappedRows]] = {}
    for mapping in mine:
        tables = _tables(path, sheet or mapping.sheet, mapping, named=len(mine) > 1)
        tables = {f"{title}{_BELOW * mapping.below}": one for title, one in tables.items()}
        tables = {title: one for title, one in tables.items() if title not in found}
        found |= {title: [] for title in tables}
        if mapping.code and len(tables) > 1:  # what goes on in the next month is one absence
            tables = {next(iter(tables)): AlikeSheets([*tables.values()])}
        for title, table in tables.items():
            alone, dates = len(mapping.makes) == 1, by_month_of(mapping.dates, table)
            found[title] = [
                MappedRows(table, mapping, kind, alone, dates=dates, calendar=calendar, today=today)
                for kind in mapping.makes
            ]
    return [one for rows in found.values() for one in rows]


def _tables(path: Path, sheet: str | None, mapping: FileMapping, *, named: bool) -> Mapping[str, TableFile]:
    """By its title the one that is meant; with ``*`` in its name every sheet that has the columns. ``named``: what is
    said of it names the sheet too."""
    if not is_workbook(path):
        return {"": _arranged(table_of(path, sheet), mapping)}
    if not sheet or "*" not in sheet:
        title = sheet or (only_title(path) if named else "")
        book = WorkbookFile(path, sheet, of_several=named and bool(sheet))
        return {fold(title): _arranged(book, mapping)}
    seen = [title for title in titles_of(path) if title in OwnWords.of([sheet])]
    books = {fold(title): WorkbookFile(path, title, of_several=True) for title in seen}
    sheets = {title: _arranged(book, mapping) for title, book in books.items()}
    lacks = {title: _lacks(one, mapping) for title, one in sheets.items()}
    having = {title: one for title, one in sheets.items() if not lacks[title]}
    if not having and sheets:  # the one that has most of them says which it lacks
        return {"*": sheets[min(lacks, key=lambda title: lacks[title])]}
    return having or {"*": _arranged(table_of(path, sheet), mapping)}


def reads_sheet(path: Path, sheet: str, mapping: FileMapping) -> bool:
    """Whether a mapping is for this sheet: by its name, and where that is of several sheets, by its columns. Raises
    FileFault."""
    if sheet not in OwnWords.of([mapping.sheet or ""]):
        return False
    return "*" not in (mapping.sheet or "") or not _lacks(
        _arranged(WorkbookFile(path, sheet), mapping), mapping
    )


def _lacks(table: TableFile, mapping: FileMapping) -> int:
    """How many of the columns that it reads."""
    _, first = next(table.lines(heading_for(mapping)), (0, ()))
    return len(lacking(mapping, first))


def table_of(path: Path, sheet: str | None) -> CsvFile | PageFile | WorkbookFile:
    """A workbook by how the file's name ends, a web page by how it begins."""
    if is_workbook(path):
        return WorkbookFile(path, sheet)
    return PageFile(path) if is_page(path) else CsvFile(path)


def _arranged(table: TableFile, mapping: FileMapping) -> TableFile:
    """With a column for what its lines say that hold for several rows."""
    table = TableBelow(table) if mapping.below else table
    if mapping.days_across:
        return over_days(table, mapping.days_across, mapping.months_from)
    if mapping.people_across:
        return under_people(table, mapping.people_across, mapping.months_from)
    under = under_cards(pairs_apart(repeated(table, mapping.repeats), mapping.pairs), mapping.over_headings)
    under = Sectioned(under, mapping.sections) if mapping.sections else under
    return NamedTogether(under, mapping.together) if mapping.together else under
