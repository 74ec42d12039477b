"""Headings of two lines, of which each names columns that the other doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from storage import tables as t
from storage.importing.proposal.recognising import heading_seen
from storage.importing.tables.files import CsvFile
from tests.importing.councils import LINES, PEOPLE, Council
from tests.importing.test_raw_exports import _brought_in, _written
from tests.importing.workbooks import workbook

_UPPER = ("Case ID", "Team", "Allocated", "", "")
_LOWER = ("", "", "Worker", "Allocation date", "Reason")
_ROWS = [
    ("C-1", "Family safeguarding", "Amara Example", "07/09/2026", ""),
    ("C-2", "Family safeguarding", "Amara Example", "14/09/2026", "moved"),
]


def _merged(path: Path, *merged: str) -> Path:
    """A workbook whose heading is merged, as people do by hand."""
    book = load_workbook(workbook(path, ("List", [("Cases of the team",), _UPPER, _LOWER, *_ROWS])))
    for cells in merged:
        book["List"].merge_cells(cells)
    book.save(path)
    return path


@pytest.mark.parametrize("merged", [(), ("A1:E1", "A2:A3", "B2:B3", "C2:E2")])
def test_the_cells_of_both_lines_are_one_heading(council: Council, tmp_path: Path, merged: list[str]) -> None:
    council.takes(PEOPLE, LINES)
    proposal = _brought_in(council, _merged(tmp_path / "cases.xlsx", *merged))
    assert "worker is “Worker”, by its heading" in proposal.guessed
    assert council.has(t.Case, "reference") == [("C-1",), ("C-2",)]


@pytest.mark.parametrize("between", [",", ";"])
def test_of_a_text_file_too(council: Council, tmp_path: Path, between: str) -> None:
    """Under a title that is no CSV."""
    lines = [('Cases of the "team',), _UPPER, _LOWER, *_ROWS]
    file = _written(tmp_path / "cases.csv", "\n".join(between.join(line) for line in lines))
    council.takes(PEOPLE, LINES)
    _brought_in(council, file)
    assert council.has(t.Case, "reference") == [("C-1",), ("C-2",)]


@pytest.mark.parametrize(
    "lines",
    [
        "Case ID,Team,Worker,,\nC-1,,Amara Example,,moved",  # a remark without a heading in the first row
        "Case ID,Team,Worker,CP,,\nC-1,,Amara Example,yes,yes,yes",
        "Cases of the team,,as of,\n,Case ID,Team,Worker",  # a title
    ],
)
def test_a_row_or_a_title_is_no_line_of_the_heading(tmp_path: Path, lines: str) -> None:
    file = _written(tmp_path / "cases.csv", lines)
    heading = next(CsvFile(file).lines(heading_seen))[1]
    assert [cell for cell in heading if cell in ("Case ID", "Team", "Worker")] == [
        "Case ID",
        "Team",
        "Worker",
    ]


def test_columns_that_come_again_under_a_full_line(tmp_path: Path) -> None:
    """The upper line might be a heading by itself; its number is the lower one's."""
    file = _written(
        tmp_path / "tracker.csv",
        "Supervisee,Supervisor,Team,Comments,1st,,2nd,\n"
        ",,,,Due,Held,Due,Held\nAmara Example,Priya Sample,North,,01/09/2026,,,\n",
    )
    assert next(CsvFile(file).lines(heading_seen)) == (
        2,
        ["Supervisee", "Supervisor", "Team", "Comments", "Due", "Held", "Due", "Held"],
    )
