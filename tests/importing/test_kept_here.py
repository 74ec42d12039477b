"""What stays as it is here though a file says otherwise, and is listed: what was typed, what the bot ended."""

from __future__ import annotations

from handlers.people import leaving
from storage import tables as t
from storage.importing.faults import TYPED
from storage.importing.tables.files import Rows
from storage.transactions import write_transaction
from tests.importing.councils import LINES, NOW, PEOPLE, Council, rows

STAFF = "staff number, name, role, employed from, email, left on"


def _staff(email: str, left_on: str = "") -> Rows:
    return rows("people", STAFF, f"S1, Amara Example, social_worker, 04/03/2019, {email}, {left_on}")


def _typed(column: str, value: str) -> Rows:
    heading = ["staff_number", "name", "role", "employed_from", column]
    return Rows(TYPED, heading, [["S1", "Amara Example", "social_worker", "04/03/2019", value]])


def _lines(council: Council, source: Rows) -> list[str]:
    return [str(line) for line in council.takes(source).lines]


def test_an_empty_cell_leaves_what_was_typed_and_says_so_each_time(council: Council) -> None:
    council.takes(_staff(""))
    council.takes(_typed("email", "amara@example.org"))
    for _ in range(2):
        assert _lines(council, _staff("")) == [
            "people.csv line 2: people S1 kept: email stays amara@example.org"
        ]
    assert council.has(t.Person, "email") == [("amara@example.org",)]


def test_another_address_in_the_file_changes_it_back_and_empties_it_after(council: Council) -> None:
    council.takes(_staff(""))
    council.takes(_typed("email", "amara@example.org"))
    council.takes(_staff("a.example@example.org"))
    assert council.has(t.Person, "email", "said_in_chat") == [("a.example@example.org", "")]
    council.takes(_staff(""))
    assert council.has(t.Person, "email") == [(None,)]


def test_so_with_a_day_on_which_somebody_left(council: Council) -> None:
    council.takes(_staff(""))
    assert _lines(council, _typed("left_on", "30/11/2026")) == [
        "what you typed line 2: people S1 changed: left_on nothing → Monday 30 November 2026"
    ]
    assert _lines(council, _staff("")) == [
        "people.csv line 2: people S1 kept: left_on stays Monday 30 November 2026"
    ]


def test_an_address_is_filled_again_of_whoever_has_still_to_leave(council: Council) -> None:
    """Of a leaver retention may have emptied it."""
    council.takes(_staff("", "30/11/2026"))
    council.takes(_staff("amara@example.org", "30/11/2026"))
    assert council.has(t.Person, "email") == [("amara@example.org",)]


def test_a_session_that_the_bot_ended_for_a_leaver_is_not_said_to_be_chat_s(council: Council) -> None:
    booked = rows(
        "sessions", "supervisee, supervisor, date, start, state", "S1, S2, 10/11/2026, 10:00, booked"
    )
    council.takes(PEOPLE, LINES, booked)
    council.takes(_staff("", "02/11/2026"))
    with write_transaction(council.engine, council.config, NOW) as work:
        leaving.follow(work)
    said = " ".join(_lines(council, booked))
    assert "kept: the bot cancelled it, because of a leaver or an absence: cancel it where" in said
    assert "state stays" not in said
    assert council.has(t.Session, "state") == [("cancelled",)]


def test_planned_leave_without_a_last_day_is_worth_a_look(council: Council) -> None:
    council.takes(PEOPLE)
    away = rows("absences", "staff number, first, planned", "S1, 02/11/2026, yes", "S2, 02/11/2026, no")
    odd = [str(one) for one in council.takes(away).odd]
    assert odd == [
        "absences.csv, line 2, last: planned, and no last day: they are taken as away until one is given"
    ]
