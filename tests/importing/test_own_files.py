"""A council's exports as they come: their own headings, workbooks, titles above the heading, two kinds in one file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import FileMapping, MappingError, read_mapping
from storage.importing.tables.files import CsvFile, FileFault, Source
from storage.importing.tables.mapped_files import sources_of
from storage.importing.tables.workbook import WorkbookFile
from tests.importing.councils import PEOPLE, Council, rows
from tests.importing.workbooks import workbook

STAFF = """\
"Staff in post, Children's Services",,,,,,,,
Employee No.,Forename,Surname,Position,Started,FTE,Reports to,Status,Contracted hours
00417,Amara,Example,Social Worker (ASYE),04/03/2026,0.6,00102,In post,22.2
00102,Priya,Sample,Team Manager,05/01/2015,1,00001,In post,37
00001,Helen,Madeup,Head of Service,03/04/2012,1.0,,In post,37
00990,Never,Came,Team Manager,03/04/2026,1.0,00001,Withdrawn,37
"""


HR = """\
files: "staff*"
makes:
  people:
    leave_out: {Status: Withdrawn}
    columns:
      staff_number: employee no.
      name: [Forename, Surname]
      role: {from: Position, words: {Social Worker (ASYE): social_worker}}
      asye_from: {from: Started, when: {Position: Social Worker (ASYE)}}
      employed_from: Started
      percent: {from: FTE, of: 1}
      team: {is: North}
  relationships:
    needs: Reports to
    leave_out: {Status: Withdrawn}
    columns: {supervisee: Employee No., supervisor: Reports to, since: Started}
"""


CASE_SYSTEM = """\
files: "*.csv"
makes:
  cases:
    columns:
      case: Ref
      service: {is: family_support}
      worker: Key worker
      allocated_on: {from: Allocated, part: day}
      categories: {flags: {CP: child_protection, LAC since: looked_after}}
"""


def _mapping(folder: Path, text: str) -> FileMapping:
    path = folder / "own.mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def _sources(folder: Path, name: str, content: str, mapping: str) -> list[Source]:
    (folder / name).write_text(content, encoding="utf-8")
    return [*(sources_of(folder / name, [_mapping(folder, mapping)]) or ())]


def test_one_file_is_people_and_who_supervises_them(council: Council, tmp_path: Path) -> None:
    council.takes(*_sources(tmp_path, "staff_nov.csv", STAFF, HR))
    columns = ("staff_number", "name", "role", "asye_from", "percent", "team")
    assert council.has(t.Person, *columns) == [
        ("00417", "Amara Example", "social_worker", date(2026, 3, 4), 60, "North"),
        ("00102", "Priya Sample", "team_manager", None, 100, "North"),
        ("00001", "Helen Madeup", "head_of_service", None, 100, "North"),
    ]
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(2, 3), (1, 2)]


def test_a_fault_names_the_file_s_own_line_and_column(council: Council, tmp_path: Path) -> None:
    wrong = STAFF.replace("Head of Service", "Wizard")
    with pytest.raises(BadFilesError) as raised:
        council.takes(*_sources(tmp_path, "staff.csv", wrong, HR))
    assert str(raised.value).startswith(
        "staff.csv (people), line 5, Position (role): 'Wizard' is no role of this rule set"
    )


def test_hours_of_a_full_week_are_a_share(tmp_path: Path) -> None:
    hours = HR.replace("{from: FTE, of: 1}", "{from: Contracted hours, of: 37}")
    people = _sources(tmp_path, "staff.csv", STAFF, hours)[0]
    heading, *lines = people.lines()
    place = list(heading[1]).index("percent")
    assert [cells[place] for _, cells in lines] == ["60", "100", "100"]


CASE_ROWS = """\
Ref;Key worker;Allocated;CP;LAC since
C-9;EXAMPLE, Amara;03/03/2026 09:12;Y;
C-10;amara@example.org;03/03/2026 09:12;No;01/02/2026
"""


def test_flags_and_a_worker_s_name(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE, *_sources(tmp_path, "cases.csv", CASE_ROWS, CASE_SYSTEM))
    assert council.has(t.Case, "reference", "categories") == [
        ("C-9", "child_protection"),
        ("C-10", "looked_after"),
    ]
    assert council.has(t.Allocation, "worker_id", "since") == [(1, date(2026, 3, 3))] * 2


def test_a_name_of_two_people_is_asked_about(council: Council, tmp_path: Path) -> None:
    namesake = rows(
        "more", "staff number, name, role, employed from", "S8, Amara Example, student, 02/11/2026"
    )
    with pytest.raises(
        BadFilesError, match=r"2 people are called 'EXAMPLE, Amara' \(S1, S8\): give the staff number"
    ):
        council.takes(PEOPLE, namesake, *_sources(tmp_path, "cases.csv", CASE_ROWS, CASE_SYSTEM))


def test_of_two_of_one_name_the_one_in_post_is_meant(council: Council, tmp_path: Path) -> None:
    left = rows(
        "more",
        "staff number, name, role, employed from, left on",
        "S8, Amara Example, student, 02/11/2020, 01/10/2026",
    )
    council.takes(PEOPLE, left, *_sources(tmp_path, "cases.csv", CASE_ROWS, CASE_SYSTEM))
    assert council.has(t.Allocation, "worker_id")[0] == (1,)


def test_names_of_those_who_are_stored_are_known(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE)
    council.takes(*_sources(tmp_path, "cases.csv", CASE_ROWS, CASE_SYSTEM))
    assert council.has(t.Allocation, "worker_id")[0] == (1,)


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        (
            "service: {is",
            "servise: {is",
            "own.mapping.yaml: makes: Value error",
        ),
        (
            "case: Ref",
            "case: {from: Ref, is: x}",
            "own.mapping.yaml: makes.cases.columns.case: say where it comes from",
        ),
        (
            "case: Ref",
            "case: {from: Ref, or: {each: Ref}}",
            "own.mapping.yaml: makes.cases.columns.case: each makes rows",
        ),
        ("makes:", "makes: [", "own.mapping.yaml, line"),
    ],
)
def test_a_mapping_that_is_wrong_is_said_where(tmp_path: Path, was: str, becomes: str, sentence: str) -> None:
    with pytest.raises(MappingError) as raised:
        _mapping(tmp_path, CASE_SYSTEM.replace(was, becomes))
    expected = (
        "a file of cases has no column servise; did you mean service?"
        if "Value error" in sentence
        else sentence
    )
    assert expected in str(raised.value)


def test_a_column_that_the_mapping_reads_and_the_file_lacks(tmp_path: Path) -> None:
    [cases] = _sources(tmp_path, "cases.csv", CASE_ROWS.replace("Key worker", "Key workers"), CASE_SYSTEM)
    with pytest.raises(FileFault, match="'Key worker', which isn't here; 'Key workers' looks like it"):
        list(cases.lines())


def test_a_flag_that_says_neither_is_named(council: Council, tmp_path: Path) -> None:
    with pytest.raises(BadFilesError, match=r"CP \+ LAC since \(categories\): 'perhaps' is no category"):
        council.takes(
            PEOPLE, *_sources(tmp_path, "c.csv", CASE_ROWS.replace(";Y;", ";perhaps;"), CASE_SYSTEM)
        )


@pytest.mark.parametrize("above", ["sep=;\n", 'Team list, made on 3/11\n"Not, for others"\n', "", "\n\n"])
def test_what_stands_above_the_heading(tmp_path: Path, above: str) -> None:
    file = tmp_path / "p.csv"
    file.write_text(f"{above}Staff number;Name;Role;Employed from\nS1;One, Two;student;02/11/2026\n")
    lines = list(CsvFile(file).lines())
    assert [list(cells) for _, cells in lines] == [
        ["Staff number", "Name", "Role", "Employed from"],
        ["S1", "One, Two", "student", "02/11/2026"],
    ]
    assert lines[0][0] == above.count("\n") + 1, "lines are counted as an editor does"


PEOPLE_SHEET = [
    ("Children's Services", None, None, None),
    ("Staff number", "Name", "Role", "Employed from"),
    (417, "Zoë Example", "student", datetime(2026, 11, 2)),
]


def test_a_sheet_of_a_workbook(council: Council, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "hr.xlsx", ("Staff", PEOPLE_SHEET), ("Look-ups", [("a",)]), hidden=["Look-ups"]
    )
    book = load_workbook(path)
    book["Staff"]["A3"].number_format = "000000"
    book.save(path)
    council.takes(WorkbookFile(path))
    assert council.has(t.Person, "staff_number", "name", "employed_from") == [
        ("000417", "Zoë Example", date(2026, 11, 2))
    ]


def test_which_sheet_is_asked_where_several_can_be_seen(tmp_path: Path) -> None:
    path = workbook(tmp_path / "hr.xlsx", ("Staff", PEOPLE_SHEET), ("Leavers", PEOPLE_SHEET))
    with pytest.raises(FileFault, match="which sheet\\? It has 'Staff', 'Leavers'"):
        list(WorkbookFile(path).lines())
    with pytest.raises(FileFault, match="there is no sheet 'Cases'"):
        list(WorkbookFile(path, "Cases").lines())
    assert len(list(WorkbookFile(path, "leavers").lines())) == 2


def test_a_sheet_that_is_hidden_is_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "hr.xlsx", ("Staff", PEOPLE_SHEET), ("Old", PEOPLE_SHEET), hidden=["Old"])
    with pytest.raises(FileFault, match="there is no sheet 'Old'"):
        list(WorkbookFile(path, "Old").lines())


def test_what_cells_are_read_as(tmp_path: Path) -> None:
    row = [
        datetime(2026, 11, 3, 14, 30),
        time(14, 30),
        timedelta(hours=1, minutes=30),
        0.6,
        12.0,
        True,
        "#N/A",
        "=1+1",
    ]
    path = workbook(tmp_path / "cells.xlsx", ("Sheet", [["a"] * len(row), row]))
    [_, (line, cells)] = WorkbookFile(path).lines()
    assert (line, list(cells)) == (
        2,
        ["2026-11-03 14:30", "14:30", "01:30", "0.6", "12", "yes", "#N/A", "#UNCALCULATED"],
    )


def test_a_formula_that_was_never_worked_out_is_named(council: Council, tmp_path: Path) -> None:
    sheet = [*PEOPLE_SHEET[:2], ("S1", "=A1", "student", date(2026, 11, 2))]
    with pytest.raises(
        BadFilesError, match="never worked out: open the workbook in a spreadsheet and save it again"
    ):
        council.takes(WorkbookFile(workbook(tmp_path / "hr.xlsx", ("Staff", sheet))))


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "hr.xlsx"
    path.write_bytes(b"name,role\n")
    with pytest.raises(FileFault, match="not readable as a workbook"):
        list(WorkbookFile(path).lines())


def test_of_an_absence_the_first_day_back_will_do(council: Council) -> None:
    heading = "staff number, planned, first, back on"
    council.takes(PEOPLE, rows("absences", heading, "S1, yes, 02/11/2026, 09/11/2026"))
    assert council.has(t.Absence, "last") == [(date(2026, 11, 8),)]
    council.takes(rows("absences", heading, "S1, yes, 02/11/2026,"))
    assert council.has(t.Absence, "last") == [(None,)]


def test_titles_above_the_heading_may_be_written_in_any_way(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        '"As at","26/11/2026"\nStaff number|Name|Role|"Employed from"\nS1|A B|x|y\n'
    )
    assert [line for line, _ in CsvFile(tmp_path / "people.csv").lines()] == [2, 3]


def test_somebody_is_named_with_their_number_behind(council: Council) -> None:
    council.takes(
        PEOPLE, rows("relationships", "supervisee, supervisor, since", "S1, Priya Sample (S2), 01/10/2020")
    )
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(1, 2)]


def test_how_a_whole_column_is_written_is_one_fault(council: Council) -> None:
    with pytest.raises(BadFilesError) as raised:
        council.takes(
            PEOPLE,
            rows("milestones", "staff number, what, on", *(f"S{n}, agreement, 0{n}/10" for n in (1, 2, 3))),
        )
    assert str(raised.value) == (
        "milestones.csv, lines 2 to 4 (3 rows), on: '01/10' has no year: write it too, as in 03/11/2026 "
        "(2 more like it)"
    )
