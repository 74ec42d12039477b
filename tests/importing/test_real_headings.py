"""Exports with the headings that councils' systems give them: what each file is, what is taken for what, and who is
nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import propose
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, PEOPLE, Council

TODAY = NOW.date()
WORDS = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))


def _proposed(lines: Sequence[str]) -> str:
    heading, *rest = [line.split("|") for line in lines]
    return propose(Rows("file.csv", heading, rest), WORDS, file="file.csv").text


def _brings(council: Council, file: Path, mapping: str, *lines: str) -> None:
    file.write_text("\n".join(lines), encoding="utf-8")
    council.takes(*(sources_of(file, [mapping_of(mapping, "m.yaml")]) or ()))


#: Each with what it makes, and lines that the proposal has to have.
SHAPES: dict[str, tuple[str, Sequence[str], Sequence[str]]] = {
    "Workday, a row for each day off, with the post": (
        "absences",
        (
            "Worker|Employee ID|Business Title|Supervisory Organization|Time Off Type|Time Off Date|Units|Status",
            "Amara Example|201|Social Worker|North|Annual Leave|02/11/2026|1|Approved",
            "Amara Example|201|Social Worker|North|Annual Leave|03/11/2026|1|Approved",
            "Bilal Sample|202|Team Manager|North|Sick|09/11/2026|1|Approved",
        ),
        ('staff_number: "Employee ID"', 'first: "Time Off Date"', 'from: "Time Off Type"'),
    ),
    "SuccessFactors, with posts and managers": (
        "absences",
        (
            "User ID|First Name|Last Name|Position Title|Time Type|Start Date|End Date|Approval Status|Manager",
            "201|Amara|Example|Social Worker|Sickness|02.11.2026|06.11.2026|Approved|Priya Sample",
            "202|Bilal|Madeup|Social Worker|Vacation|09.11.2026|13.11.2026|Approved|Priya Sample",
        ),
        ('first: "Start Date"', 'last: "End Date"', '"Vacation": no'),
    ),
    "ESR, reasons beside the category, and an interview that is no return": (
        "absences",
        (
            "Employee Number|Full Name|Position Title|Absence Category|Absence Start Date|Absence End Date|"
            "Return To Work Interview Date",
            "201|Example, Amara|Social Worker|Sickness|02-NOV-2026|06-NOV-2026|08-NOV-2026",
            "202|Madeup, Bilal|Social Worker|Sickness|09-NOV-2026||",
        ),
        (
            'last: "Absence End Date"',
            'from: "Absence Category"',
            "Not read: Full Name, Position Title, Return",
        ),
    ),
    "a spreadsheet of who was ill with what": (
        "absences",
        (
            "Staff name|Job title|First day off|Last day off|Reason|RTW done",
            "Amara Example|Social Worker|02/11/2026|06/11/2026|Flu|Y",
            "Bilal Sample|Team Manager|09/11/2026||Back pain|N",
        ),
        ('staff_number: "Staff name"', 'sickness: {is: "yes"}', 'planned: {is: "no"}'),
    ),
    "a list of staff that says who is away": (
        "people",
        (
            "Employee Number|Name|Job Title|Start Date|End Date|Manager|Absence status|Absence from",
            "201|Amara Example|Social Worker|02/11/2020||Priya Sample|Maternity leave|01/09/2026",
            "202|Bilal Madeup|Social Worker|02/11/2020||Priya Sample||",
            "203|Priya Sample|Team Manager|02/11/2020||||",
        ),
        ('employed_from: "Start Date"', 'left_on: "End Date"'),
    ),
    "iTrent, the line of management by its day": (
        "people",
        (
            "Employee Reference|First Forename|Surname|Position Title|Reporting Unit|Contractual FTE|"
            "Continuous Service Start Date|Occupancy Start Date|Reports To Name|Reporting Line Effective From",
            "201|Amara|Example|Social Worker|North|1|04/03/2019|04/03/2024|Priya Sample|04/03/2024",
            "203|Priya|Sample|Team Manager|North|1|04/03/2009|04/03/2012||",
        ),
        (
            'since: "Reporting Line Effective From"',
            'role_from: "Occupancy Start Date"',
            'team: "Reporting Unit"',
        ),
    ),
    "Oracle, whose managers have an assignment of their own": (
        "people",
        (
            "Person Number|Display Name|Assignment Number|Job Name|Department Name|Enterprise Hire Date|FTE Value|"
            "Manager Name|Manager Assignment Start Date",
            "201|Example, Amara|E201|Social Worker|North|04-Mar-2019|1|Sample, Priya|04-Mar-2024",
            "203|Sample, Priya|E203|Team Manager|North|04-Mar-2009|1||",
        ),
        (
            'staff_number: "Person Number"',
            'since: "Manager Assignment Start Date"',
            'team: "Department Name"',
        ),
    ),
    "a spreadsheet of staff": (
        "people",
        (
            "Staff member|Post held|Team|Email address|Payroll|Line manager|With current manager since|"
            "Started with us|Contracted hours",
            "Amara Example|Social Worker|North|a@example.org|201|Priya Sample|01/06/2024|04/03/2019|37",
            "Priya Sample|Team Manager|North|p@example.org|203|||04/03/2009|37",
        ),
        ('staff_number: "Payroll"', 'name: "Staff member"', 'since: "With current manager since"'),
    ),
    "a spreadsheet of agency staff, without a number": (
        "people",
        (
            "Worker Name|Agency|Role|Team|Start|Contract End Date|Reporting Manager|Email",
            "Amara Example|Reed|Social Worker|North|04/03/2026|31/12/2026|Priya Sample|a@example.org",
            "Bilal Madeup|Reed|Social Worker|North|04/05/2026|31/03/2027|Vacant|b@example.org",
        ),
        ('staff_number: "Email"', 'email: "Email"', 'supervisor: "Reporting Manager"'),
    ),
    "LCS": (
        "cases",
        (
            "LCS Number|Responsible Team|Case Holder|Date Allocated To Worker|Episode End|Date of Last Supervision",
            "100011|Assessment|Amara Example|01/06/2026||01/11/2026",
            "100013|Assessment|Bilal Madeup|02/06/2026|03/11/2026|02/11/2026",
        ),
        ('worker: "Case Holder"', 'allocated_on: "Date Allocated To Worker"', 'closed_on: "Episode End"'),
    ),
    "CareDirector, when the plan was last reviewed and is to be next": (
        "cases",
        (
            "Case Number|Responsible Team|Responsible User|Assigned Date|Next CP Plan Review Due|Last CP Plan Review",
            "CAS-10011|Assessment|Amara Example|01/06/2026|01/12/2026|01/09/2026",
        ),
        ('plan_last_reviewed: "Last CP Plan Review"',),
    ),
    "Mosaic, with the worker's role on the case": (
        "cases",
        (
            "Mosaic Person ID|Team Name|Allocated Worker Name|Worker Role|Allocated Start|Allocated End|"
            "Case Closed Date|Last Supervision Recorded",
            "100011|Assessment|Example Amara|Lead|01/06/2026|||01/11/2026",
            "100012|Assessment|Madeup Bilal|Lead|01/06/2026|||01/11/2026",
        ),
        ('case: "Mosaic Person ID"', 'allocated_on: "Allocated Start"', 'closed_on: "Case Closed Date"'),
    ),
}


@pytest.mark.parametrize(("kind", "lines", "says"), SHAPES.values(), ids=SHAPES)
def test_what_the_file_is_and_which_column_is_which(
    kind: str, lines: Sequence[str], says: Sequence[str]
) -> None:
    text = _proposed(lines)
    assert text.split("makes:\n")[1].startswith(f"  {kind}:")
    assert [line for line in says if line not in text] == []


def test_of_reasons_beside_kinds_of_leave_somebody_decides() -> None:
    text = _proposed(
        (
            "Employee number|Absence reason|Absence start|Absence end",
            "201|Annual leave|02/11/2026|06/11/2026",
            "202|Migraine|09/11/2026|09/11/2026",
        )
    )
    assert "\"Migraine\": '?'" in text


VACANT = (
    "Employee No,Name,Job Title,Date Started,Line Manager,Manager since",
    "S1,Amara Bee,Social Worker,01/02/2020,Priya Dee,01/02/2024",
    "S2,Priya Dee,Team Manager,01/02/2020,VACANT - Post 20417,01/02/2024",
)


def test_a_vacant_post_in_the_line_is_proposed_as_nobody_and_comes_in_as_that(
    council: Council, tmp_path: Path
) -> None:
    text = _proposed([line.replace(",", "|") for line in VACANT])
    assert '"VACANT - Post 20417": ""  # a guess: nobody' in text
    _brings(council, tmp_path / "file.csv", text, *VACANT)
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(1, 2)]


def test_a_post_found_in_other_rows_may_be_said_to_be_nobody_s(council: Council, tmp_path: Path) -> None:
    lines = (
        "Number,Name,Job,From,Post,Reports to post",
        "S1,Amara Bee,Social worker,01/02/2020,P1,P2",
        "S2,Priya Dee,Team manager,01/02/2020,P2,P9",
    )
    mapping = (
        "makes: {people: {columns: {staff_number: Number, name: Name, role: Job, employed_from: From}}, relationships: "
        "{columns: {supervisee: Number, since: From, supervisor: {from: Reports to post, finds: Post, gives: Number, "
        'words: {P9: ""}}}}}'
    )
    _brings(council, tmp_path / "file.csv", mapping, *lines)
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(1, 2)]


def test_a_manager_s_post_that_is_vacant_is_proposed_as_nobody_s(council: Council, tmp_path: Path) -> None:
    """Where the leaver's row still stands beside the vacant one."""
    lines = (
        "Personal ref,Name,Post title,Start date,Post ref,Reports to post",
        "S1,Amara Bee,Social worker,01/02/2020,P1,P2",
        "S2,Priya Dee,Team manager,01/02/2020,P2,P3",
        "S3,Left Eff,Team manager,01/02/2020,P3,",
        *(f"S{n},Cora Gee{'abc'[n - 4]},Social worker,01/02/2020,P{n},P2" for n in (4, 5, 6)),
        ",Vacant,Team manager,,P3,",
    )
    text = _proposed([line.replace(",", "|") for line in lines])
    assert '"P3": ""  # a guess: vacant' in text
    _brings(council, tmp_path / "file.csv", text, *lines)
    assert {above for _, above in council.has(t.Relationship, "supervisee_id", "supervisor_id")} == {2}


@pytest.mark.parametrize("tray", ["Duty Tray", "Assessment Team", "Unallocated North", "ZZ Duty Worker"])
def test_a_case_in_a_tray_is_nobody_s_whatever_day_stands_beside_it(
    council: Council, tmp_path: Path, tray: str
) -> None:
    """Without a fault for the day on which it came there."""
    council.takes(PEOPLE)
    named = council.has(t.Person, "name")[0][0]
    lines = (
        "Case ID,Team,Worker,Assigned date",
        f"CB-10234,Assessment,{named},01/06/2026",
        f"CB-10235,Assessment,{tray},02/06/2026",
    )
    text = _proposed([line.replace(",", "|") for line in lines])
    assert f'"{tray}": ""  # a guess: nobody' in text
    _brings(council, tmp_path / "file.csv", text, *lines)
    assert council.has(t.Allocation, "case_id", "since") == [(1, date(2026, 6, 1))]


def test_a_worker_without_a_day_is_still_a_fault(council: Council) -> None:
    council.takes(PEOPLE)
    number = council.has(t.Person, "staff_number")[0][0]
    heading = ["case", "service", "worker", "allocated_on"]
    with pytest.raises(BadFilesError, match="a worker and no day since when"):
        council.takes(Rows("cases.csv", heading, [["CB-10234", "assessment", number, ""]]))


def test_half_a_day_of_leave_is_proposed_to_be_left_out() -> None:
    """But not a whole day of somebody part-time, which is less than one of full time."""
    lines = [
        "Employee number|Absence type|Absence start|Absence end|Duration|UOM",
        "201|Annual leave|02/11/2026|06/11/2026|5|Days",
        "202|Annual leave|09/11/2026|09/11/2026|0.5|Days",
    ]
    assert 'leave_out: {"Duration": ["0.5"]}' in _proposed(lines)
    assert "leave_out" not in _proposed([lines[0].replace("Duration", "FTE days lost"), *lines[1:]])
