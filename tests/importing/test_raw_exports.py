"""Raw exports as systems write them: what says nothing, totals, several sheets, headings and rows of one identity."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile, FileFault, is_total
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council
from tests.importing.workbooks import workbook

TODAY = NOW.date()
WORDS = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))


def _written(file: Path, lines: str, encoding: str = "utf-8") -> Path:
    file.write_text(lines, encoding=encoding)
    return file


def _proposed(file: Path) -> Proposal:
    return propose_for(file, WORDS, None)[0]


def _brought_in(council: Council, file: Path, *, was: str = "", becomes: str = "") -> Proposal:
    """By what is proposed for it, with one thing decided."""
    proposal = _proposed(file)
    mapping = _written(
        file.with_suffix(".yaml"), proposal.text.replace(was, becomes) if was else proposal.text
    )
    council.takes(*(sources_of(file, [read_mapping(mapping)]) or ()))
    return proposal


STAFF = """\
Headcount (confidential)\t\t\t\t\t
Person Number\tName\tAssignment Name\tPrimary\tHire Date\tManager Number
0101\tSample, Priya\tTeam Manager\tY\t05-Jan-2015\tNULL
0102\tExample, Amara\tSocial Worker\tY\t04-Mar-2019\t0101
0102\tExample, Amara\tSessional Tutor\tN\t04-Mar-2019\t0101
0103\tMadeup, Helen\tChief Wizard\tY\t01/01/1900\t0101
Total records: 4
"""


def test_totals_second_posts_and_words_that_say_nothing(council: Council, tmp_path: Path) -> None:
    file = _written(tmp_path / "staff.csv", STAFF, encoding="utf-16")
    proposal = _proposed(file)
    assert proposal.undecided == ("role: what 'Chief Wizard' is here (1 rows)",)
    assert 'leave_out:\n  "Primary": ["N"]' in proposal.text
    assert 'empty: ["NULL"]' in proposal.text
    _brought_in(council, file, was='#  "Assignment', becomes='  "Assignment')
    assert council.has(t.Person, "staff_number", "name", "role") == [
        ("0101", "Priya Sample", "team_manager"),
        ("0102", "Amara Example", "social_worker"),
    ]
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(2, 1)]


def test_of_several_sheets_the_one_that_is_of_a_kind_and_of_leave_what_was_approved(
    council: Council, tmp_path: Path
) -> None:
    heading = ("User ID", "Time Type", "Start Date", "End Date", "Approval Status")
    rows = (
        ("S1", "Sickness - Certified", date(2026, 10, 5), date(2026, 10, 9), "Approved"),
        ("S2", "Annual Leave", date(2026, 10, 5), date(9999, 12, 31), "Approved"),
        ("S2", "Annual Leave", date(2026, 12, 7), date(2026, 12, 9), "Cancelled"),
    )
    book = workbook(
        tmp_path / "leave.xlsx",
        ("Cover", [["Owner: People Services"]]),
        ("Time off", [["All"], heading, *rows]),
    )
    council.takes(PEOPLE)
    _brought_in(council, book)
    assert council.has(t.Absence, "person_id", "first", "last", "sickness") == [
        (1, date(2026, 10, 5), date(2026, 10, 9), True),
        (2, date(2026, 10, 5), None, False),
    ]


def test_sheets_that_are_a_file_each_have_a_mapping_each(tmp_path: Path) -> None:
    leave = [
        ("User ID", "Time Type", "Start Date", "End Date"),
        ("S1", "Sickness", "05/10/2026", "09/10/2026"),
    ]
    cases = [("Case ID", "Team", "Worker", "Allocation date"), ("C-1", "Assessment", "A Bee", "05/10/2026")]
    book = workbook(tmp_path / "all.xlsx", ("Leave", leave), ("Cases", cases))
    both = [(one.sheets, one.text) for one in propose_for(book, WORDS, None)]
    assert [(sheets, "absences:" in text, "cases:" in text) for sheets, text in both] == [
        (("Leave",), True, False),
        (("Cases",), False, True),
    ]


def test_a_web_page_that_is_called_a_workbook_is_named(tmp_path: Path) -> None:
    page = _written(tmp_path / "report.xls", "<html><table><tr><td>Case</td></tr></table></html>")
    with pytest.raises(FileFault, match="this is XML or a page without a table"):
        list(CsvFile(page).lines())


def test_titles_with_the_number_of_the_post_are_one_word_and_a_new_post_is_known(
    council: Council, tmp_path: Path
) -> None:
    heading = "Employee Number,Name,Position Title,Hire Date"
    posts = ("1,A Bee,218|0441|Social Worker|,01-FEB-2020", "2,C Dee,219|0442|Social Worker|,01-FEB-2020")
    file = _written(tmp_path / "posts.csv", "\n".join((heading, *posts)))
    assert '"*|Social Worker|": social_worker' in _brought_in(council, file).text
    _written(file, "\n".join((heading, *posts, "3,E Eff,733|9001|Social Worker|,01-FEB-2020")))
    council.takes(*(sources_of(file, [read_mapping(file.with_suffix(".yaml"))]) or ()))
    assert council.has(t.Person, "role") == [("social_worker",)] * 3


def test_a_word_near_one_of_the_rule_set_s_is_said_and_not_taken(tmp_path: Path) -> None:
    cases = (
        "Case ID,Team,Worker,Allocated\nC-1,Family Solutions,S1,01/02/2026\nC-2,Assessment,S1,01/02/2026\n"
    )
    assert _proposed(_written(tmp_path / "cases.csv", cases)).undecided == (
        "service: what 'Family Solutions' is here (1 rows); near family_support",
    )


def test_a_heading_of_several_lines_is_one(tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "w.xlsx",
        (
            "W",
            [
                ["Employee\nID", "Full\nName", "Job Title", "Hire Date"],
                ["1", "A Bee", "Student", date(2020, 2, 1)],
            ],
        ),
    )
    assert 'staff_number: "Employee ID"' in _proposed(book).text


def test_days_away_in_a_row_are_one_absence(council: Council, tmp_path: Path) -> None:
    """A weekend between them is no gap."""
    days = ("Thu 01/10/2026", "Fri 02/10/2026", "Mon 05/10/2026", "Wed 07/10/2026")
    lines = [f"{day},S1,Sick,AM" for day in days] + ["Fri 02/10/2026,S2,A/L,AM"]
    file = _written(tmp_path / "days.csv", "\n".join(("Date,Staff ID,Absence,Half", *lines)))
    council.takes(PEOPLE)
    assert "gathers: first" in _brought_in(council, file).text
    assert sorted(council.has(t.Absence, "person_id", "first", "last")) == [
        (1, date(2026, 10, 1), date(2026, 10, 5)),
        (1, date(2026, 10, 7), date(2026, 10, 7)),
        (2, date(2026, 10, 2), date(2026, 10, 2)),
    ]


def test_what_stands_above_several_headings_tells_them_apart(council: Council, tmp_path: Path) -> None:
    heading = ("Case No", "Service", "Name", "ID", "From", "CP", "Last date", "From")
    above = ("Case", "", "Worker", "", "", "Plans", "Supervision", "Placement")
    row = (
        "C-1",
        "Assessment",
        "Example, A",
        "S1",
        date(2026, 3, 3),
        "✓",
        date(2026, 10, 9),
        date(2025, 1, 1),
    )
    book = workbook(tmp_path / "cases.xlsx", ("All", [["Caseload"], above, heading, row]))
    council.takes(PEOPLE)
    assert "From (2)" in _brought_in(council, book).text
    assert council.has(t.Allocation, "worker_id", "since") == [(1, date(2026, 3, 3))]
    assert council.has(t.Discussion, "on") == [(date(2026, 10, 9),)]


def test_many_rows_of_one_identity_are_one_fault(council: Council, tmp_path: Path) -> None:
    lines = [f"S1,Name{n} Example,student,01/02/2020" for n in range(2, 30)]
    file = _written(tmp_path / "p.csv", "\n".join(("staff number,name,role,employed from", *lines)))
    with pytest.raises(BadFilesError) as refused:
        council.takes(CsvFile(file))
    assert [fault.lines for fault in refused.value.faults] == [tuple(range(3, 30))]


def test_managers_are_named_by_their_posts_and_a_vacant_post_is_nobody(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "Establishment Nov26.csv",
        "Post Ref,Post Title,Reports To Post,Post Holder Ref,Post Holder,Holder Start Date,Contract Hours\n"
        "P1,Team Manager,,101,Priya Sample,05/01/2015,36.5\n"
        "P2,Social Worker,P1,102,Amara Example,04/03/2019,18.25\n"
        "P3,Social Worker,P1,,VACANT,,36.5\n",
    )
    text = _brought_in(council, file).text
    assert 'files: "Establishment*.csv"' in text
    found = '        from: "Reports To Post"\n        finds: "Post Ref"\n        gives: "Post Holder Ref"\n'
    assert found in text
    assert council.has(t.Person, "staff_number", "percent") == [("101", 100), ("102", 50)]
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(2, 1)]


def test_a_post_that_nobody_alone_holds_is_named(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "e.csv",
        "Post Ref,Post Title,Reports To Post,Post Holder Ref,Post Holder,Holder Start Date\n"
        "P1,Team Manager,,101,Priya Sample,05/01/2015\nP1,Team Manager,,103,Helen Madeup,05/01/2015\n"
        "P2,Social Worker,P1,102,Amara Example,04/03/2019\nP4,Student,P2,104,Ada Example,04/03/2019\n"
        "P5,Student,P2,105,Bea Example,04/03/2019\nP6,Student,P2,106,Cai Example,04/03/2019\n",
    )
    with pytest.raises(BadFilesError, match="there is no staff number 'P1'"):
        _brought_in(council, file)


def test_absences_flagged_as_sickness_and_an_end_that_is_open(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "abs.csv",
        "Payroll No.,Sickness? (Y/N),From,To (inc.)\nS1,Y,05/10/26,09/10/26\n"
        "S2,N,05/10/26,Open\nS3,N,05/10/26,06/10/26\n",
    )
    council.takes(PEOPLE)
    _brought_in(council, file)
    assert council.has(t.Absence, "person_id", "last", "sickness", "planned") == [
        (1, date(2026, 10, 9), True, False),
        (2, None, False, True),
        (3, date(2026, 10, 6), False, True),
    ]


def test_a_column_for_each_month(council: Council, tmp_path: Path) -> None:
    """Next month's column is read by the same mapping."""
    heading = ["Name", "Supervisor", "Aug 26", "Sep 26", "Oct 26"]
    row = ["Amara Example", "Priya Sample", date(2026, 8, 7), "cancelled", date(2026, 10, 9)]
    book = workbook(tmp_path / "matrix.xlsx", ("26-27", [["Supervisions held"], heading, row]))
    council.takes(PEOPLE, LINES)
    assert "# Not read" not in _brought_in(council, book).text
    assert council.has(t.Session, "wall", "state") == [
        ("2026-08-07T09:00", "held"),
        ("2026-10-09T09:00", "held"),
    ]
    mapping = read_mapping(tmp_path / "matrix.yaml")
    workbook(book, ("26-27", [["Supervisions held"], [*heading, "Nov 26"], [*row, date(2026, 11, 2)]]))
    council.takes(*(sources_of(book, [mapping]) or ()))
    assert len(council.has(t.Session, "wall")) == 3


def test_a_sheet_for_each_team(council: Council, tmp_path: Path) -> None:
    """A fault names its sheet; one without the columns is none of them."""
    heading = ("Supervisee", "Supervisor", "Date of session", "Start", "Finish", "Went ahead (Y/N)")
    north = ("Amara Example", "Priya Sample", date(2026, 10, 9), "10:00", "11:00", "Y")
    south = ("Priya Sample", "Helen Madeup", date(2026, 10, 12), "10:00", "10:50", "Y")
    not_held = ("Priya Sample", "Helen Madeup", date(2026, 10, 19), "10:00", "", "N")
    sheets = [("North", [["North"], heading, north]), ("South", [["South"], heading, south, not_held])]
    book = workbook(tmp_path / "teams.xlsx", ("Cover", [["Read me"]]), *sheets)
    council.takes(PEOPLE, LINES)
    assert 'sheet: "*"' in _brought_in(council, book).text
    assert council.has(t.Session, "wall", "minutes", "state") == [
        ("2026-10-09T10:00", 60, "held"),
        ("2026-10-12T10:00", 50, "held"),
    ]
    workbook(book, *sheets, ("West", [heading, ("Nobody Known", *north[1:])]))
    with pytest.raises(BadFilesError, match=r"teams.xlsx \(West\), line 2, Supervisee"):
        council.takes(*(sources_of(book, [read_mapping(tmp_path / "teams.yaml")]) or ()))


def test_headings_in_one_word_and_requests_that_were_refused(council: Council, tmp_path: Path) -> None:
    cases = _written(
        tmp_path / "qry.csv",
        "PersonID,CurrentTeam,KeyWorkerEmail,KeyWorkerStart,CLA_Since,IsRestricted\n"
        "330017,Assessment,amara@example.org,2026-03-03 09:14,04/03/2026,FALSE\n",
    )
    leave = _written(
        tmp_path / "leave.csv",
        "Number,Opened for,Leave type,Leave start,Leave end,State\n"
        "LV1,Amara Example,Carers leave,2026-10-05,2026-10-06,Approved\n"
        "LV2,Amara Example,Sick leave,2026-10-12,2026-10-12,Rejected\n",
    )
    council.takes(PEOPLE)
    _brought_in(council, cases)
    _brought_in(council, leave)
    assert council.has(t.Case, "reference", "categories") == [("330017", "looked_after")]
    assert council.has(t.Allocation, "worker_id", "since") == [(1, date(2026, 3, 3))]
    assert council.has(t.Absence, "first", "sickness") == [(date(2026, 10, 5), False)]


def test_a_number_before_a_name_a_plan_that_is_none_and_an_end_that_never_comes(
    council: Council, tmp_path: Path
) -> None:
    staff = _written(
        tmp_path / "resources.csv",
        "Resource ID,Resource name,Position,Manager,Date from,Date to\n"
        "R1,Priya Sample,Team Manager,,05/01/2015,31/12/2099\nR2,Amara Example,Social Worker,R1 - Priya Sample,"
        "04/03/2019,30/09/2026\n",
    )
    cases = _written(
        tmp_path / "cases.csv",
        "Case Ref,Service,Worker,Allocated,Current plan\nC-1,Assessment,R2,01/04/2026,No Plan\n"
        "C-2,Assessment,R2,01/04/2026,CIN\n",
    )
    _brought_in(council, staff)
    _brought_in(council, cases)
    assert council.has(t.Person, "left_on") == [(None,), (date(2026, 9, 30),)]
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(2, 1)]
    assert council.has(t.Case, "categories") == [("",), ("cin",)]


def test_of_two_columns_of_ends_the_one_that_says_something_is_taken(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "abs.csv",
        "Personal reference,Absence type,Start date,Expected end date,Actual end date\n"
        "S1,Sickness,05/10/2026,,09/10/2026\nS2,Sickness,06/10/2026,,\n",
    )
    staff = _written(
        tmp_path / "ebs.csv",
        "Employee Num,Full Name,Position,Hire Date,Actual Term Date\n9,A Bee,Student,01-FEB-2020,31-AUG-2026\n",
    )
    council.takes(PEOPLE)
    _brought_in(council, file)
    _brought_in(council, staff)
    assert council.has(t.Absence, "last") == [(date(2026, 10, 9),), (None,)]
    assert council.has(t.Person, "left_on", where=t.Person.staff_number == "9") == [(date(2026, 8, 31),)]


def test_a_job_is_nobody_s_name_and_a_no_is_never_passed_over(council: Council, tmp_path: Path) -> None:
    staff = _written(
        tmp_path / "staff.csv",
        "Emp ID,Preferred Name,Family Name,Job Name,Start Date (Org),Last Day Worked,Business Unit Name,Shoes\n"
        "7,A,Bee,Social Worker,01/02/2020,31/08/2026,Team A,9\n",
    )
    proposal = _brought_in(council, staff)
    assert 'from: "Job Name"' in proposal.text
    assert proposal.guessed[-1] == "not read: Shoes"
    assert council.has(t.Person, "left_on", "team") == [(date(2026, 8, 31), "Team A")]
    log = "Date of 1:1,Time,Staff Member,Manager,{}\n09/10/2026,9.30,A Bee,C Dee,Yes\n16/10/2026,9.30,A Bee,C Dee,No\n"
    place = _proposed(_written(tmp_path / "a.csv", log.format("Did it take place?")))
    assert 'leave_out: {"Did it take place?": ["No"]}' in place.text
    other = _proposed(_written(tmp_path / "b.csv", log.format("OK?")))
    assert other.undecided == ("state: no column was taken for which took place, and one says yes and no",)


_STAFF = "Employee ID,Name,Role,Date hired,{}\n1,A Bee,Student,01/02/2020,31/08/2026"
_CASE = "Case ID,Service,Worker,{}\nC-1,Assessment,S1,03/03/2026\nC-2,Assessment,S1,03/03/2026"


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        *((_STAFF, heading) for heading in ("Probation End Date", "DBS start date")),
        *((_STAFF, heading) for heading in ("Next supervision date", "Supervision date due")),
        *((_CASE, heading) for heading in ("Next supervision due", "CP end date", "Plan Start Date")),
        *((_CASE, heading) for heading in ("Target closure date", "Assessment end date")),
    ],
)
def test_what_is_due_or_ends_before_the_post_or_case_is_not_read(
    tmp_path: Path, lines: str, heading: str
) -> None:
    text = _proposed(_written(tmp_path / "export.csv", lines.format(heading))).text
    assert f"# Not read: {heading}." in text


@pytest.mark.parametrize(
    ("first", "counts"),
    [
        ("Total records: 43", True),
        ("Records: 43", True),
        ("Employees listed: 60", True),
        ("Open cases found: 412", True),
        ("Found Officer", False),
        ("Listed Buildings 4 Team", False),
        ("*** End of list ***", True),
        ("Records Officer", False),
        ("Count", True),
        ("Page 3 of 9", True),
        ("County North", False),
    ],
)
def test_a_line_that_counts_the_rows_begins_with_a_whole_word(first: str, counts: bool) -> None:
    assert is_total([first, "C-1", "", "", "", ""], 6) is counts


def test_leave_whose_papers_are_awaited_was_taken(tmp_path: Path) -> None:
    leave = (
        "Employee ID,Absence type,First day,Last day,Return to work interview\n"
        "S1,Sickness,05/10/2026,06/10/2026,Pending\nS2,Sickness,05/10/2026,07/10/2026,Completed\n"
    )
    assert "leave_out" not in _proposed(_written(tmp_path / "leave.csv", leave)).text
