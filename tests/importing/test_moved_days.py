"""A booked session whose day somebody edits in a log that has no ids: it moves, and isn't booked twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage import tables as t
from storage.importing.applied.writing import Result
from storage.importing.tables.files import Rows
from tests.importing.councils import LINES, NOW, PEOPLE, Council, rows

BEFORE = ("S1, S2, 06/10/2026, 10:00, held", "S1, S2, 02/12/2026, 10:00, booked")
OTHERS = ("S2, S3, 01/10/2026, 10:00, held", "S2, S3, 16/12/2026, 10:00, booked")


@pytest.fixture
def staffed(council: Council) -> Council:
    council.takes(PEOPLE, LINES)
    return council


def _log(*lines: str) -> Rows:
    return rows("log", "supervisee, supervisor, date, start, state", *lines)


def _sessions(council: Council) -> list[tuple[date, str]]:
    found = council.has(t.Session, "on", "state", "supervisee_id")
    return sorted((on, str(state)) for on, state, who in found if who == 1)


def _looks(result: Result) -> list[str]:
    return [str(one) for one in result.odd if "no longer in the file" in str(one)]


def test_a_booked_session_whose_day_is_edited_moves(staffed: Council) -> None:
    staffed.takes(_log(*BEFORE, *OTHERS))
    edited = _log(BEFORE[0], "S1, S2, 09/12/2026, 10:00, booked", *OTHERS)
    dry = staffed.takes(edited, dry_run=True)
    assert dry.counts["sessions"]["new"] == 0
    assert any("2 December 2026" in str(line) and "9 December" in str(line) for line in dry.lines)
    for changes in (1, 0):
        assert staffed.takes(edited).changes == changes
    assert _sessions(staffed) == [(date(2026, 10, 6), "held"), (date(2026, 12, 9), "booked")]
    assert staffed.drift() == []


def test_one_that_was_held_on_another_day_was_the_one_booked(staffed: Council) -> None:
    staffed.takes(_log(*BEFORE, *OTHERS))
    held = _log(BEFORE[0], "S1, S2, 04/12/2026, 10:00, held", *OTHERS)
    staffed.takes(held, now=NOW + timedelta(days=33))
    assert _sessions(staffed) == [(date(2026, 10, 6), "held"), (date(2026, 12, 4), "held")]


def test_where_several_may_be_meant_they_are_named(staffed: Council) -> None:
    staffed.takes(_log(*BEFORE, *OTHERS))
    more = _log(BEFORE[0], *(f"S1, S2, {day}/12/2026, 10:00, booked" for day in ("09", "15")), *OTHERS)
    (first, *_) = _looks(staffed.takes(more))
    assert "2 December 2026" in first
    assert len(_sessions(staffed)) == 4


def test_a_file_of_another_month_moves_nothing(staffed: Council) -> None:
    """It doesn't tell of that day at all."""
    staffed.takes(_log(*BEFORE, *OTHERS))
    january = _log("S1, S2, 01/01/2027, 10:00, booked", "S2, S3, 14/01/2027, 10:00, booked")
    assert not _looks(staffed.takes(january))
    assert len(_sessions(staffed)) == 3


def test_one_beside_that_stays_is_new(staffed: Council) -> None:
    staffed.takes(_log(*BEFORE, *OTHERS))
    assert not _looks(staffed.takes(_log(*BEFORE, "S1, S2, 09/12/2026, 10:00, booked", *OTHERS)))
    assert len(_sessions(staffed)) == 3


def test_of_sessions_with_ids_the_change_is_named(staffed: Council) -> None:
    heading = "session, supervisee, supervisor, date, start, state"
    staffed.takes(rows("log", heading, *(f"A{n}, {one}" for n, one in enumerate((*BEFORE, *OTHERS)))))
    other = [
        "A0, " + BEFORE[0],
        "B1, S1, S2, 09/12/2026, 10:00, booked",
        "A2, " + OTHERS[0],
        "A3, " + OTHERS[1],
    ]
    assert _looks(staffed.takes(rows("log", heading, *other)))
    assert len(_sessions(staffed)) == 3
