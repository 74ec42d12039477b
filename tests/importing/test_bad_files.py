"""Bad input, entry by entry: the sentence shown, with file, line, column and remedy, and nothing changed."""

from __future__ import annotations

import pytest

from storage.importing.faults import BadFilesError, Faults
from storage.importing.tables.files import Rows
from tests.importing.councils import CASES, LINES, PEOPLE, SESSIONS, Council, rows

_P = "staff number, name, role, employed from"


_S = "session, supervisee, supervisor, date, start, state, cancelled on, reason"


_TEXT = "format the column as text and export again"


FAULTS: list[tuple[str, list[Rows], str]] = [
    (
        "unknown role, nearest named",
        [rows("people", _P, "S9, New One, socal worker, 02/11/2026")],
        "people.csv, line 2, role: 'socal worker' is no role of this rule set; did you mean 'social worker'?",
    ),
    (
        "empty where needed",
        [rows("people", _P, "S9, , student, 02/11/2026")],
        "people.csv, line 2, name: this is empty: every row needs it",
    ),
    (
        "month first",
        [rows("people", _P, "S9, New One, student, 11/13/2026")],
        "people.csv, line 2, employed_from: '11/13/2026' has no month 13: dates are day first, "
        "so write 13 November as 13/11/2026",
    ),
    (
        "no such day",
        [rows("people", _P, "S9, New One, student, 31/02/2026")],
        "people.csv, line 2, employed_from: '31/02/2026' is not a day of the calendar: check it",
    ),
    (
        "no year",
        [rows("people", _P, "S9, New One, student, 02/11")],
        "people.csv, line 2, employed_from: '02/11' has no year: write it too, as in 03/11/2026",
    ),
    (
        "a spreadsheet's number for a date",
        [rows("people", _P, "S9, New One, student, 46328")],
        "people.csv, line 2, employed_from: '46328' is a spreadsheet's number for a date: "
        "format the column as a date, as in 03/11/2026",
    ),
    (
        "a shortened number",
        [rows("people", _P, "1.23E+05, New One, student, 02/11/2026")],
        "people.csv, line 2, staff_number: '1.23E+05' is a staff number that a spreadsheet has shortened: "
        + _TEXT,
    ),
    (
        "a number made a decimal",
        [rows("cases", "case, service", "1234.0, adoption")],
        "cases.csv, line 2, case: '1234.0' is a case reference that a spreadsheet has turned into a number: "
        + _TEXT,
    ),
    (
        "a child's name, which is not repeated",
        [rows("cases", "case, service", "Jane Doe, adoption")],
        "cases.csv, line 2, case: this looks like a name: give the case system's reference instead; "
        "names of children are never kept",
    ),
    (
        "leading zeros lost in a reference",
        [
            PEOPLE,
            rows("p", _P, "00417, Known One, student, 02/11/2026"),
            rows("r", "supervisee, supervisor, since", "417, S2, 02/11/2026"),
        ],
        "r.csv, line 2, supervisee: '417' is not known and '00417' is: a spreadsheet has dropped the leading zeros; "
        + _TEXT,
    ),
    (
        "leading zeros lost in what would be a new person",
        [
            rows("a", _P, "00417, Known One, student, 02/11/2026"),
            rows("b", _P, "417, Known One, student, 02/11/2026"),
        ],
        "b.csv, line 2, staff_number: '417' looks like '00417' without its leading zeros: " + _TEXT,
    ),
    (
        "no share of full time",
        [rows("people", _P + ", percent", "S9, New One, student, 02/11/2026, 0")],
        "people.csv, line 2, percent: 0 is no share of full time: write 1 to 100",
    ),
    (
        "more than full time",
        [rows("people", _P + ", percent", "S9, New One, student, 02/11/2026, 101%")],
        "people.csv, line 2, percent: 101 is no share of full time: write 1 to 100",
    ),
    (
        "an ASYE that ends before it begins",
        [
            rows(
                "people",
                _P + ", asye from, asye until",
                "S9, One, student, 02/11/2026, 02/11/2026, 01/11/2026",
            )
        ],
        "people.csv, line 2, asye_until: Sunday 1 November 2026 is before asye_from (Monday 2 November 2026): "
        "correct one of them",
    ),
    (
        "too many children",
        [rows("cases", "case, service, children", "C-9, adoption, 31")],
        "cases.csv, line 2, children: 31 children in one case is not taken: write 0 to 30, or leave it empty",
    ),
    (
        "an event where the rule set names none",
        [CASES, PEOPLE, rows("events", "case, what, on", "C-1, review, 02/11/2026")],
        "events.csv, line 2, what: this rule set names no events: leave this file out",
    ),
    (
        "an interval that no rule leaves to others",
        [
            PEOPLE,
            rows("set_elsewhere", "staff number, by, every, since", "S1, University, 2 weeks, 02/11/2026"),
        ],
        "set_elsewhere.csv, line 2, by: no rule of this rule set leaves anything to another body: "
        "leave this file out",
    ),
    (
        "a participant of no session",
        [PEOPLE, rows("participants", "session, staff number", "G9, S1")],
        "participants.csv, line 2, session: there is no session 'G9': add it to the file of sessions, or correct it",
    ),
    (
        "a participant of a session that is no group's",
        [PEOPLE, LINES, SESSIONS, rows("participants", "session, staff number", "M1, S1")],
        "participants.csv, line 2, session: this session is no group's: write group in its kind first, "
        "or leave this row out",
    ),
    (
        "an unknown participant",
        [PEOPLE, rows("participants", "session, staff number", "M1, S99")],
        "participants.csv, line 2, staff_number: there is no staff number 'S99': "
        "add it to the file of people, or correct it",
    ),
    (
        "unknown person",
        [PEOPLE, rows("relationships", "supervisee, supervisor, since", "S1, S99, 02/11/2026")],
        "relationships.csv, line 2, supervisor: there is no staff number 'S99': "
        "add it to the file of people, or correct it",
    ),
    (
        "unknown case",
        [PEOPLE, SESSIONS, rows("discussions", "session, case", "M1, C-99")],
        "discussions.csv, line 2, case: there is no case 'C-99': add it to the file of cases, or correct it",
    ),
    (
        "unknown session",
        [PEOPLE, CASES, rows("discussions", "session, case", "M99, C-1")],
        "discussions.csv, line 2, session: there is no such session: add it to the file of sessions, or correct this",
    ),
    (
        "discussed in a session only booked",
        [PEOPLE, LINES, CASES, SESSIONS, rows("discussions", "session, case", "M4, C-1")],
        "discussions.csv, line 2, session: this session is only booked: write held in its state first, "
        "or leave this row out",
    ),
    (
        "own supervisor",
        [PEOPLE, rows("relationships", "supervisee, supervisor, since", "S1, S1, 02/11/2026")],
        "relationships.csv, line 2, supervisor: nobody supervises themselves: name the supervisor",
    ),
    (
        "a circle in the line",
        [PEOPLE, LINES, rows("more", "supervisee, supervisor, since", "S3, S1, 02/11/2026")],
        "more.csv, line 2, supervisor: the line of management goes round in a circle (S1 → S2 → S3 → S1): "
        "correct or end one of these",
    ),
    (
        "two line supervisors from the same day",
        [
            PEOPLE,
            rows("relationships", "supervisee, supervisor, since", "S1, S2, 02/11/2026"),
            rows("more", "supervisee, supervisor, since", "S1, S3, 02/11/2026"),
        ],
        "more.csv, line 2, supervisor: two line supervisors of one person from the same day, S3 here and S2 in "
        "line 2 of relationships.csv: keep one of them, or give the other's last day",
    ),
    (
        "two workers from the same day",
        [
            PEOPLE,
            CASES,
            rows("allocations", "case, worker, since", "C-1, S1, 03/11/2026", "C-1, S2, 03/11/2026"),
        ],
        "allocations.csv, line 3, worker: two workers of one case from the same day, S2 here and S1 in "
        "line 2 of allocations.csv: keep one of them, or give the other's last day",
    ),
    (
        "one address, two people",
        [
            rows(
                "people",
                _P + ", email",
                "S8, A One, student, 02/11/2026, a@example.org",
                "S9, B Two, student, 02/11/2026, A@example.org",
            )
        ],
        "people.csv, line 3, email: S8 has this address too: one address belongs to one person",
    ),
    (
        "the same twice, differently",
        [rows("people", _P, "S9, New One, student, 02/11/2026", "S9, Other One, student, 02/11/2026")],
        "people.csv, line 3, staff_number: S9 is on Other One, and on New One in line 2 of people.csv: a number is one "
        "person's, so correct one",
    ),
    (
        "a time that the clocks skip",
        [PEOPLE, rows("sessions", _S, "M9, S1, S2, 29/03/2026, 01:30, held, ,")],
        "sessions.csv, line 2, start: 1:30 am on Sunday 29 March 2026 does not exist: the clocks go forward; "
        "choose 2:00 am or later",
    ),
    (
        "no time",
        [PEOPLE, rows("sessions", _S, "M9, S1, S2, 02/11/2026, 14, held, ,")],
        "sessions.csv, line 2, start: '14' is not a time: write it as in 14:30",
    ),
    (
        "held before it happens",
        [PEOPLE, rows("sessions", _S, "M9, S1, S2, 04/11/2026, 14:00, held, ,")],
        "sessions.csv, line 2, state: Wednesday 4 November 2026 is still to come, so it cannot have been held: "
        "write booked",
    ),
    (
        "cancelled without when and why",
        [PEOPLE, rows("sessions", _S, "M9, S1, S2, 02/11/2026, 14:00, cancelled, ,")],
        "sessions.csv, line 2, reason: a cancelled session needs a reason: give it, or write other",
    ),
    (
        "absent, and neither of the two",
        [
            PEOPLE,
            rows(
                "sessions",
                _S + ", absent",
                "M9, S1, S2, 02/11/2026, 14:00, cancelled, 01/11/2026, sickness, S3",
            ),
        ],
        "sessions.csv, line 2, absent: the one who was absent is the supervisee or the supervisor: "
        "give that person's staff number",
    ),
    (
        "ends before it begins",
        [PEOPLE, rows("absences", "staff number, first, last, planned", "S1, 04/11/2026, 02/11/2026, yes")],
        "absences.csv, line 2, last: Monday 2 November 2026 is before first (Wednesday 4 November 2026): "
        "correct one of them",
    ),
    (
        "neither yes nor no",
        [PEOPLE, rows("absences", "staff number, first, planned", "S1, 04/11/2026, perhaps")],
        "absences.csv, line 2, planned: 'perhaps' is neither: write yes or no",
    ),
    (
        "a comma without quotation marks",
        [
            Rows(
                "people.csv",
                ["staff_number", "name", "role", "employed_from"],
                [["S9", "One", "New", "student", "02/11/2026"]],
            )
        ],
        "people.csv, line 2: more cells than the heading has: a comma inside a cell needs quotation marks",
    ),
    (
        "a heading misspelt",
        [rows("people", "staff number, name, role, employd from", "S9, New One, student, 02/11/2026")],
        "people.csv, line 1, employed_from: this column is needed in a file of people; 'employd_from' looks like it: "
        "add it or correct its heading",
    ),
    (
        "an optional heading misspelt",
        [rows("cases", "case, service, catagories", "C-9, adoption,")],
        "cases.csv, line 1, catagories: no such column; did you mean 'categories'? Correct the heading",
    ),
    (
        "a heading of another system",
        [rows("staff", "Personel number, Full name, Job title", "9, New One, student")],
        "staff.csv, line 1: no file has these columns. Nearest is people, which needs staff_number "
        "('personel_number' looks like it), name ('full_name' looks like it), role ('job_title' looks like it), "
        "employed_from: python app.py import map FILE proposes which of its columns is which",
    ),
    (
        "a formula without a value",
        [rows("people", _P, "S9, #N/A, student, #REF!")],
        "people.csv, line 2, employed_from: '#REF!' is what a spreadsheet's formula gave instead of a value: "
        "correct it there, or empty the cell",
    ),
    (
        "a column too narrow",
        [rows("people", _P, "S9, New One, student, ########")],
        "people.csv, line 2, employed_from: '########' stands for a value that was too wide for its column: "
        "widen it and export again",
    ),
    (
        "a column twice",
        [rows("people", _P + ", name", "S9, New One, student, 02/11/2026, Again")],
        "people.csv, line 1, name: this column is there twice: remove one",
    ),
]


@pytest.mark.parametrize(("files", "sentence"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_the_fault_is_named_and_nothing_changes(council: Council, files: list[Rows], sentence: str) -> None:
    before = council.everything()
    with pytest.raises(BadFilesError) as raised:
        council.takes(*files)
    assert sentence in str(raised.value).splitlines()
    assert council.everything() == before


def test_every_fault_is_named_at_once(council: Council) -> None:
    bad = rows("people", _P, "S8, , student, 02/11/2026", "S9, New One, studnt, 02/13/2026")
    with pytest.raises(BadFilesError) as raised:
        council.takes(bad)
    assert [(f.line, f.column) for f in raised.value.faults] == [
        (2, "name"),
        (3, "role"),
        (3, "employed_from"),
    ]


def test_of_very_many_faults_the_rest_is_counted(council: Council) -> None:
    bad = rows("people", _P, *(f"S{n}, {n}, social_worker, 02/11/2026" for n in range(500)))
    with pytest.raises(BadFilesError, match=r"and 300 more") as raised:
        council.takes(bad)
    assert len(raised.value.faults) == 500, "a report tells all of them"


def test_one_fault_of_many_rows_is_one_line_with_their_count() -> None:
    faults = Faults()
    for line in [*range(2, 150), 160, *range(162, 174)]:
        faults.add("staff.csv", line, "role", "'Wizard' is no role")
    assert [str(f) for f in faults.all()] == [
        "staff.csv, lines 2 to 149, 160 and 162 to 173 (161 rows), role: 'Wizard' is no role"
    ]


def test_of_many_places_the_first_are_named() -> None:
    faults = Faults()
    for line in range(2, 60, 2):
        faults.add("staff.csv", line, "role", "'Wizard' is no role")
    assert str(faults.all()[0]).startswith("staff.csv, lines 2, 4, 6, 8, 10, 12 and more (29 rows), role:")


def test_a_fault_in_one_file_keeps_all_of_them_out(council: Council) -> None:
    with pytest.raises(BadFilesError):
        council.takes(PEOPLE, LINES, rows("absences", "staff number, first, planned", "S99, 04/11/2026, yes"))
    assert all(not stored for stored in council.everything().values())
