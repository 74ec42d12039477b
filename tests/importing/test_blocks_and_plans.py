"""A case list as a report makes it: teams in merged cells, totals between them, what a case is in two columns, and a
child's two plans in two rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.commands.import_left import rows_left
from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables import workbook
from storage.importing.tables.mapped_files import sources_of
from storage.importing.tables.workbook import WorkbookFile
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council

TODAY = NOW.date()
HEADING = (
    "Team",
    "Case ID",
    "Legal status",
    "Worked as",
    "Allocated worker",
    "Allocated on",
    "Last discussed",
)
#: C-102 is one child's two plans: the row that began last doesn't say when it was discussed.
ROWS = (
    ("Assessment", "C-101", "", "Child in need", "Amara Example", date(2026, 9, 1), date(2026, 10, 5)),
    (None, "C-102", "", "Child protection", "Amara Example", date(2026, 9, 1), date(2026, 10, 6)),
    (None, "C-102", "Care order (S31)", "Looked after", "Amara Example", date(2026, 10, 1), None),
    ("Assessment total", 3),
    ("Family support", "C-103", "", "Panel decision", "Amara Example", date(2026, 9, 1), None),
    (None, "C-104", "", "Child in need", "Amara Example", date(2026, 9, 2), None),
    ("Family support total", 2),
    ("Grand total", 5),
    ("OFFICIAL-SENSITIVE - produced by nobody",),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _workbook(tmp_path / "cases.xlsx", ["A4:A6", "A8:A9", "B1:C1"])


def _workbook(path: Path, merged: Sequence[str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Cases by team",), (), HEADING, *ROWS):
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def _proposed(file: Path) -> Proposal:
    staff = Staff(TODAY)
    know(staff, [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows])
    (proposal,) = propose_for(file, ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff), None)
    return proposal


def test_each_row_of_merged_cells_says_what_they_say(tmp_path: Path, file: Path) -> None:
    """Below an empty cell that isn't merged nothing is: nobody said so."""
    apart = _workbook(tmp_path / "apart.xlsx", ["A4:A5"])
    said = [cells[0] for _, cells in WorkbookFile(file).lines()]
    assert said[1:4] == ["Assessment"] * 3
    assert said[5:7] == ["Family support"] * 2
    assert [cells[0] for _, cells in WorkbookFile(apart).lines()][1:4] == ["Assessment", "Assessment", ""]


def test_totals_are_no_words_and_are_counted(file: Path) -> None:
    proposal = _proposed(file)
    assert "total" not in proposal.text
    assert "OFFICIAL" not in proposal.text
    mapping = mapping_of(proposal.text, "cases.yaml")
    sources = sources_of(file, [mapping]) or []
    for source in sources:
        list(source.lines())
    (said,) = rows_left(sources, {"cases.yaml": mapping})
    assert said == "cases.yaml, cases: passed over 4 lines that count the rows or say where they come from"


def test_both_columns_of_plans_are_read_and_what_is_unsure_is_asked(file: Path) -> None:
    proposal = _proposed(file)
    assert '- from: "Legal status"' in proposal.text
    assert '- from: "Worked as"' in proposal.text
    assert "Not read" not in proposal.text
    assert any(one.startswith("categories: what 'Panel decision' is") for one in proposal.undecided)


@pytest.mark.parametrize("piece", [3, 40, 1 << 20])
def test_merged_cells_are_found_a_piece_at_a_time_in_the_workbook_that_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """It is opened for its values and for its formulas, and no third time."""
    opened, load = list[object](), openpyxl.load_workbook

    def counting(*args: Any, **kwargs: Any) -> Any:
        opened.append(args)
        return load(*args, **kwargs)

    monkeypatch.setattr(openpyxl, "load_workbook", counting)
    monkeypatch.setattr(workbook, "_PIECE", piece)
    said = [cells[0] for _, cells in WorkbookFile(file, "Sheet").lines()]
    assert said[1:4] == ["Assessment"] * 3
    assert len(opened) == 2


def test_a_case_in_two_rows_has_both_plans_and_the_latest_of_the_rest(council: Council, file: Path) -> None:
    text = _proposed(file).text.replace("'?'", '""')
    assert 'others_by: "Allocated on"' in text
    council.takes(PEOPLE, LINES, *(sources_of(file, [mapping_of(text, "cases.yaml")]) or ()))
    stored = {one[0]: one[1:] for one in council.has(t.Case, "reference", "categories", "service")}
    assert stored["C-102"][0] == "child_protection looked_after"
    assert stored["C-104"][1] == "family_support"
    assert council.has(t.Discussion, "on") == [(date(2026, 10, 5),), (date(2026, 10, 6),)]
    assert date(2026, 10, 1) in {since for (since,) in council.has(t.Allocation, "since")}


def test_what_a_case_is_in_a_third_column_is_read_too(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    heading = "Case ID,Service,Category,Legal status,Worked as,Allocated worker,Allocated on"
    rows_ = (
        "C-101,Assessment,Child in need,Accommodated (S20),PLO,S1,01/09/2026",
        "C-102,Assessment,,Looked after,Child in need,S1,01/09/2026",
        "C-103,Assessment,Child protection,,Care proceedings,S1,01/09/2026",
    )
    more = [row.replace("C-1", f"C-{n}") for n in (2, 3) for row in rows_]
    file.write_text("\n".join((heading, *rows_, *more)))
    text = _proposed(file).text
    assert text.count("          - from:") == 3
    council.takes(PEOPLE, LINES, *(sources_of(file, [mapping_of(text, "cases.yaml")]) or ()))
    stored = {one[0]: one[1] for one in council.has(t.Case, "reference", "categories")}
    assert {one: stored[one] for one in ("C-101", "C-102", "C-103")} == {
        "C-101": "cin looked_after plo",
        "C-102": "cin looked_after",
        "C-103": "care_proceedings child_protection",
    }


def test_what_is_over_is_no_plan_of_an_open_case(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(
        "Case,Plan,Service,From,Closed\nC-101,Child protection,Assessment,01/09/2026,01/10/2026\n"
        "C-101,Child in need,Assessment,01/08/2026,\nC-102,Child protection,Assessment,01/08/2026,01/10/2026\n"
    )
    columns = "{case: Case, categories: Plan, service: Service, closed_on: Closed}"
    made = f"makes: {{cases: {{gathers: categories, others_by: From, columns: {columns}}}}}"
    council.takes(PEOPLE, *(sources_of(file, [mapping_of(made, "cases.yaml")]) or ()))
    stored = {row[0]: row[1:] for row in council.has(t.Case, "reference", "categories", "closed_on")}
    assert stored["C-101"][0] == "cin"
    assert stored["C-101"][1] is None
    assert stored["C-102"][1] == date(2026, 10, 1)


@pytest.mark.parametrize("more", ["", ", gathers: categories, latest: From"])
def test_what_says_the_rest_goes_with_what_is_gathered(more: str) -> None:
    columns = "{case: Case, categories: Plan, service: Service}"
    with pytest.raises(MappingError, match="it goes with gathers: categories"):
        mapping_of(f"makes: {{cases: {{others_by: From{more}, columns: {columns}}}}}", "cases.yaml")
