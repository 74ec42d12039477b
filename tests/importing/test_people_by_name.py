"""Lists of people who have no number: agency staff and starters are proposed as people who are known by their name."""

from __future__ import annotations

from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from tests.importing.councils import BOOK, NOW

TODAY = NOW.date()
HEADING = ["Candidate", "Agency", "Role", "Team", "Started", "Booked to", "Line manager"]
ROWS = [
    [
        "Hannah Sample",
        "Invented Care",
        "Locum Social Worker",
        "North",
        "02/11/2026",
        "18/12/2026",
        "Priya Madeup",
    ],
    ["Karl Example", "Invented Care", "SW (agency)", "North", "01/06/2026", "31/03/2027", "Priya Madeup"],
]


def _proposed(heading: list[str], rows: list[list[str]]) -> Proposal:
    staff = Staff(TODAY)
    know(staff, [{"staff_number": "4101", "name": "Madeup, Priya"}])
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    return propose(Rows("staff.csv", heading, rows), words, file="staff.csv")


def test_agency_staff_are_people_though_nobody_has_a_number() -> None:
    said = _proposed(HEADING, ROWS)
    assert 'staff_number: "Candidate"' in said.text
    assert 'left_on: "Booked to"' in said.text
    assert "relationships:" in said.text
    assert said.undecided == ()


def test_two_of_one_name_are_told_apart_by_nothing_there() -> None:
    twice = [*ROWS, ROWS[0]]
    assert 'staff_number: "Candidate"' not in _try(HEADING, twice)


def _try(heading: list[str], rows: list[list[str]]) -> str:
    try:
        return _proposed(heading, rows).text
    except ValueError as fault:
        return str(fault)


def test_a_name_surname_first_is_no_guess_to_look_at() -> None:
    rows = [[*row[:6], "Madeup Priya"] for row in ROWS]
    said = _proposed(HEADING, rows)
    assert '"Madeup Priya": "4101"' in said.text
    assert not any("Madeup" in line for line in said.to_look_at)


def test_whoever_has_a_title_and_mostly_supervises_is_no_social_worker_unasked() -> None:
    heading = ["Pay no", "Name", "Post", "Started", "Reports to"]
    leads = [[f"S{n}", f"Lead Person{chr(65 + n)}", "Practice Lead", "02/11/2020", ""] for n in range(4)]
    others = [
        [f"T{n}", f"Worker Person{chr(65 + n)}", "Social Worker", "02/11/2020", f"Lead Person{chr(65 + n)}"]
        for n in range(4)
    ]
    said = _named(heading, [*leads, *others])
    assert any(line.startswith("role: what 'Practice Lead' is here") for line in said.undecided)
    alone = _named(heading, [*leads, *([*row[:4], ""] for row in others)])
    assert not any("Practice Lead" in line for line in alone.undecided)


def _named(heading: list[str], rows: list[list[str]]) -> Proposal:
    staff = Staff(TODAY)
    know(staff, [{"staff_number": row[0], "name": row[1]} for row in rows])
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    return propose(Rows("staff.csv", heading, rows), words, file="staff.csv")
