"""Raw exports as systems write them: how days are written, what says nothing, totals, several rows of one identity,
logs with a row for each case discussed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.files import CsvFile, FileFault, is_total
from storage.importing.mapped_files import sources_of
from storage.importing.mapping import read_mapping
from storage.importing.own_dates import OwnDates
from storage.importing.proposing import Proposal, propose_for
from storage.importing.staff import Staff
from storage.importing.values import ImportVocabulary
from tests.importing.councils import BOOK, CASES, LINES, NOW, PEOPLE, Council
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


@pytest.mark.parametrize(
    ("dates", "cell", "means"),
    [
        (OwnDates(serial_numbers=True), "46329", "2026-11-03"),
        (OwnDates(serial_numbers=True), "46329.5833", "2026-11-03 14:00"),
        (OwnDates(serial_numbers=True), "46329,0", "2026-11-03"),
        (OwnDates(serial_numbers=True), "99999", "99999"),
        (OwnDates(), "46329", "46329"),
        (OwnDates(years_from=1950), "3/11/26", "2026-11-03"),
        (OwnDates(years_from=1950), "12-Jan-50", "1950-01-12"),
        (OwnDates(years_from=1950), "31.12.49", "2049-12-31"),
        (OwnDates(years_from=1950), "Mon 3/11/26 14:00", "Monday 2026-11-03 14:00"),
        (OwnDates(), "3/11/26", "3/11/26"),
        (OwnDates(month_first=True), "11/03/2026", "2026-11-03"),
        (OwnDates(month_first=True), "3 November 2026", "3 November 2026"),
        (OwnDates(month_first=True), "2026-03-11", "2026-03-11"),
        (OwnDates(month_first=True, years_from=1950), "11/3/26", "2026-11-03"),
        (OwnDates(month_first=True), "13/11/2026", "13/11/2026"),
        (OwnDates(year=2026), "Thu 2nd Jul", "Thursday 2026-07-02"),
        (OwnDates(year=2026), "Mon 4 Jan", "Monday 2027-01-04"),
        (OwnDates(year=2026), "14/10 09:30", "2026-10-14 09:30"),
        (OwnDates(year=2026), "29 Feb", "29 Feb"),
        (OwnDates(), "Thu 2nd Jul", "Thu 2nd Jul"),
    ],
)
def test_a_day_as_the_mapping_says_it_is_written(dates: OwnDates, cell: str, means: str) -> None:
    assert dates.restated(cell) == means


AWAY = """\
Employee ref,Absence type,First day absent,Date of return
S1,Sickness,46329,46334
S2,Annual leave,46350,
"""


def test_a_spreadsheet_s_numbers_for_days_are_a_guess_that_the_mapping_says(
    council: Council, tmp_path: Path
) -> None:
    council.takes(PEOPLE)
    proposal = _brought_in(council, _written(tmp_path / "away.csv", AWAY))
    assert "dates: {serial_numbers: true}" in proposal.text
    assert (
        "a guess about days: a spreadsheet's numbers for days: 46329 is Tuesday 3 November 2026"
        in proposal.guessed
    )
    assert council.has(t.Absence, "first", "last") == [
        (date(2026, 11, 3), date(2026, 11, 7)),
        (date(2026, 11, 24), None),
    ]


def test_without_the_mapping_s_word_such_numbers_are_refused(council: Council, tmp_path: Path) -> None:
    file = _written(tmp_path / "away.csv", AWAY)
    council.takes(PEOPLE)
    with pytest.raises(BadFilesError, match="is a spreadsheet's number for a date"):
        _brought_in(council, file, was="dates: {serial_numbers: true}")


def test_days_without_a_year_are_a_guess_that_the_mapping_says(council: Council, tmp_path: Path) -> None:
    away = (
        "Employee ref,Absence type,First day absent,Last day absent\nS1,Sickness,Fri 30th Oct,Mon 2nd Nov\n"
    )
    council.takes(PEOPLE)
    proposal = _brought_in(council, _written(tmp_path / "away.csv", away))
    assert "dates: {year: 2026}" in proposal.text
    assert council.has(t.Absence, "first", "last") == [(date(2026, 10, 30), date(2026, 11, 2))]
    with pytest.raises(BadFilesError, match="'Fri 30th Oct' has no year: write it too"):
        _brought_in(council, _written(tmp_path / "away.csv", away), was="dates: {year: 2026}")


def test_numbers_under_a_heading_that_is_of_no_day_are_no_days(tmp_path: Path) -> None:
    staff = (
        "Payroll No,Name,Role,Date started\n46329,A Bee,Student,01/02/2020\n46330,C Dee,Student,02/02/2020\n"
    )
    assert "dates:" not in _proposed(_written(tmp_path / "staff.csv", staff)).text


def test_which_century_two_digits_mean_and_which_figure_is_the_month_is_said(
    council: Council, tmp_path: Path
) -> None:
    """Oracle's year without end is no year 2012: nobody left then."""
    file = _written(
        tmp_path / "staff.csv",
        "Worker ID,Name,Job Title,Hire Date,Termination Date\n"
        '1,"Bee, Abel",Student,01/17/98,12/31/12\n2,"Dee, Cora",Student,03/04/15,12/31/12\n'
        '3,"Eff, Dora",Student,03/04/15,08/31/26\n',
    )
    proposal = _brought_in(council, file)
    assert "dates: {years_from: 1950, month_first: true}" in proposal.text
    assert any(
        "the month comes first: 01/17/98 is Saturday 17 January 1998" in one for one in proposal.guessed
    )
    assert council.has(t.Person, "employed_from", "left_on") == [
        (date(1998, 1, 17), None),
        (date(2015, 3, 4), None),
        (date(2015, 3, 4), date(2026, 8, 31)),
    ]


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


def test_of_a_case_with_two_workers_the_one_that_is_first_is_taken(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "cases.csv",
        "Mosaic No;Team;Alloc type;Allocated Wkr;Allocation Start;CP Y/N\n"
        "900101;Assessment;Main;EXAMPLE, Amara;2026-03-03T00:00:00;Yes\n"
        "900101;Assessment;Joint;SAMPLE, Priya;2026-04-03T00:00:00;Yes\n"
        "900114;Assessment;Main;Unallocated;;No\n",
    )
    council.takes(PEOPLE)
    _brought_in(council, file)
    assert council.has(t.Case, "reference", "categories") == [("900101", "child_protection"), ("900114", "")]
    assert council.has(t.Allocation, "case_id", "worker_id", "since") == [(1, 1, date(2026, 3, 3))]


def test_a_log_with_a_row_for_each_case_is_sessions_and_what_was_discussed(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "log.csv",
        "Date of Supn,Start Time,Practitioner,Line Mgr,Case Ref,Supn Type,Written up\n"
        "09/10/2026,9.30,Amara Example,Priya Sample,C-1,Case,12/10/2026\n"
        "09/10/2026,9.30,Amara Example,Priya Sample,C-2,Case,13/10/2026\n",
        encoding="utf-8-sig",
    )
    council.takes(PEOPLE, LINES, CASES)
    _brought_in(council, file)
    assert council.has(t.Session, "state", "wall") == [("held", "2026-10-09T09:30")]
    assert council.has(t.Discussion, "case_id", "session_id") == [(1, 1), (2, 1)]
    assert council.has(t.Record, "recorded_on") == [(date(2026, 10, 12),), (date(2026, 10, 13),)]


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
    with pytest.raises(FileFault, match="this is a web page or XML"):
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


_SEVERAL = {
    "in one cell": (
        'C-1,Assessment,S1,03/03/2026,"CP, LAC",\nC-2,Assessment,S1,03/03/2026,CIN,\n',
        'split: ","',
    ),
    "in a cell of lines": (
        'C-1,Assessment,S1,03/03/2026,"CP\nLAC",\nC-2,Assessment,S1,03/03/2026,CIN,\n',
        'split: "\\n"',
    ),
    "in a row each, of which one has ended": (
        "C-1,Assessment,S1,03/03/2026,CP,\nC-1,Assessment,S1,03/03/2026,LAC,\n"
        "C-1,Assessment,S1,03/03/2026,CIN,01/05/2026\nC-2,Assessment,S1,03/03/2026,CIN,\n",
        "gathers: categories",
    ),
}


@pytest.mark.parametrize(("lines", "says"), _SEVERAL.values(), ids=_SEVERAL)
def test_several_plans_of_a_case(council: Council, tmp_path: Path, lines: str, says: str) -> None:
    council.takes(PEOPLE)
    heading = "Case ID,Team,Worker,Worker from,Plan type,Plan end\n"
    proposal = _brought_in(council, _written(tmp_path / "cases.csv", heading + lines))
    assert says in proposal.text
    assert council.has(t.Case, "reference", "categories", "closed_on") == [
        ("C-1", "child_protection looked_after", None),
        ("C-2", "cin", None),
    ]


def test_a_log_whose_id_is_the_session_s_and_names_with_titles_and_posts(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "advanced.csv",
        "Row id,Supervision Number,Supervisor,Supervised Person,Supervision Date,Case Ref,Duration,Status\n"
        "a1,SUP-1,Mrs. Priya Sample,Amara Example - Social Worker,2026-10-09 10:15,C-1,1:30,Completed\n"
        "a2,SUP-1,Mrs. Priya Sample,Amara Example - Social Worker,2026-10-09 10:15,C-2,1:30,Completed\n",
    )
    council.takes(PEOPLE, LINES, CASES)
    _brought_in(council, file)
    assert council.has(t.Session, "source_id", "wall", "minutes") == [("SUP-1", "2026-10-09T10:15", 90)]
    assert council.has(t.Discussion, "case_id") == [(1,), (2,)]


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


def test_a_log_without_times_says_what_took_place_by_yes_and_no(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "log.csv",
        "Date,Supervisee,Supervisor,Type,Took place?\n"
        '"Friday, 9 October 2026",Amara Example,Priya Sample,1:1,Y\n'
        '"Friday, 16 October 2026",Amara Example,Priya Sample,1:1,N\n',
    )
    council.takes(PEOPLE)
    proposal = _brought_in(council, file)
    assert "start is '09:00' everywhere: a guess: no column says at what time, and every day is over" in (
        proposal.guessed
    )
    assert council.has(t.Session, "wall", "state") == [("2026-10-09T09:00", "held")]


def test_of_sessions_still_to_come_nobody_guesses_the_time(tmp_path: Path) -> None:
    log = "Date,Supervisee,Supervisor,Type\n09/10/2027,Amara Example,Priya Sample,1:1\n"
    undecided = _proposed(_written(tmp_path / "log.csv", log)).undecided
    assert undecided == (
        "start: no column says at what time; people read it of those to come",
        "state: no column says which took place",
    )


def test_an_instant_with_its_zone_is_the_council_s_day(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "staff.csv",
        "Employee ID,Name,Role,Hire Date,End Date\n1,A Bee,Student,2026-06-30T23:00:00.000Z,9999-12-31T00:00:00Z\n"
        "2,C Dee,Student,2026-01-12T00:00:00Z,\n",
    )
    _brought_in(council, file)
    assert council.has(t.Person, "employed_from", "left_on") == [
        (date(2026, 7, 1), None),
        (date(2026, 1, 12), None),
    ]


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


def test_a_case_with_a_row_for_each_worker_it_had(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "inv.csv",
        "CMS ID;Legal status;Team;Practitioner;Involvement start;Involvement end\n"
        "C-1;S20;Assessment;Priya Sample;01.02.2026;03.03.2026\nC-1;S20;Assessment;Amara Example;04.03.2026;\n"
        "C-2;CP;Assessment;Amara Example;05.03.2026;\n",
    )
    council.takes(PEOPLE)
    _brought_in(council, file)
    assert council.has(t.Case, "reference", "categories", "closed_on") == [
        ("C-1", "looked_after", None),
        ("C-2", "child_protection", None),
    ]
    assert sorted(council.has(t.Allocation, "case_id", "worker_id", "since", "until"), key=str) == [
        (1, 1, date(2026, 3, 4), None),
        (1, 2, date(2026, 2, 1), date(2026, 3, 3)),
        (2, 1, date(2026, 3, 5), None),
    ]


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


def test_how_long_sessions_were_by_their_ends_and_of_which_kind(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "log.csv",
        "Date of supervision,Ends,Supervisor (staff no),Supervisee (staff no),Category,Outcome\n"
        "09/10/2026 10:00,11:30,S2,S1,Individual,Completed\n"
        "16/10/2026 10:00,16/10/2026 10:45,S2,S1,Personal,Completed\n"
        "23/10/2026 10:00,,S2,S1,Individual,DNA\n",
    )
    council.takes(PEOPLE, LINES)
    _brought_in(council, file)
    assert council.has(t.Session, "wall", "minutes", "kind") == [
        ("2026-10-09T10:00", 90, "case"),
        ("2026-10-16T10:00", 45, "personal"),
        ("2026-10-23T10:00", None, "case"),
    ]


def test_a_worker_named_once_over_their_cases_and_numbers_kept_as_text(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "cases.csv",
        'Worker,Mosaic ID,Team,Alloc date,CP/LAC/CIN\nAmara Example,="0900101",Assessment,03/03/2026,CP\n'
        ',="0900114",Assessment,04/03/2026,LAC\nTotal for Amara Example,2,,,\n'
        'Priya Sample,="0900121",Assessment,05/03/2026,\n,="0900128",Assessment,06/03/2026,CIN\nGrand total,4,,,\n',
    )
    council.takes(PEOPLE)
    assert 'fills_down: ["Worker"]' in _brought_in(council, file).text
    assert council.has(t.Case, "reference", "categories") == [
        ("0900101", "child_protection"),
        ("0900114", "looked_after"),
        ("0900121", ""),
        ("0900128", "cin"),
    ]
    assert council.has(t.Allocation, "case_id", "worker_id") == [(1, 1), (2, 1), (3, 2), (4, 2)]


def test_a_case_that_nobody_has_is_not_its_neighbour_s(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "cases.csv",
        "Worker,Mosaic ID,Team,Alloc date\nAmara Example,900101,Assessment,03/03/2026\n,900114,Assessment,\n",
    )
    council.takes(PEOPLE)
    assert "fills_down" not in _brought_in(council, file).text
    assert council.has(t.Allocation, "case_id") == [(1,)]


def test_a_session_said_once_over_what_was_discussed_in_it(council: Council, tmp_path: Path) -> None:
    session = (date(2026, 10, 9), "10:00", "Amara Example", "Priya Sample")
    heading = ("Date of supervision", "Start time", "Supervisee", "Supervisor", "Case ref")
    book = workbook(
        tmp_path / "log.xlsx", ("Log", [heading, (*session, "C-1"), (None, None, None, None, "C-2")])
    )
    council.takes(PEOPLE, LINES, CASES)
    _brought_in(council, book)
    assert council.has(t.Session, "wall") == [("2026-10-09T10:00",)]
    assert council.has(t.Discussion, "case_id", "session_id") == [(1, 1), (2, 1)]


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


def test_of_a_form_whoever_filled_it_in_supervised(council: Council, tmp_path: Path) -> None:
    """The times at which a form was begun and sent are no session's."""
    heading = (
        "ID",
        "Start time",
        "Completion time",
        "Name",
        "Who did you supervise?",
        "Date of the supervision",
    )
    more = ("What time did it start?", "How long did it last?", "Type of supervision", "Anything else?")
    filled = datetime(2026, 10, 20, 9, 1)
    rows = (
        (
            1,
            filled,
            filled,
            "Priya Sample",
            "Amara Example",
            date(2026, 10, 9),
            "9:30",
            "1 hour",
            "Case",
            "-",
        ),
        (
            2,
            filled,
            filled,
            "Priya Sample",
            "Helen Madeup",
            date(2026, 10, 12),
            "9:30",
            "1 hour",
            "Case",
            "-",
        ),
    )
    book = workbook(tmp_path / "form(1-2).xlsx", ("Form1", [heading + more, *rows]))
    council.takes(PEOPLE)
    assert 'files: "form*.xlsx"' in _brought_in(council, book).text
    assert council.has(t.Session, "supervisee_id", "supervisor_id", "wall", "minutes") == [
        (1, 2, "2026-10-09T09:30", 60),
        (3, 2, "2026-10-12T09:30", 60),
    ]


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


def test_a_day_beside_every_time_is_one_fault(council: Council, tmp_path: Path) -> None:
    lines = [f"S1,S2,0{n}/10/2026,0{n}/10/2026 09:00" for n in range(1, 8)]
    file = _written(tmp_path / "s.csv", "\n".join(("supervisee,supervisor,date,start", *lines)))
    council.takes(PEOPLE)
    with pytest.raises(BadFilesError) as refused:
        council.takes(CsvFile(file))
    assert len(refused.value.faults) == 1
    assert "has a day beside its time" in str(refused.value)


def test_days_in_eight_figures_and_the_code_of_a_worker(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "lcs.txt",
        "LCS_ID|TEAM|WORKER_CODE|ALLOC_FROM|CP_FLAG|CLOSED_DATE\n6600000|ASSESSMENT|S1|20260303|1|\n"
        "6600005|ASSESSMENT|S2|20260304|0|20261030\n",
    )
    council.takes(PEOPLE)
    proposal = _brought_in(council, file)
    assert "a guess about days: eight figures for a day: 20260303 is Tuesday 3 March 2026" in proposal.guessed
    assert council.has(t.Allocation, "worker_id", "since") == [(1, date(2026, 3, 3)), (2, date(2026, 3, 4))]
    assert council.has(t.Case, "closed_on") == [(None,), (date(2026, 10, 30),)]


def test_a_case_s_worker_is_a_column_of_names_and_without_one_it_is_to_be_decided(tmp_path: Path) -> None:
    heading = "Case No,Responsible Team,Responsible User,Allocated On,Date Closed\n"
    row = "C-1,Assessment,Amara Example,03/03/2026,\n"
    proposal = _proposed(_written(tmp_path / "cases.csv", heading + row))
    assert 'worker: "Responsible User"' in proposal.text
    assert 'allocated_on: "Allocated On"' in proposal.text
    nobody = heading.replace("Responsible User,", "") + row.replace("Amara Example,", "")
    assert (
        "worker: no column was taken for the worker"
        in _proposed(_written(tmp_path / "nobody.csv", nobody)).undecided
    )


def test_a_time_behind_a_day_with_spaces_is_the_session_s(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "sups.csv",
        "Supervision date,Supervisor name,Worker name,Supervision type,Completed (Y/N)\n"
        "9 October 2026 1:00pm,Priya Sample,Amara Example,Case,Y\n",
    )
    council.takes(PEOPLE, LINES)
    _brought_in(council, file)
    assert council.has(t.Session, "wall") == [("2026-10-09T13:00",)]


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


def test_lengths_in_hours(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "t.csv",
        "Practitioner,Supervisor,Session date,Session time,Session length (hours),Session status\n"
        "Amara Example,Priya Sample,09/10/2026,09:00,1.5,Held\nAmara Example,Priya Sample,16/10/2026,09:00,1,Held\n",
    )
    council.takes(PEOPLE, LINES)
    assert "unit: hours" in _brought_in(council, file).text
    assert council.has(t.Session, "minutes") == [(90,), (60,)]


def test_a_log_s_own_number_is_no_case_s_and_what_is_confidential_is_restricted(
    council: Council, tmp_path: Path
) -> None:
    cases = _written(
        tmp_path / "azeus.csv",
        "Case ID,Allocated to,Allocation date,Team,Confidential\nAZ1,Amara Example,03/03/2026,Assessment,Yes\n"
        "AZ2,Amara Example,03/03/2026,Assessment,No\n",
    )
    log = _written(
        tmp_path / "log.csv",
        "Supervision Record No,Date of Supervision,Time,Social Worker,Team Manager,LCS Number,Type\n"
        "SR1,09/10/2026,9:30,Amara Example,Priya Sample,AZ1,Case\n"
        "SR1,09/10/2026,9:30,Amara Example,Priya Sample,AZ2,Case\n",
    )
    council.takes(PEOPLE, LINES)
    _brought_in(council, cases)
    _brought_in(council, log)
    assert council.has(t.Case, "reference", "restricted") == [("AZ1", True), ("AZ2", False)]
    assert council.has(t.Session, "source_id") == [("SR1",)]
    assert council.has(t.Discussion, "case_id") == [(1,), (2,)]


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


def test_the_next_session_of_a_pair_is_none_that_was_held(tmp_path: Path) -> None:
    lines = "Supervisee,Supervisor,Time,Next supervision date\nA Bee,C Dee,9:30,09/10/2026\nC Dee,E Eff,9:30,12/10/2026"
    with pytest.raises(FileFault, match="this looks like no file"):
        _proposed(_written(tmp_path / "pairs.csv", lines))


@pytest.mark.parametrize(
    ("first", "counts"),
    [
        ("Total records: 43", True),
        ("Records: 43", True),
        ("*** End of list ***", True),
        ("Records Officer", False),
        ("Count", True),
        ("Page 3 of 9", True),
        ("County North", False),
    ],
)
def test_a_line_that_counts_the_rows_begins_with_a_whole_word(first: str, counts: bool) -> None:
    assert is_total([first, "C-1", "", "", "", ""], 6) is counts


def test_an_export_of_cases_that_says_open_beside_a_day_of_closing_is_listed(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "cases.csv",
        "Case number,Team,Case status,Closed date\n"
        "C-1,Assessment,Open,12/10/2026\nC-2,Assessment,Open,\nC-3,Assessment,Closed,13/10/2026\n",
    )
    mapping = _written(file.with_suffix(".yaml"), _proposed(file).text)
    [odd] = council.takes(*(sources_of(file, [read_mapping(mapping)]) or ())).odd
    assert "line 2" in str(odd)
    assert "though the row says that it is open" in str(odd)


def test_a_word_below_a_day_that_another_column_says_is_not_taken_as_empty(
    council: Council, tmp_path: Path
) -> None:
    """Else a cancelled session would be one that is booked."""
    file = _written(
        tmp_path / "log.csv",
        "Session date,Time,Supervisee,Supervisor,Status,Written up\n"
        "09/10/2026,9:30,Amara Example,Priya Sample,Held,12/10/2026\n"
        "16/10/2026,9:30,Amara Example,Priya Sample,Cancelled,Cancelled\n"
        "23/10/2026,9:30,Amara Example,Priya Sample,Held,26/10/2026\n",
    )
    council.takes(PEOPLE, LINES)
    assert "empty:" not in _brought_in(council, file).text
    assert council.has(t.Session, "wall", "state") == [
        ("2026-10-09T09:30", "held"),
        ("2026-10-16T09:30", "cancelled"),
        ("2026-10-23T09:30", "held"),
    ]


def test_leave_whose_papers_are_awaited_was_taken(tmp_path: Path) -> None:
    leave = (
        "Employee ID,Absence type,First day,Last day,Return to work interview\n"
        "S1,Sickness,05/10/2026,06/10/2026,Pending\nS2,Sickness,05/10/2026,07/10/2026,Completed\n"
    )
    assert "leave_out" not in _proposed(_written(tmp_path / "leave.csv", leave)).text
