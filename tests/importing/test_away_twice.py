"""Absences that chat would refuse: an import takes them, and lists them as odd."""

from __future__ import annotations

from datetime import date

from storage import absences, people
from storage import tables as t
from storage.absences import StatedAbsence
from storage.importing.applied.writing import Result
from storage.importing.tables.files import Rows
from tests.importing.councils import LINES, PEOPLE, Council, rows


def away(*lines: str) -> Rows:
    return rows("absences", "staff number, first, last, planned", *lines)


def _odd(result: Result) -> list[str]:
    return [str(one) for one in result.odd]


def test_two_absences_of_one_person_that_share_a_day_are_one_line_with_their_rows(council: Council) -> None:
    council.takes(PEOPLE, LINES)
    log = away(
        "S1, 10/11/2026, 20/11/2026, yes",
        "S1, 15/11/2026, 25/11/2026, no",
        "S2, 07/12/2026, 07/12/2026, yes",
        "S1, 25/11/2026, 27/11/2026, yes",
        "S2, 08/12/2026, 11/12/2026, yes",
    )
    [odd] = _odd(council.takes(log, dry_run=True))
    assert odd == (
        "absences.csv, lines 3 and 5 (2 rows), first: S1 is away from Tuesday 10 November 2026 to Friday 20 November "
        "2026 too, by line 2 of absences.csv: check the days (1 more like it)"
    )
    assert _odd(council.takes(log)) == [odd], "taken, and listed"
    assert len(council.has(t.Absence, "first")) == 5


def test_one_within_a_longer_one_and_one_said_twice_under_two_ids(council: Council) -> None:
    council.takes(PEOPLE, LINES)
    log = rows(
        "absences",
        "absence, staff number, first, last, planned",
        "A1, S1, 09/11/2026, 04/12/2026, yes",
        "A2, S1, 11/11/2026, 12/11/2026, yes",
        "A3, S1, 30/11/2026, 30/11/2026, yes",
        "A4, S2, 07/12/2026, , no",
        "A5, S2, 07/12/2026, 09/12/2026, no",
    )
    [odd] = _odd(council.takes(log))
    assert odd.startswith(
        "absences.csv, lines 3 to 4 and 6 (3 rows), first: S1 is away from Monday 9 November 2026"
    )


def test_one_that_shares_a_day_with_a_stored_one(council: Council) -> None:
    council.takes(PEOPLE, LINES, away("S1, 10/11/2026, 20/11/2026, yes"))
    later = away("S1, 20/11/2026, 25/11/2026, no", "S1, 26/11/2026, 27/11/2026, no", "S2, 10/11/2026, , no")
    [odd] = _odd(council.takes(later))
    assert odd == (
        "absences.csv, line 2, first: Amara Example is away from Tuesday 10 November 2026 to Friday 20 November 2026 "
        "too, by what is stored: check the days"
    )
    assert _odd(council.takes(later)) == [], "what stands so is no news"


def test_a_file_that_gives_no_last_days_leaves_them_as_they_are(council: Council) -> None:
    stored = away("S1, 10/11/2026, 12/11/2026, no", "S1, 16/11/2026, 20/11/2026, yes")
    council.takes(PEOPLE, LINES, stored)
    first_days = rows("absences", "staff number, first, planned", "S1, 10/11/2026, no")
    assert _odd(council.takes(first_days)) == []


def test_a_complete_file_that_says_the_same_again_or_has_moved_it_is_not_odd(council: Council) -> None:
    both = away("S1, 10/11/2026, 20/11/2026, yes", "S2, 02/11/2026, 06/11/2026, yes")
    council.takes(PEOPLE, LINES, both)
    assert _odd(council.takes(both, complete=True)) == []
    moved = away("S1, 11/11/2026, 20/11/2026, yes", "S2, 03/11/2026, 06/11/2026, yes")
    assert len(council.takes(moved, dry_run=True).odd) == 1
    assert _odd(council.takes(moved, complete=True)) == []


def test_one_that_chat_knows_is_the_same_from_its_first_day_and_another_from_a_later_one(
    council: Council,
) -> None:
    council.takes(PEOPLE, LINES)
    with council.writes() as work:
        amara = people.by_staff_number(work, "S1")
        assert amara
        said = StatedAbsence(True, False, date(2026, 11, 10), date(2026, 11, 20))
        absences.record(work, amara.id, said, amara.id)
    assert _odd(council.takes(away("S1, 10/11/2026, 20/11/2026, yes"), dry_run=True)) == []
    assert len(council.takes(away("S1, 12/11/2026, 20/11/2026, yes"), dry_run=True).odd) == 1


def test_a_last_day_or_a_first_day_back_more_than_a_year_ahead(council: Council) -> None:
    council.takes(PEOPLE, LINES)
    log = rows(
        "absences",
        "staff number, first, last, back on, planned",
        "S1, 10/11/2026, 01/12/2031, , yes",
        "S2, 10/11/2026, , 02/12/2031, yes",
        "S3, 10/11/2026, 20/10/2027, , yes",
    )
    assert _odd(council.takes(log)) == [
        "absences.csv, line 2, last: Monday 1 December 2031 is more than a year ahead: check the year",
        "absences.csv, line 3, back_on: Tuesday 2 December 2031 is more than a year ahead: check the year",
    ]
