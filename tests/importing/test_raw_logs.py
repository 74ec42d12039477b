"""Raw logs of sessions: a row for each case discussed, lengths, kinds, forms, and what took place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.tables.files import FileFault
from tests.importing.councils import CASES, LINES, PEOPLE, Council
from tests.importing.test_raw_exports import _brought_in, _proposed, _written
from tests.importing.workbooks import workbook


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


def test_a_time_behind_a_day_with_spaces_is_the_session_s(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "sups.csv",
        "Supervision date,Supervisor name,Worker name,Supervision type,Completed (Y/N)\n"
        "9 October 2026 1:00pm,Priya Sample,Amara Example,Case,Y\n",
    )
    council.takes(PEOPLE, LINES)
    _brought_in(council, file)
    assert council.has(t.Session, "wall") == [("2026-10-09T13:00",)]


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


def test_the_next_session_of_a_pair_is_none_that_was_held(tmp_path: Path) -> None:
    lines = "Supervisee,Supervisor,Time,Next supervision date\nA Bee,C Dee,9:30,09/10/2026\nC Dee,E Eff,9:30,12/10/2026"
    with pytest.raises(FileFault, match="this looks like no file"):
        _proposed(_written(tmp_path / "pairs.csv", lines))
