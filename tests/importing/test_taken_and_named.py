"""What chat would ask about is taken from a file, and named."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.tables.workbook import WorkbookFile
from tests.importing.councils import CASES, LINES, PEOPLE, Council, rows
from tests.importing.workbooks import workbook

ODD = [
    (
        "M1, S1, S2, 04/11/2026, 2.30",
        "start",
        "2:30 am is outside the hours in which people meet: write 14:30 if it",
    ),
    ("M1, S1, S2, 07/11/2026, 10:00", "date", "Saturday 7 November 2026 is a Saturday: check the date"),
    ("M1, S1, S2, 25/12/2026, 10:00", "date", "Friday 25 December 2026 is a bank holiday"),
    (
        "M1, S1, S2, 05/11/2029, 10:00",
        "date",
        "Monday 5 November 2029 is more than a year ahead: check the year",
    ),
]


@pytest.mark.parametrize(("line", "column", "said"), ODD)
def test_what_chat_would_ask_about_is_taken_and_named(
    council: Council, line: str, column: str, said: str
) -> None:
    taken = council.takes(
        PEOPLE, LINES, rows("sessions", "session, supervisee, supervisor, date, start", line)
    )
    [odd] = taken.odd
    assert str(odd).startswith(f"sessions.csv, line 2, {column}: {said}")
    assert len(council.has(t.Session, "id")) == 1


@pytest.mark.parametrize(
    ("start", "minutes", "wall", "long"),
    [
        ("2-3pm", "", "14:00", 60),
        ("2pm-3.30pm", "", "14:00", 90),
        ("11-12.30", "90", "11:00", 90),
        ("2.30pm", "45", "14:30", 45),
        ("half past ten am for an hour", "", "10:30", 60),
    ],
)
def test_a_start_that_says_how_long_it_is_too(
    council: Council, start: str, minutes: str, wall: str, long: int
) -> None:
    line = f"M1, S1, S2, 05/11/2026, {start}, {minutes}"
    heading = "session, supervisee, supervisor, date, start, minutes"
    council.takes(PEOPLE, LINES, rows("sessions", heading, line))
    [(at, begins, ends)] = council.has(t.Session, "wall", "starts_at", "ends_at")
    assert (str(at)[11:], (ends - begins).total_seconds() // 60) == (wall, long)


def test_two_lengths_of_one_session_are_a_fault(council: Council) -> None:
    heading = "session, supervisee, supervisor, date, start, minutes"
    with pytest.raises(BadFilesError, match="minutes: 45, and its start says 60: correct one of them"):
        council.takes(PEOPLE, LINES, rows("sessions", heading, "M1, S1, S2, 05/11/2026, 2-3pm, 45"))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("9 Dec", "2026-12-09"),
        ("Wed 9 Dec", "2026-12-09"),
        ("3/1", "2027-01-03"),
        ("20 October", "2026-10-20"),
        ("9.12.26", "2026-12-09"),
    ],
)
def test_a_session_on_a_day_without_a_year_is_the_nearest_and_named(
    council: Council, said: str, day: str
) -> None:
    heading = "session, supervisee, supervisor, date, start, state"
    taken = council.takes(PEOPLE, LINES, rows("sessions", heading, f"M1, S1, S2, {said}, 10:00, by day"))
    assert council.has(t.Session, "on") == [(date.fromisoformat(day),)]
    named = [str(one) for one in taken.odd if "says no year: taken as" in str(one)]
    assert bool(named) is ("26" not in said)


@pytest.mark.parametrize("said", ["9 June", "Thu 9 Dec", "31/4", "friday", "next week", "9.12"])
def test_a_day_that_may_be_of_another_year_or_read_tomorrow_another_is_a_fault(
    council: Council, said: str
) -> None:
    heading = "session, supervisee, supervisor, date, start"
    with pytest.raises(BadFilesError, match=r"sessions\.csv, line 2, date: "):
        council.takes(PEOPLE, LINES, rows("sessions", heading, f"M1, S1, S2, {said}, 10:00"))


def test_an_absence_without_years_and_an_employment_without_one(council: Council) -> None:
    council.takes(PEOPLE, rows("absences", "staff_number, first, last, planned", "S1, 9 Nov, 13 Nov, yes"))
    assert council.has(t.Absence, "first", "last") == [(date(2026, 11, 9), date(2026, 11, 13))]
    heading = "staff_number, name, role, employed_from"
    with pytest.raises(BadFilesError, match="no year: write it too"):
        council.takes(rows("people", heading, "S9, New One, student, 9 Nov"))


def test_a_full_timer_of_one_day_a_week_is_named(council: Council) -> None:
    heading = "staff_number, name, role, employed_from, works, percent"
    odd, sound = (
        "S7, Ida Roe, social_worker, 04/03/2019, Wed,",
        "S8, Bo Roe, social_worker, 04/03/2019, Wed, 30",
    )
    taken = council.takes(rows("people", heading, odd, sound))
    assert [str(one) for one in taken.odd] == [
        "people.csv, line 2, works: 100% of full time on 1 day a week: check the days or the hours"
    ]


def test_two_sessions_at_once_are_named(council: Council) -> None:
    both = rows(
        "sessions",
        "session, supervisee, supervisor, date, start",
        "M1, S1, S2, 04/11/2026, 10:00",
        "M2, S2, S3, 04/11/2026, 10:30",
        "M3, S1, S2, 04/11/2026, 14:00",
    )
    taken = council.takes(PEOPLE, LINES, both, dry_run=True)
    assert [str(o) for o in taken.odd] == [
        "sessions.csv, line 3, start: S2 is in session M1 at the same time: check the times"
    ]


def test_those_that_were_held_at_once_are_one_line(council: Council) -> None:
    both = rows(
        "sessions",
        "session, supervisee, supervisor, date, start, state",
        "M1, S1, S2, 06/10/2026, 10:00, held",
        "M2, S2, S3, 06/10/2026, 10:30, held",
        "M3, S1, S2, 07/10/2026, 10:00, held",
        "M4, S2, S3, 07/10/2026, 10:30, held",
    )
    taken = council.takes(PEOPLE, LINES, both, dry_run=True)
    assert [str(o) for o in taken.odd] == [
        "sessions.csv, lines 3 and 5 (2 rows), start: one of the two is in another session at the same time: both are "
        "taken as held"
    ]


def test_a_long_session_is_seen_over_all_that_begin_in_it(council: Council) -> None:
    """Not only over the next one."""
    day = rows(
        "sessions",
        "session, supervisee, supervisor, date, start, minutes",
        "M1, S1, S2, 04/11/2026, 9:00, 180",
        "M2, S3, S2, 04/11/2026, 9:30, 30",
        "M3, S3, S2, 04/11/2026, 11:00, 30",
        "M4, S3, S2, 04/11/2026, 12:00, 30",
    )
    taken = council.takes(PEOPLE, LINES, day, dry_run=True)
    assert [str(o) for o in taken.odd] == [
        "sessions.csv, lines 3 to 4 (2 rows), start: S2 is in session M1 at the same time: check the times"
    ]


def test_a_session_over_one_that_is_stored_is_named(council: Council) -> None:
    heading = "session, supervisee, supervisor, date, start, minutes"
    council.takes(PEOPLE, LINES, rows("sessions", heading, "M1, S1, S2, 04/11/2026, 10:00, 60"))
    new = rows("sessions", heading, "M2, S2, S3, 04/11/2026, 10:30, 60", "M3, S2, S3, 04/11/2026, 12:00, 60")
    assert [str(o) for o in council.takes(new, dry_run=True).odd] == [
        "sessions.csv, line 2, start: S2 is in a session with S1 at the same time, which is stored: check the times"
    ]
    again = rows("sessions", heading, "M1, S1, S2, 04/11/2026, 10:30, 60")
    assert council.takes(again, dry_run=True).odd == []


def test_discussions_told_by_pair_and_time_are_no_sessions_whatever_the_file_is_called(
    council: Council,
) -> None:
    day = rows("sessions", "supervisee, supervisor, date, start, state", "S1, S2, 14/10/2026, 10:00, held")
    about = rows(
        "export", "supervisee, supervisor, date, start, case, full", "S1, S2, 14/10/2026, 10:00, C-1, yes"
    )
    taken = council.takes(PEOPLE, LINES, CASES, day, about, dry_run=True)
    assert taken.counts["discussions"]["new"] == 1
    assert taken.counts["sessions"]["new"] == 1


def test_what_is_passed_over_of_a_record_is_said(council: Council) -> None:
    """Central Bedfordshire wants one for each case that is discussed: a session about cases has none of its own."""
    both = rows(
        "sessions",
        "session, supervisee, supervisor, date, start, kind, state, recorded on",
        "M1, S1, S2, 19/10/2026, 10:00, case, held, no",
        "M2, S1, S2, 20/10/2026, 10:00, personal, held, no",
    )
    [odd] = council.takes(PEOPLE, LINES, both).odd
    assert str(odd).startswith(
        "sessions.csv, line 2, recorded_on: passed over: the policy wants a record of each case"
    )
    assert council.has(t.Record, "recorded_on") == [(None,)]


def test_a_case_that_is_open_and_has_a_day_of_closing_is_listed_and_so_the_other_way_round(
    council: Council,
) -> None:
    both = rows(
        "cases",
        "case, service, is open, closed on",
        "C-1, assessment, yes, 12/10/2026",
        "C-2, assessment, no,",
        "C-3, assessment, yes,",
        "C-4, assessment, , 12/10/2026",
    )
    assert [str(odd) for odd in council.takes(PEOPLE, both).odd] == [
        "cases.csv, line 2, closed_on: a day on which it was closed, though the row says that it is open: "
        "taken as closed",
        "cases.csv, line 3, is_open: closed, and no day on which it was: taken as open until closed_on says one",
    ]


def test_nothing_is_odd_about_ordinary_files(council: Council) -> None:
    assert not council.takes(PEOPLE, LINES, CASES).odd


def test_a_workbook_s_times_and_days_are_read_as_chat_reads_them(council: Council, tmp_path: Path) -> None:
    """Text as people type it, times and fractions of a day as a spreadsheet keeps them."""
    heading = ("session", "supervisee", "supervisor", "date", "start")
    lines = [
        ("M1", "S1", "S2", "9.12.26", "2-3pm"),
        ("M2", "S1", "S2", date(2026, 12, 10), time(14, 30)),
        ("M3", "S1", "S2", datetime(2026, 12, 11), "half past ten am"),
        ("M4", "S1", "S2", "Mon 14 Dec", "14.30"),
    ]
    book = workbook(tmp_path / "sessions.xlsx", ("Sessions", [heading, *lines]))
    council.takes(PEOPLE, LINES, WorkbookFile(book))
    assert council.has(t.Session, "wall") == [
        ("2026-12-09T14:00",),
        ("2026-12-10T14:30",),
        ("2026-12-11T10:30",),
        ("2026-12-14T14:30",),
    ]
