"""Days and times as raw exports write them, which a mapping says or nobody guesses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.tables.files import CsvFile
from tests.importing.councils import PEOPLE, Council
from tests.importing.test_raw_exports import _brought_in, _proposed, _written


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
    may = away.replace("Fri 30th Oct,Mon 2nd Nov", "Fri 1st May,Mon 4th May")
    with pytest.raises(BadFilesError, match="'Fri 1st May' has no year: write it too"):
        _brought_in(council, _written(tmp_path / "away.csv", may), was="dates: {year: 2026}")


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


def test_of_sessions_still_to_come_nobody_guesses_the_time(tmp_path: Path) -> None:
    log = "Date,Supervisee,Supervisor,Type\n09/10/2027,Amara Example,Priya Sample,1:1\n"
    proposal = _proposed(_written(tmp_path / "log.csv", log))
    assert proposal.undecided == ("start: no column says at what time; people read it of those to come",)
    assert 'state: {is: "booked"}' in proposal.text  # every day is to come


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
