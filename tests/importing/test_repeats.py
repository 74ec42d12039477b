"""Trackers with the same columns again for each session, and a row for each person: each time is a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.proposal.proposing import Proposal
from storage.importing.tables.repeats import TimedHeading, repeats_in, timed_heading
from tests.importing.councils import LINES, PEOPLE, Council
from tests.importing.test_raw_exports import _brought_in, _proposed, _written
from tests.importing.workbooks import workbook


@pytest.mark.parametrize(
    ("heading", "name", "number"),
    [
        ("Held", "Held", None),
        ("Held (2)", "Held", 2),
        ("Held2", "Held", 2),
        ("2nd Held", "Held", 2),
        ("Session 2 - date held", "Session date held", 2),
        ("Session No. 2", "Session", 2),
        ("Third supervision", "supervision", 3),
        ("4th", "", 4),
        ("1:1 date", "1:1 date", None),
        ("121 date", "121 date", None),
        ("Since 2026", "Since 2026", None),
    ],
)
def test_of_which_time_a_heading_says_it_is(heading: str, name: str, number: int | None) -> None:
    assert timed_heading(heading) == TimedHeading(name, number, None)


def test_the_month_behind_a_heading_tells_it_apart_too() -> None:
    assert timed_heading("Held Apr 2026") == TimedHeading("Held", None, date(2026, 4, 1))


@pytest.mark.parametrize(
    ("heading", "repeats"),
    [
        (("Name", *("Due", "Held", "Code") * 2, "Comment"), {"Due": "Due", "Held": "Held", "Code": "Code"}),
        (("Name", "Due", "Held", "Due2", "Held2"), {"Due": "Due", "Held": "Held"}),
        (
            ("Name", "Date 1", "Date 2", "Outcome 1", "Outcome 2"),
            {"Date": "Date #", "Outcome": "Outcome #"},
        ),
        (("Name", "1st", "2nd", "3rd"), {"Date": "#"}),
        (("Name", "Sup 1", "Sup 2", "Sup 3"), {"Date": "Sup #"}),
        (("Name", "Email", "Email 2"), {}),
        (("Name", "Date Apr 2026", "Code Apr 2026", "Date May 2026", "Code May 2026"), {}),  # as each is read
    ],
)
def test_what_comes_again_in_a_heading(heading: Sequence[str], repeats: dict[str, str]) -> None:
    assert repeats_in(heading) == repeats


#: The officer's own, with persons merged over two lines, a key on a sheet of its own and lines of teams.
_TRACKER = [
    ("SUPERVISION TRACKER - Jun 2026 to Jan 2027",),
    ("Team", "Supervisor", "Supervisee", "1st", "", "", "2nd", "", "", "3rd", "", "", "Comment"),
    ("", "", "", *("Due", "Held", "Code") * 3, ""),
    ("NORTH",),
    (
        *("North", "Priya Sample", "Example, Amara", "07/09/26", date(2026, 9, 7), None),
        *(date(2026, 10, 5), None, "AL", "30 Nov", None, None, "back soon"),
    ),
    (
        *("North", "Helen Madeup", "Sample, Priya", date(2026, 9, 8), "9 Sep", "R"),
        *("06/10/26", "#N/A", None, "5 Jan", None, None, None),
    ),
    ("North", "Helen Madeup", "Ray Starter"),
    ("TOTAL HELD", None, None, None, 2, None, None, 0, None, None, 0, None, None),
]
_KEY = [("Codes", "tracker"), ("R", "rearranged, took place"), ("AL", "on leave"), ("WP", "work pressures")]


def _tracker(path: Path) -> Path:
    book = load_workbook(workbook(path, ("Tracker", _TRACKER), ("Notes", _KEY)))
    for cells in ("A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:I2", "J2:L2", "A1:M1", "A4:C4"):
        book["Tracker"].merge_cells(cells)
    book.save(path)
    return path


def test_due_held_and_code_of_each_session_are_a_row(council: Council, tmp_path: Path) -> None:
    """Held on its day, cancelled by its code, booked by when it is due; without a year it is the row's."""
    council.takes(PEOPLE, LINES)
    file = _tracker(tmp_path / "tracker.xlsx")
    proposal = _brought_in_as(council, file, {"start: {is: '?'}": 'start: {is: "10:00"}', "'?'": "cancelled"})
    assert proposal.undecided == (
        "start: no column says at what time; people read it of those to come",
        "state: what '#N/A' is here (1 rows): cancelled, or \"\" leaves them out",
    )
    assert council.has(t.Session, "wall", "state", "reason") == [
        ("2026-09-07T10:00", "held", None),
        ("2026-10-05T10:00", "cancelled", "other"),
        ("2026-11-30T10:00", "booked", None),
        ("2026-09-09T10:00", "held", None),
        ("2026-10-06T10:00", "cancelled", "other"),
        ("2027-01-05T10:00", "booked", None),
    ]


def _brought_in_as(council: Council, file: Path, answers: dict[str, str]) -> Proposal:
    proposal = _proposed(file)
    text = proposal.text
    for was, becomes in answers.items():
        text = text.replace(was, becomes)
    return _brought_in(council, file, was=proposal.text, becomes=text)


def test_what_was_held_beside_one_line_of_headings(council: Council, tmp_path: Path) -> None:
    """A log without what was planned: held where its day is past."""
    council.takes(PEOPLE, LINES)
    file = _written(
        tmp_path / "held.csv",
        "Worker,Manager,1st,2nd,3rd\n"
        "Amara Example,Priya Sample,07/09/2026,05/10/2026,\n"
        "Priya Sample,Helen Madeup,08/09/2026,,06/10/2026\n",
    )
    _brought_in(council, file)
    assert council.has(t.Session, "wall", "state") == [
        ("2026-09-07T09:00", "held"),
        ("2026-10-05T09:00", "held"),
        ("2026-09-08T09:00", "held"),
        ("2026-10-06T09:00", "held"),
    ]


def test_the_outcome_of_each_stands_by_its_own_day(council: Council, tmp_path: Path) -> None:
    """In whichever order the columns stand, and with a number for each."""
    council.takes(PEOPLE, LINES)
    file = _written(
        tmp_path / "outcomes.csv",
        "Supervisee,Supervisor,Date 1,Date 2,Date 3,Outcome 1,Outcome 2,Outcome 3\n"
        "Amara Example,Priya Sample,07/09/2026,05/10/2026,02/11/2026,Held,Cancelled,Held\n"
        "Priya Sample,Helen Madeup,,06/10/2026,,,Held,\n",
    )
    _brought_in(council, file)
    assert council.has(t.Session, "wall", "state") == [
        ("2026-09-07T09:00", "held"),
        ("2026-10-05T09:00", "cancelled"),
        ("2026-11-02T09:00", "held"),
        ("2026-10-06T09:00", "held"),
    ]


def test_three_columns_under_each_month(council: Council, tmp_path: Path) -> None:
    """A day without its year is that of the month over it, or beside it."""
    council.takes(PEOPLE, LINES)
    file = _written(
        tmp_path / "months.csv",
        ",,Sep 2026,,,Oct 2026,,,Nov 2026,,\n"
        "Worker,Supervised by,Planned,Held,Code,Planned,Held,Code,Planned,Held,Code\n"
        "Amara Example,Priya Sample,7 Sep,7 Sep,,5 Oct,,sick,2 Nov,2 Nov,\n"
        "Priya Sample,Helen Madeup,08/09/2026,9 Sep,,6 Oct,6 Oct,,,,\n",
    )
    _brought_in(council, file)
    assert council.has(t.Session, "wall", "state") == [
        ("2026-09-07T09:00", "held"),
        ("2026-10-05T09:00", "cancelled"),
        ("2026-11-02T09:00", "held"),
        ("2026-09-09T09:00", "held"),
        ("2026-10-06T09:00", "held"),
    ]


def test_a_supervisor_said_once_holds_for_the_rows_below(council: Council, tmp_path: Path) -> None:
    """Also where the first of them has had no session."""
    council.takes(PEOPLE, LINES)
    file = _written(
        tmp_path / "once.csv",
        "Supervisor,Supervisee,Date 1,Held 1,Date 2,Held 2\n"
        "Helen Madeup,Priya Sample,,,,\n,Sam Other,,,,\n"
        "Priya Sample,Amara Example,07/09/2026,yes,05/10/2026,no\n",
    )
    proposal = _proposed(file)
    assert 'repeats: {"Date": "Date #", "Held": "Held #"}' in proposal.text


def test_a_staff_list_with_several_addresses_is_one_row_each(tmp_path: Path) -> None:
    file = _written(
        tmp_path / "staff.csv",
        "Staff No,Name,Position,Start Date,Address 1,Address 2,Address 3\n"
        "0102,Amara Example,Social Worker,04/03/2019,1 High St,Aldermoor,AM1 1AA\n",
    )
    assert "repeats" not in _proposed(file).text


def test_each_of_two_columns_that_answer_for_one_another_is_told_of_repeats() -> None:
    text = "makes: {sessions: {columns: {date: {each: Due}, state: {each: Held, or: {each: Code}}}}}"  # by the nth each
    with pytest.raises(MappingError, match="repeats makes a row of each time"):
        mapping_of(text, "tracker.mapping.yaml")


def test_a_mark_beside_the_day_is_none_of_it(council: Council, tmp_path: Path) -> None:
    """One that says that it was called off is no day on which it was held."""
    council.takes(PEOPLE, LINES)
    file = _written(
        tmp_path / "marked.csv",
        "Supervisee,Supervisor,Planned 1,Held 1,Planned 2,Held 2,Planned 3,Held 3\n"
        "Amara Example,Priya Sample,07/09/2026,09/09/2026 (R),05/10/2026,05/10/2026,19/10/2026,19/10/2026\n"
        "Priya Sample,Helen Madeup,08/09/2026,08/09/2026,06/10/2026,6 Oct (C),20/10/2026,20/10/2026\n",
    )
    proposal = _brought_in(council, file)
    assert 'words: {"* (C)": "", "* (R)": "*"}' in proposal.text
    assert council.has(t.Session, "wall", "state") == [
        ("2026-09-09T09:00", "held"),
        ("2026-10-05T09:00", "held"),
        ("2026-10-19T09:00", "held"),
        ("2026-09-08T09:00", "held"),
        ("2026-10-06T09:00", "cancelled"),
        ("2026-10-20T09:00", "held"),
    ]


def test_of_a_log_too_and_one_that_was_called_off_is_named(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE, LINES)
    heading = "Supervisee,Supervisor,Date,Type,Minutes\n"
    rows = [f"Amara Example,Priya Sample,{day:02}/09/2026,1:1,60\n" for day in range(1, 5)]
    marked = "Amara Example,Priya Sample,07/09/2026 (R),1:1,60\n"
    _brought_in(council, _written(tmp_path / "log.csv", heading + "".join(rows) + marked))
    assert ("2026-09-07T09:00", "held") in council.has(t.Session, "wall", "state")
    off = marked.replace("(R)", "(C)")
    with pytest.raises(BadFilesError, match=r"07/09/2026 \(C\)"):
        _brought_in(council, _written(tmp_path / "log.csv", heading + "".join(rows) + off))
