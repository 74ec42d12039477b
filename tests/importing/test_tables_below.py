"""A file in which a second table stands below the first, under a heading of its own: agency workers below the staff."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key
from storage.importing.proposal.recognising import heading_seen
from storage.importing.tables.below import TableBelow, headings_below
from storage.importing.tables.files import CsvFile
from storage.importing.tables.headings import heads_a_table
from tests.importing.workbooks import workbook

STAFF = (
    ("Payroll No", "Employee", "Position", "Start Date", "Work Email"),
    ("40001", "Example, Priya", "Team Manager", "04/03/2019", "priya@council.example"),
    ("40002", "Sample, Amara", "Social Worker", "05/04/2021", "amara@council.example"),
    ("40003", "Test, Paul", "Social Worker", "06/05/2022", "paul@council.example"),
)
AGENCY = (
    ("Worker", "Team", "Role", "From", "Reports to", "Note"),
    ("Ottilie Invented", "North", "Social Worker", "02/03/2026", "Priya Example", ""),
    ("Rufus Madeup", "North", "Social Worker", "05/10/2026", "Priya Example", "till March"),
)


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())


def _lines(*rows: tuple[str, ...]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n"


def _imported(file: str) -> str:
    """What came in by the mappings as they are proposed."""
    said = CliRunner().invoke(app, ["import", "map", "--to", "mappings", file])
    assert said.exit_code == 0, said.output
    assert "to decide" not in said.output, said.output
    again = CliRunner().invoke(app, ["import", "map", "--to", "mappings", file])
    assert again.exit_code == 0, again.output
    assert "columns that the mapping doesn't name" not in again.output, again.output
    done = CliRunner().invoke(app, ["import", "--dry-run", "--mapping", "mappings", file])
    assert done.exit_code == 0, done.output
    return done.output


def test_agency_workers_below_the_staff_have_a_mapping_of_their_own() -> None:
    Path("staff.csv").write_text(_lines(*STAFF, ("Total", "3"), ("",), ("AGENCY - pasted by HR",), *AGENCY))
    said = _imported("staff.csv")
    assert "people Rufus Madeup new: role social_worker, employed_from Monday 5 October 2026" in said
    assert "relationships Ottilie Invented|40001|0|2026-03-02 new" in said
    assert "│ people        │ 5 " in said


def test_a_fault_of_the_table_above_has_its_own_heading() -> None:
    """And a line that says that the file ends is no row."""
    fourth = ("40004", "Novel, Ida", "Social Worker", "06/05/2022", "ida@council.example")
    managers = ("Manager", "", "40001", "#N/A", "40002")
    staff = [(*line, manager) for line, manager in zip((*STAFF, fourth), managers, strict=True)]
    Path("staff.csv").write_text(_lines(*staff, *AGENCY, ("*** end ***",)))
    CliRunner().invoke(app, ["import", "map", "--to", "mappings", "staff.csv"])
    said = CliRunner().invoke(app, ["import", "--dry-run", "--mapping", "mappings", "staff.csv"]).output
    assert "line 4, Manager (supervisor): '#N/A' is what" in " ".join(said.split())
    assert "1 to correct" in said


def test_they_may_stand_below_in_a_sheet_of_a_workbook() -> None:
    notes = ("Notes", [("Ask HR",), ("about leavers",)])
    workbook(Path("staff.xlsx"), ("Staff", [*STAFF, (), *AGENCY]), notes)
    said = _imported("staff.xlsx")
    assert "people Rufus Madeup new: role social_worker, employed_from Monday 5 October 2026" in said
    assert "relationships Ottilie Invented|40001|0|2026-03-02 new" in said
    assert "│ people        │ 5 " in said


def test_a_line_of_words_that_head_columns_too_is_a_row() -> None:
    """Posts and teams are called as columns are; a row says whose they are, or a day, besides."""
    assert heads_a_table(AGENCY[0])
    assert not heads_a_table(("Amara Sample", "Social Worker", "Team Manager", "Assessment", "North"))
    assert not heads_a_table(("Worker", "Team", "Role", "From", "02/03/2026"))


def test_a_second_line_of_a_heading_begins_no_other_table() -> None:
    """What stands straight below a heading goes with it."""
    second = ("Worker", "Team", "Role", "From", "Reports to")
    Path("staff.csv").write_text(_lines(STAFF[0], second, *STAFF[1:]))
    said = CliRunner().invoke(app, ["import", "map", "--to", "mappings", "staff.csv"])
    assert "below another heading" not in said.output


def test_each_of_several_is_found() -> None:
    students = (
        ("Name", "Role", "Start date", "Team", "Supervisor"),
        ("Ida Novel", "Student", "", "North", ""),
    )
    Path("staff.csv").write_text(_lines(*STAFF, *AGENCY, *students))
    table = CsvFile(Path("staff.csv"))
    below = headings_below(table, heading_seen)
    assert below == [list(AGENCY[0]), [*students[0]]]
    assert [next(TableBelow(table, one).lines(heads_a_table))[0] for one in below] == [5, 8]


def test_titles_as_wide_as_the_table_put_no_heading_below_another() -> None:
    """What stands above the first heading is no table."""
    titles = (("Run", "27/11/2026", "by", "HR", "page 1"), ("Part", "of", "the", "whole", "list"))
    Path("staff.csv").write_text(
        _lines(*titles, ("Payroll No", "Name", "Role", "Start Date", "Email"), *STAFF[1:])
    )
    assert headings_below(CsvFile(Path("staff.csv")), heading_seen) == []
