"""Days that are taken as they are written and can hardly be so: they are listed as worth a look."""

from __future__ import annotations

from storage.importing.applied.writing import Result
from tests.importing.councils import LINES, PEOPLE, Council, rows

_LOG = "supervisee, supervisor, date, start, state"
_HELD = tuple(f"S1, S2, {day:02}/10/2026, 10:00, held" for day in range(5, 17))


def _odd(result: Result) -> list[str]:
    return [str(one) for one in result.odd if "Saturday" not in one.message and "Sunday" not in one.message]


def test_a_day_of_another_year_than_the_others_of_its_file(council: Council) -> None:
    council.takes(PEOPLE, LINES)
    log = rows("log", _LOG, *_HELD, "S1, S2, 14/10/2025, 11:00, held")
    [odd] = _odd(council.takes(log))
    assert odd.startswith(
        "log.csv, line 14, date: Tuesday 14 October 2025 is far from the others, which are of"
    )
    assert "check the year" in odd


def test_a_log_of_two_years_is_as_it_is(council: Council) -> None:
    council.takes(PEOPLE, LINES)
    before = tuple(one.replace("2026", "2025") for one in _HELD)
    assert not [one for one in _odd(council.takes(rows("log", _LOG, *before, *_HELD))) if "far" in one]


def test_a_case_that_was_closed_before_it_was_allocated_or_discussed(council: Council) -> None:
    council.takes(PEOPLE)
    cases = rows(
        "cases",
        "case, service, worker, allocated on, closed on, last discussed",
        "C-1, assessment, S1, 10/07/2026, 23/01/2026, 16/09/2026",
        "C-2, assessment, S1, 10/07/2026, 01/09/2026, 16/09/2026",
        "C-3, assessment, S1, 10/07/2026, 16/09/2026, 16/09/2026",
    )
    assert _odd(council.takes(cases)) == [
        "cases.csv, line 2, closed_on: Friday 23 January 2026 is before it was allocated (Friday 10 July 2026): check "
        "both days",
        "cases.csv, line 3, closed_on: Tuesday 1 September 2026 is before it was last discussed (Wednesday 16 "
        "September 2026): check both days",
    ]


def test_a_session_held_while_either_is_recorded_as_away(council: Council) -> None:
    away = rows("absences", "staff number, first, last, planned, sickness", "S2, 07/10/2026, , no, yes")
    log = rows(
        "log",
        _LOG,
        "S1, S2, 06/10/2026, 10:00, held",
        "S1, S2, 15/10/2026, 10:00, held",
        "S1, S2, 05/11/2026, 10:00, booked",
    )
    [odd] = _odd(council.takes(PEOPLE, LINES, away, log))
    assert odd == (
        "log.csv, line 3, date: held on Thursday 15 October 2026, and Priya Sample is recorded as away from Wednesday "
        "7 October 2026 on: which is right?"
    )
