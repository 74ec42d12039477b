"""What a file says with a day that isn't quite so: somebody new under the day of the one before, a post to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from storage import tables as t
from storage.importing.applied.writing import Result
from storage.importing.faults import TYPED
from storage.importing.tables.files import Rows
from tests.importing.councils import NOW, Council

PEOPLE = Rows(
    "people.csv",
    ["staff_number", "name", "role", "employed_from"],
    [
        ["S1", "Amara Bee", "social_worker", "01/02/2020"],
        ["S2", "Bilal Cee", "social_worker", "01/02/2020"],
        ["S3", "Priya Dee", "team_manager", "01/02/2020"],
        ["S4", "Quilla Eff", "team_manager", "01/02/2020"],
    ],
)
NIGHT = NOW + timedelta(days=1)


def _cases(worker: str) -> Rows:
    heading = ["case", "service", "worker", "allocated_on"]
    return Rows("cases.csv", heading, [["CB-10234", "assessment", worker, "05/10/2026"]])


def _line(supervisor: str, file: str = "line.csv") -> Rows:
    return Rows(file, ["supervisee", "supervisor", "since"], [["S1", supervisor, "05/10/2026"]])


@pytest.fixture
def used(council: Council) -> Council:
    """Since September."""
    council.takes(PEOPLE, _cases("S1"), _line("S3"), now=NOW - timedelta(days=7))
    return council


def _held(council: Council) -> list[tuple[object, ...]]:
    return council.has(t.Allocation, "worker_id", "since", "until")


def test_a_case_whose_worker_changed_and_whose_day_stayed_was_the_first_s_until_then(used: Council) -> None:
    used.takes(_cases("S2"))
    first = (1, date(2026, 10, 5), date(2026, 11, 2))
    assert _held(used) == [first, (2, date(2026, 11, 3), None)]
    assert used.drift() == []
    again = used.takes(_cases("S2"), now=NIGHT)
    assert again.changes == 0
    used.takes(_cases("S4"), now=NIGHT)
    assert _held(used) == [
        first,
        (2, date(2026, 11, 3), date(2026, 11, 3)),
        (4, date(2026, 11, 4), None),
    ]


def test_so_was_a_supervisee_whose_supervisor_changed(used: Council) -> None:
    used.takes(_line("S4"))
    line = [(3, date(2026, 10, 5), date(2026, 11, 2)), (4, date(2026, 11, 3), None)]
    assert used.has(t.Relationship, "supervisor_id", "since", "until") == line
    assert used.takes(_line("S4"), now=NIGHT).changes == 0


def test_of_a_worker_who_has_none_of_it_any_more_the_next_begins_when_it_is_said(used: Council) -> None:
    ended = Rows(
        "allocations.csv",
        ["case", "worker", "since", "until"],
        [["CB-10234", "S1", "05/10/2026", "20/10/2026"]],
    )
    used.takes(ended)
    used.takes(_cases("S2"))
    assert _held(used) == [(1, date(2026, 10, 5), date(2026, 10, 20)), (2, date(2026, 11, 3), None)]


def test_what_was_typed_with_its_day_is_put_right(used: Council) -> None:
    used.takes(_line("S4", TYPED))
    assert used.has(t.Relationship, "supervisor_id", "since", "until") == [(4, date(2026, 10, 5), None)]
    assert used.drift() == []


def test_on_the_day_of_the_first_import_it_is_a_slip_that_is_put_right(council: Council) -> None:
    began = datetime.fromisoformat("2026-09-07T09:00+00:00")
    row = [["CB-10234", "assessment", "S1", "01/06/2026"]], [["CB-10234", "assessment", "S2", "01/06/2026"]]
    for rows in row:
        council.takes(
            PEOPLE, Rows("cases.csv", ["case", "service", "worker", "allocated_on"], rows), now=began
        )
    assert _held(council) == [(2, date(2026, 6, 1), None)]


def _post(number: str, role: str, employed_from: str, role_from: str) -> Rows:
    heading = ["staff_number", "name", "role", "employed_from", "role_from"]
    return Rows("people.csv", heading, [[number, "Nia New", role, employed_from, role_from]])


def _odd(result: Result) -> str:
    return " ".join(map(str, result.odd))


def test_whoever_begins_later_with_their_post_stops_nothing(council: Council) -> None:
    begins = _post("S9", "social_worker", "11/01/2027", "11/01/2027")
    assert _odd(council.takes(begins)) == ""
    assert council.has(t.Person, "role", "employed_from", "role_from") == [
        ("social_worker", date(2027, 1, 11), None)
    ]
    assert council.takes(begins, now=NIGHT).changes == 0


def test_a_post_to_come_is_said_and_comes_with_the_import_of_its_day(council: Council) -> None:
    council.takes(_post("S9", "social_worker", "01/02/2020", ""))
    promoted = _post("S9", "team_manager", "01/02/2020", "04/11/2026")
    said = _odd(council.takes(promoted))
    assert "becomes this only on Wednesday 4 November 2026" in said
    assert council.has(t.Person, "role", "role_from") == [("social_worker", None)]
    council.takes(promoted, now=NIGHT)
    assert council.has(t.Person, "role", "role_from") == [("team_manager", date(2026, 11, 4))]
    assert council.has(t.EarlierPost, "role") == [("social_worker",)]
