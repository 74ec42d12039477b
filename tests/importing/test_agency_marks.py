"""Names that are marked as an agency's, lists of agency staff with headings of their own, and of leavers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy.folding import first_name_first, without_agency
from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.likely import likely_role
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, Council, rows
from tests.importing.workbooks import workbook

TODAY = NOW.date()


@pytest.mark.parametrize(
    "written",
    [
        *("Amara Example (Ag)", "Example, Amara (Agency)", "Example (ag.), Amara", "Amara Example - AGY"),
        *(
            "Example, Amara – Agy",
            "Amara Example [Agy]",
            "Amara Example Locum",
            "Amara Example (Agency - Inv)",
        ),
        *("Amara Example (Locum SW)", "Example, Amara", "Amara Example"),
    ],
)
def test_a_name_with_the_mark_is_the_name_without_it(written: str) -> None:
    assert first_name_first(written) == "Amara Example"


@pytest.mark.parametrize(
    "name",
    [
        "Robin Agency",
        "Agnes Sample",
        "Sample AG",
        "Agency",
        "(Agency)",
        "Ada Sample (Multi-Agency)",
        "Locum Tenens",
    ],
)
def test_what_is_no_mark_stays(name: str) -> None:
    assert without_agency(name) == name


PEOPLE = rows(
    "people",
    "staff number, name, role, employed from, team",
    "S1, Amara Example (Ag), social_worker, 04/03/2019, North",
    "S2, Priya Sample, team_manager, 05/01/2015, North",
)


def test_others_name_them_with_it_or_without_and_people_read_the_name_alone(council: Council) -> None:
    lines = rows(
        "lines", "supervisee, supervisor, since", "Amara Example - AGY, Priya Sample [Agy], 01/10/2020"
    )
    away = rows("absences", "staff number, first, planned", "Amara Example, 02/11/2026, yes")
    council.takes(PEOPLE, lines, away)
    assert council.has(t.Person, "name") == [("Amara Example",), ("Priya Sample",)]
    assert len(council.has(t.Relationship, "id")) == len(council.has(t.Absence, "id")) == 1


def _words(*people: tuple[str, str]) -> ImportVocabulary:
    know(staff := Staff(TODAY), [{"staff_number": number, "name": name} for number, name in people])
    return ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)


_TITLES = ["Pay no", "Name", "Post", "Started"]
_PEOPLE = [
    ["101", "Amara Example (Ag)", "Social Worker", "02/11/2026"],
    ["102", "Idris Invented", "Social Worker", "02/11/2020"],
    ["103", "Priya Sample - AGY", "Team Manager", "02/11/2020"],
]


def test_where_the_rule_set_has_a_role_of_agency_staff_they_have_it_and_a_manager_stays_one() -> None:
    words = _words()
    roles = {**words.roles, "agency social worker": "agency_worker"}
    assert "agency_worker" not in propose(Rows("staff.csv", _TITLES, _PEOPLE), words, file="staff.csv").text
    object.__setattr__(words, "roles", roles)
    text = propose(Rows("staff.csv", _TITLES, _PEOPLE), words, file="staff.csv").text
    assert '"Social Worker | *(Ag)": agency_worker' in text
    assert "- AGY" not in text
    assert likely_role("SW (agency)", roles) == likely_role("Locum Social Worker", roles) == "agency_worker"
    assert likely_role("Agency Team Manager", roles) == "team_manager"


# A list of agency staff


def _proposed(heading: str, *lines: str) -> Proposal:
    table = Rows("agency.csv", heading.split("|"), [line.split("|") for line in lines])
    return propose(table, _words(("4101", "Priya Madeup")), file="agency.csv")


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        (
            "Agency|Agency worker|Covering|Booking start|Booking end|Manager",
            (
                "Invented Care|Hannah Sample|Vacancy 12|02/11/2026|18/12/2026|Priya Madeup",
                "Fictitious|Karl Example|Maternity|01/06/2026|31/03/2027|Priya Madeup",
            ),
        ),
        (
            "Locum name|Supplier|Post covered|Placement start|Placement end|Reports to",
            (
                "Sample, Hannah|Invented Care|Social Worker|02/11/2026|18/12/2026|Priya Madeup",
                "Example, Karl|Fictitious|Senior SW|01/06/2026|31/03/2027|Priya Madeup",
            ),
        ),
    ],
)
def test_a_list_of_agency_staff_is_one_of_people(heading: str, lines: tuple[str, ...]) -> None:
    said = _proposed(heading, *lines)
    name = heading.split("|")[0 if heading.startswith("Locum") else 1]
    assert f'staff_number: "{name}"' in said.text
    assert f'name: "{name}"' in said.text
    assert "relationships:" in said.text
    assert [line.partition(":")[0] for line in said.undecided] == (
        [] if "Post covered" in heading else ["role"]
    )


def test_from_when_to_when_somebody_is_booked_may_stand_in_one_cell(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "agency.csv"
    file.write_text(
        "Worker,Covering,Line Mgr,Agency / rate,Booked for,Work email\n"
        "Hannah Sample,50012 SW (vac),Priya Madeup,Invented Care / 39.00,16/04/26 - 26/03/27,\n"
        "Karl Example ,50014 TM (vac),Priya Madeup,Fictitious / 52.00,09/03/26 to 29/10/26,k@agency.example\n"
    )
    (said,) = propose_for(file, _words(("4101", "Priya Madeup")), None)
    assert said.undecided == ()
    sources = sources_of(file, [mapping_of(said.text, "m.yaml")]) or ()
    council.takes(PEOPLE, *(one for one in sources if one.kind == "people"))
    assert council.has(t.Person, "name", "employed_from", "left_on")[2:] == [
        ("Hannah Sample", date(2026, 4, 16), date(2027, 3, 26)),
        ("Karl Example", date(2026, 3, 9), date(2026, 10, 29)),
    ]


_BY_NAME = """
files: "agency*"
makes:
  people:
    columns:
      staff_number: Name
      name: Name
      role: {is: social_worker}
      employed_from: From
      left_on: To
"""


def test_who_has_a_number_elsewhere_is_no_second_person(council: Council, tmp_path: Path) -> None:
    """In whichever order the files are given: what the list with the numbers says is taken."""
    file = tmp_path / "agency.csv"
    file.write_text(
        "Name,From,To\nAmara Example - AGY,02/11/2026,18/12/2027\nOtto Invented (Ag),05/10/2026,\n"
        "Gone Sample,05/01/2026,30/10/2026\n"
    )
    more = rows(
        "people", "staff number, name, role, employed from", "S3, Gone Sample, social_worker, 01/01/2020"
    )
    found = council.takes(*(sources_of(file, [mapping_of(_BY_NAME, "m.yaml")]) or ()), PEOPLE, more)
    assert council.has(t.Person, "staff_number", "name", "employed_from", "left_on") == [
        ("S1", "Amara Example", date(2019, 3, 4), None),
        ("S2", "Priya Sample", date(2015, 1, 5), None),
        ("S3", "Gone Sample", date(2020, 1, 1), date(2026, 10, 30)),
        ("Otto Invented", "Otto Invented", date(2026, 10, 5), None),
    ]
    assert [str(one) for one in found.odd if "with a number" in str(one)] == [
        "agency.csv, line 2, Name (name): is in line 2 of people.csv too, with a number: what stands there is taken"
    ]


# Leavers

_STAFF = ("Pay no", "Name", "Post", "Team", "Start date")
_HERE = [
    ("101", "Amara Example", "Social Worker", "North", date(2024, 9, 1)),
    ("102", "Idris Invented", "Social Worker", "North", date(2024, 9, 1)),
]
_GONE = [("103", "Priya Sample", "Social Worker", "North", date(2020, 9, 1))]


def test_a_sheet_of_leavers_is_read_by_itself_though_it_has_the_heading_of_staff(tmp_path: Path) -> None:
    sheets = (("North", [_STAFF, *_HERE]), ("South", [_STAFF, *_HERE]), ("Leavers 26", [_STAFF, *_GONE]))
    found = propose_for(workbook(tmp_path / "staff.xlsx", *sheets), _words(), None)
    assert [one.sheets for one in found] == [("Leavers 26",), ("North", "South")]
    leavers, staff = found
    assert 'sheet: "Leavers 26"' in leavers.text
    assert leavers.undecided == ("left_on: no column was taken for the last day of these leavers",)
    assert 'sheet: "*"' in staff.text
    assert staff.undecided == ()


def test_its_only_column_of_days_is_the_last(tmp_path: Path) -> None:
    gone = [("Pay no", "Name", "Post", "Date"), ("103", "Priya Sample", "Social Worker", date(2026, 9, 1))]
    gone += [("104", "Otto Madeup", "Team Manager", date(2026, 9, 4))]
    sheets = (("Staff", [_STAFF, *_HERE]), ("Leavers", gone))
    leavers, _ = propose_for(workbook(tmp_path / "staff.xlsx", *sheets), _words(), None)
    assert 'left_on: "Date"' in leavers.text
    assert [line.partition(":")[0] for line in leavers.undecided] == ["employed_from"]


def test_a_sheet_of_starters_and_leavers_is_not_asked_about_last_days(tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "b.xlsx", ("Staff", [_STAFF, *_HERE]), ("Starters and leavers", [_STAFF, *_GONE])
    )
    assert [one.undecided for one in propose_for(book, _words(), None)] == [()]


_EST = ("Emp No", "Name", "Post", "Start date", "End", "Email")
_POSTS = [
    ("0028001", "Amara Example", "Social Worker", date(2024, 9, 1), date(2026, 7, 31), "a@c.example"),
    ("0028002", "Idris Invented", "Social Worker", date(2024, 9, 1), date(2026, 12, 18), "b@c.example"),
    ("0028003", "Bola Madeup", "Team Manager", date(2019, 9, 1), None, "c@c.example"),
    ("0028004", "Cato Fictitious", "Social Worker", date(2019, 9, 1), None, "d@c.example"),
]
_LEFT = [
    ("Emp", "Employee", "Last day / eff", "Rsn", "Last post"),
    (28001, "Amara Example", "31/07/2026", "L01", "Social Worker"),
    ("0028001", "EXAMPLE, Amara", "31-Jul-26", "L01", "SOCIAL WORKER"),
    (28002, "Idris Invented", date(2026, 12, 18), "L01", "Social Worker"),
    (28003, "Bola Madeup", "01/09/2026", "M02", "North to East - TM"),
    (28004, "Cato Fictitious", "04/12/2026", "L04", "Social Worker"),
]
_CODES = [("Rsn", ""), ("L01", "Resignation"), ("M02", "Transfer"), ("L04", "Retirement")]


def test_leavers_by_numbers_without_their_zeros_once_each_and_not_those_who_moved(
    council: Council, tmp_path: Path
) -> None:
    """Also who is about to leave; what the list of staff says of them stands, with that day."""
    sheets = (("EST", [_EST, *_POSTS]), ("Leavers & Movers", _LEFT), ("Codes", _CODES))
    file = workbook(tmp_path / "est.xlsx", *sheets)
    words = _words(*((one[0], one[1]) for one in _POSTS))
    found = propose_for(file, words, None)
    (leavers,) = (one for one in found if one.sheets == ("Leavers & Movers",))
    assert 'staff_number: {from: "Emp", digits: 7}' in leavers.text
    assert 'leave_out:\n  "Rsn": ["M02"]' in leavers.text
    texts = [one.text.replace("{is: '?'}", '{is: "2016-01-01"}') for one in found]
    council.takes(*(sources_of(file, [mapping_of(text, "m.yaml") for text in texts]) or ()))
    assert council.has(t.Person, "staff_number", "employed_from", "left_on") == [
        ("0028001", date(2024, 9, 1), date(2026, 7, 31)),
        ("0028002", date(2024, 9, 1), date(2026, 12, 18)),
        ("0028003", date(2019, 9, 1), None),
        ("0028004", date(2019, 9, 1), date(2026, 12, 4)),
    ]
