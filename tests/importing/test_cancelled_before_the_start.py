"""What was cancelled before the bot's start is made up for by the next session, once."""

from __future__ import annotations

from storage import tables as t
from storage.importing.tables.files import Source
from tests.importing.councils import (
    LINES,
    PEOPLE,
    Council,
    rows,
)
from tests.importing.test_bring_in import _open


def test_a_cancellation_before_the_start_is_made_up_for_by_the_next_session(council: Council) -> None:
    old = rows(
        "sessions",
        "session, supervisee, supervisor, date, start, state, cancelled on, reason",
        "A, S1, S2, 05/06/2026, 10:00, cancelled, 04/06/2026, work",
        "B, S1, S2, 03/07/2026, 10:00, held, ,",
        "C, S1, S2, 31/07/2026, 10:00, held, ,",
    )
    council.takes(PEOPLE, LINES, old)
    assert council.has(t.Session, "source_id", "replaces_id") == [("A", None), ("B", 1), ("C", None)]
    assert "rebook" not in {duty for duty, _ in _open(council)}


_IN_A_ROW = (
    "A, S1, S2, 20/04/2026, 10:00, cancelled, work",
    "B, S1, S2, 18/05/2026, 10:00, cancelled, other",
    "C, S1, S2, 18/06/2026, 10:00, cancelled, leave",
)


def _without_its_day(*lines: str) -> Source:
    return rows("sessions", "session, supervisee, supervisor, date, start, state, reason", *lines)


def test_sessions_cancelled_before_the_start_without_a_day_are_made_up_for_by_the_next(
    council: Council,
) -> None:
    """All of some in a row."""
    council.takes(PEOPLE, LINES, _without_its_day(*_IN_A_ROW, "D, S1, S2, 17/07/2026, 10:00, held,"))
    assert council.has(t.Session, "replaces_id") == [(None,), (1,), (2,), (3,)]
    assert "rebook" not in {duty for duty, _ in _open(council)}
    assert council.drift() == []


def test_of_sessions_cancelled_before_the_start_with_none_since_one_thing_is_owed(council: Council) -> None:
    council.takes(PEOPLE, LINES, _without_its_day(*_IN_A_ROW))
    assert [duty for duty, _ in _open(council)].count("rebook") == 1
    later = _without_its_day("D, S1, S2, 30/10/2026, 10:00, held,")
    council.takes(later)  # a file with what is new alone
    assert council.has(t.Session, "replaces_id") == [(None,), (1,), (2,), (3,)]
    assert "rebook" not in {duty for duty, _ in _open(council)}
    assert council.drift() == []
    again = council.takes(_without_its_day(*_IN_A_ROW), later)
    assert not again.changes


def test_a_session_cancelled_since_the_start_is_owed_beside_those_before_it(council: Council) -> None:
    """It stands in for none unless the files say so."""
    council.takes(
        PEOPLE, LINES, _without_its_day(*_IN_A_ROW, "E, S1, S2, 20/10/2026, 10:00, cancelled, work")
    )
    assert council.has(t.Session, "replaces_id")[3] == (None,)
    assert [duty for duty, _ in _open(council)].count("rebook") == 2
