"""A period's evidence as a workbook: the same values as the page, to sort and to reckon with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Final, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cards.evidence.report import AREAS, OUTCOMES, TOO_FEW, UNDATED, Counts, GroupLine, PeriodReport
from cards.formats import month
from policy.facts import SessionKind
from policy.outcomes import Area, Tally, outcomes_of

Value: TypeAlias = str | int | date | None
_HEAD: Final = PatternFill("solid", fgColor="12524F")
_NOT_ON_TIME: Final = ("Person", "Team", "Supervision for", "Due", "What became of it", "What explains it")
#: The widest column, in characters.
WIDEST: Final = 60


def write(report: PeriodReport, path: Path | IO[bytes]) -> None:
    """A sheet for each table of the page. What people typed is text, never a formula."""
    book = Workbook()
    book.remove(book["Sheet"])
    _about(book, report)
    if report.people:
        _sheet(book, "People", ("Person", "Staff number", "Role", "Team", *_heads(report)), _people(report))
        _sheet(book, "Months", ("Person", "Staff number", *_months(report)), _strips(report))
        _sheet(book, "Not on time", _NOT_ON_TIME, _not_on_time(report))
    for title, head, groups in (("Teams", "Team", report.teams), ("Line", "Manager", report.line)):
        if groups:
            _sheet(book, title, (head, "People", *_heads(report)), _groups(report, groups))
    if report.milestones:
        heads = ("Rule", "What", *(OUTCOMES[one].capitalize() for one in outcomes_of(Area.MILESTONES)))
        _sheet(book, "Milestones", heads, _milestones(report))
    book.save(path)


def _about(book: Workbook, report: PeriodReport) -> None:
    rows: list[tuple[Value, ...]] = [
        ("About", report.about),
        ("From", report.first),
        ("To", report.last),
        ("As known on", report.known),
        ("Policy", report.rules),
        *(("Note", note) for note in report.notes),
    ]
    _sheet(book, "About", (report.council, report.title), rows)


def _heads(report: PeriodReport) -> Iterable[str]:
    """Sessions by kind, then each area's outcomes."""
    yield from (
        "Case sessions held",
        "Personal sessions held",
        "Group sessions held",
        "Attendances in groups",
    )
    for area in report.areas:
        yield from (f"{AREAS[area]}: {OUTCOMES[one]}" for one in outcomes_of(area))
    for area in report.undated:
        done = UNDATED[area]
        yield from (f"{AREAS[area]}: {words}, no day is set" for words in (done, f"not {done} yet"))


def _counted(report: PeriodReport, counts: Counts | None) -> list[Value]:
    if counts is None:
        return [TOO_FEW]
    kinds = (SessionKind.CASE, SessionKind.PERSONAL, SessionKind.GROUP)
    held = [*(counts.sessions.get(kind, 0) for kind in kinds), counts.in_groups]
    undated = (value for area in report.undated for value in _undated(counts, area))
    return [*held, *(value for area in report.areas for value in _of_area(counts, area)), *undated]


def _undated(counts: Counts, area: Area) -> Sequence[Value]:
    found = counts.undated_of(area)
    return (TOO_FEW, None) if area in counts.of_few else (found.done, found.asked - found.done)


def _of_area(counts: Counts, area: Area) -> Sequence[Value]:
    numbers = _numbers(counts.of(area), area)
    return (TOO_FEW, *(None for _ in numbers[1:])) if area in counts.of_few else numbers


def _numbers(found: Tally, area: Area) -> Sequence[int]:
    """In the order of the outcomes."""
    return [found.of(one) for one in outcomes_of(area)]


def _people(report: PeriodReport) -> Iterable[tuple[Value, ...]]:
    for one in report.people:
        yield one.name, one.number, one.about, one.team, *_counted(report, one.counts)


def _months(report: PeriodReport) -> Iterable[str]:
    return (f"{month(first)[:3]} {first.year}" for first in report.months)


def _strips(report: PeriodReport) -> Iterable[tuple[Value, ...]]:
    for one in report.people:
        yield one.name, one.number, *(month.says for month in one.months)


def _not_on_time(report: PeriodReport) -> Iterable[tuple[Value, ...]]:
    for one in report.not_on_time:
        yield one.person, one.team, one.asked, one.due, OUTCOMES[one.outcome], "; ".join(one.why)


def _groups(report: PeriodReport, groups: Sequence[GroupLine]) -> Iterable[tuple[Value, ...]]:
    for one in groups:
        yield one.name, one.people, *_counted(report, one.counts)


def _milestones(report: PeriodReport) -> Iterable[tuple[Value, ...]]:
    for one in report.milestones:
        yield one.rule, one.title, *_numbers(one.tally, Area.MILESTONES)


def _sheet(book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet: Worksheet = book.create_sheet(title)
    for number, row in enumerate((heads, *rows), 1):
        for column, value in enumerate(row, 1):
            _put(sheet, number, column, value)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _fit(sheet)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with "=" stays a name
    elif isinstance(value, date):
        cell.number_format = "d mmm yyyy"


def _fit(sheet: Worksheet) -> None:
    for number, column in enumerate(sheet.iter_cols(min_row=2, values_only=True), 1):
        longest = max((len(str(value)) for value in column if value is not None), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 12), WIDEST)
