"""A cancelled session leaves the same gap whether chat or a file says so; and a session of unknown length."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.commands.doctor import lengths
from storage import tables as t
from storage.gaps import affected
from storage.importing.tables.files import Rows
from storage.sessions import session
from storage.transactions import read_transaction
from tests.importing.councils import BOOK, CASES, LINES, NOW, PEOPLE, Council, book_of, council_at, rows

HEADING = "session, supervisee, supervisor, date, start, state, cancelled on, reason"
HELD = rows(
    "held", HEADING, "M1, S1, S2, 07/08/2026, 10:00, held, ,", "M2, S1, S2, 09/10/2026, 10:00, held, ,"
)
BOOKED = rows("booked", HEADING, "M4, S1, S2, 06/11/2026, 14:00, booked, ,")
DISCUSSED = rows("discussions", "session, case", "M1, C-1", "M2, C-1")


def cancelled(on: str, kind: str = "case") -> Rows:
    said = f"M4, S1, S2, 06/11/2026, 14:00, cancelled, {on}, work, {kind}"
    return rows("cancelled", HEADING + ", kind", said)


def notes(council: Council) -> list[tuple[object, ...]]:
    return council.has(t.GapNote, "case_id", "noted_on")


@pytest.mark.parametrize("at_once", [True, False])
def test_the_notes_are_those_that_chat_would_have_asked_for(council: Council, at_once: bool) -> None:
    """C-2, newly allocated, falls due by Friday 6 November; C-1 was discussed in October."""
    council.takes(PEOPLE, LINES, CASES, HELD, DISCUSSED, BOOKED)
    with read_transaction(council.engine, BOOK, NOW) as work:
        in_chat = affected(work, session(work, 3))
    assert 2 in in_chat
    files = [cancelled("02/11/2026")] if not at_once else [cancelled("02/11/2026"), PEOPLE, CASES]
    council.takes(*files)
    assert notes(council) == [(case, None) for case in in_chat]
    assert council.takes(*files).changes == 0
    assert len(notes(council)) == len(in_chat)
    assert council.drift() == []


def test_a_first_import_that_says_so_asks_for_them_too(council: Council) -> None:
    council.takes(cancelled("02/11/2026"), PEOPLE, LINES, CASES, HELD, DISCUSSED)
    assert (2, None) in notes(council)
    assert council.drift() == []


def test_both_can_choose_another_time_from_the_day_a_file_says_who_is_back(council: Council) -> None:
    def sick(day: str, returned: str) -> Rows:
        said = f"M4, S1, S2, 02/11/2026, 14:00, cancelled, 30/10/2026, sickness, S1, {returned}"
        return rows(day, HEADING + ", absent, returned on", said)

    council.takes(PEOPLE, LINES, CASES, HELD, DISCUSSED, sick("first", ""))
    later = NOW + timedelta(days=3)
    council.takes(sick("second", "04/11/2026"), now=later)
    today = BOOK.calendar.day_of(later)
    assert (date(2026, 11, 4), today) in council.has(t.Session, "returned_on", "said_on")


def test_both_can_choose_another_time_from_the_day_a_file_says_so(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES, HELD, DISCUSSED, BOOKED)
    council.takes(cancelled("02/11/2026"))
    said = (date(2026, 11, 2), BOOK.calendar.day_of(NOW))
    assert said[0] < said[1]
    assert said in council.has(t.Session, "cancelled_on", "said_on")
    assert council.drift() == []


def test_where_the_file_names_the_cases_those_are_the_ones(council: Council) -> None:
    named = rows("more", "session, case", "M4, C-1")
    council.takes(PEOPLE, LINES, CASES, HELD, DISCUSSED, cancelled("02/11/2026"), named)
    assert notes(council) == [(1, None)]


@pytest.mark.parametrize(("on", "kind"), [("04/09/2026", "case"), ("02/11/2026", "personal")])
def test_history_and_personal_sessions_ask_for_none(council: Council, on: str, kind: str) -> None:
    council.takes(PEOPLE, LINES, CASES, HELD, DISCUSSED, cancelled(on, kind))
    assert notes(council) == []


def test_a_session_missing_from_a_complete_file_leaves_its_gap(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES, HELD, DISCUSSED, BOOKED)
    council.takes(HELD, complete=True)
    assert (2, None) in notes(council)
    assert council.drift() == []


def test_held_after_all_it_leaves_none(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES, HELD, DISCUSSED, cancelled("02/11/2026"))
    assert notes(council)
    moved = rows("sessions", HEADING, "M4, S1, S2, 30/10/2026, 14:00, held, ,")
    council.takes(moved)
    assert notes(council) == []
    assert council.drift() == []


def test_where_the_policy_wants_no_such_notes_a_file_makes_none(migrated_url: str) -> None:
    """A log names the cases that a cancelled session would have been about."""
    with council_at(migrated_url, book_of("southwark")) as southwark:
        people = rows(
            "people",
            "staff number, name, role, employed from",
            "S1, Amara Example, social_worker, 04/03/2019",
            "S2, Priya Sample, practice_group_lead, 05/01/2015",
        )
        case = rows("cases", "case, service, worker, allocated on", "C-1, social_care, S1, 03/03/2026")
        southwark.takes(people, case)
        for on in ("02/11/2026", "01/09/2026"):
            southwark.takes(cancelled(on), rows("more", "session, case", "M4, C-1"))
            assert notes(southwark) == []


# How long it lasted

NEW = rows(
    "people",
    "staff number, name, role, employed from, qualified, asye from",
    "S1, Amara Example, social worker, 07/09/2026, yes, 07/09/2026",
    "S2, Priya Sample, team_manager, 05/01/2015, yes,",
)
LINE = rows("relationships", "supervisee, supervisor, since", "S1, S2, 07/09/2026")


def weekly(minutes: str) -> Rows:
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state"
    return rows("sessions", heading, f"W1, S1, S2, 05/10/2026, 10:00, {minutes}, personal, held")


def next_due(council: Council) -> tuple[date, list[str]]:
    mine = t.ObligationRow.__table__
    where = (mine.c.subject_id == 1) & (mine.c.duty == "supervise") & (mine.c.state == "running")
    [(due, steps)] = council.has(t.ObligationRow, "due", "derivation", where=where)
    return due, [step.op for step in steps]


def test_a_session_of_unknown_length_counts_and_says_so(council: Council) -> None:
    """B4: 90 minutes every week for the first six."""
    council.takes(NEW, LINE, weekly(""))
    assert council.has(t.Session, "minutes") == [(None,)]
    due, steps = next_due(council)
    assert due == date(2026, 10, 12)
    assert steps[-1] == "length_unknown"
    with read_transaction(council.engine, BOOK, NOW) as work:
        [found] = lengths(work)
    assert found.what.startswith("1 session held since the bot began has no length")
    council.takes(weekly("90"))
    due, steps = next_due(council)
    assert (due, "length_unknown" in steps) == (date(2026, 10, 12), False)


def test_one_that_is_known_to_be_too_short_does_not_count(council: Council) -> None:
    council.takes(NEW, LINE, weekly("60"))
    assert next_due(council)[0] < date(2026, 10, 12)
    with read_transaction(council.engine, BOOK, NOW) as work:
        assert [f.what for f in lengths(work)] == [
            "Of every session held since the bot began it is known how long it lasted."
        ]
