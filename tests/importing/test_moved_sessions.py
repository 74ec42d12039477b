"""A tracker that says which sessions were moved, and to which day; its letters, and the key on another sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council, rows
from tests.importing.workbooks import workbook

TODAY = NOW.date()
STAFF = [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows]
HEADING = ("Team", "Supervisee", "Supervisor", "Arranged for", "Held?", "Moved to", "Type", "Comments")
KEY = [
    ["Supervision record"],
    ["Held?  Y = held on that day   C = cancelled   M = moved: put the new date beside it"],
    ["Type  P = personal, C = case, P+C = both"],
]
PAIR = ("North", "Amara Example", "Priya Sample")
ROWS = (
    (*PAIR, date(2026, 9, 1), "Y", None, "C", None),
    (*PAIR, date(2026, 10, 1), "M", date(2026, 10, 8), "P+C", "clash"),
    (*PAIR, date(2026, 10, 20), "C", None, "P", "court"),
    (*PAIR, None, None, None, None, None),
    (None, "Held this month", None, None, 2, None, None, None),
)


def _proposed(tmp_path: Path) -> tuple[Path, Proposal]:
    file = workbook(tmp_path / "log.xlsx", ("How to", KEY), ("Sept 26", [HEADING, *ROWS]))
    staff = Staff(TODAY)
    know(staff, STAFF)
    (proposal,) = propose_for(file, ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff), None)
    return file, proposal


def test_a_day_for_which_something_was_arranged_makes_a_log(tmp_path: Path) -> None:
    _, proposal = _proposed(tmp_path)
    assert 'date: {from: "Moved to", or: "Arranged for"}' in proposal.text
    assert not any("Held this month" in line for line in (*proposal.undecided, *proposal.to_look_at))


def test_letters_mean_what_the_key_on_another_sheet_says(tmp_path: Path) -> None:
    _, proposal = _proposed(tmp_path)
    assert [line for line in proposal.undecided if line.startswith(("kind", "state"))] == []
    assert '"C": cancelled  # a guess: a key says “cancelled”' in proposal.text
    assert '"P+C": case and personal' in proposal.text


def test_a_session_that_was_moved_was_held_on_the_other_day(council: Council, tmp_path: Path) -> None:
    file, proposal = _proposed(tmp_path)
    mapping = mapping_of(proposal.text, "m.yaml")
    council.takes(PEOPLE, LINES, *(sources_of(file, [mapping]) or ()))
    found = sorted(council.has(t.Session, "on", "state"))
    assert found == [
        (date(2026, 9, 1), "held"),
        (date(2026, 10, 8), "held"),
        (date(2026, 10, 20), "cancelled"),
    ]


def _changed(council: Council, line: str) -> list[str]:
    """What is said of a session that is stored, by another row of it."""
    heading = "session, supervisee, supervisor, date, start"
    council.takes(PEOPLE, LINES, rows("sessions", heading, "M9, S1, S2, 24/11/2026, 14:00"))
    return [str(one) for one in council.takes(rows("sessions", heading, line)).lines]


def test_that_one_moved_is_said_as_people_say_when_they_meet(council: Council) -> None:
    """It was five of our columns, one of them in UTC."""
    assert _changed(council, "M9, S1, S2, 26/11/2026, 09:30") == [
        "sessions.csv line 2: sessions M9 changed: when Tuesday 24 November 2026 at 2:00 pm → "
        "Thursday 26 November 2026 at 9:30 am"
    ]


def test_that_another_holds_it_says_who(council: Council) -> None:
    assert _changed(council, "M9, S1, Helen Madeup, 24/11/2026, 14:00") == [
        "sessions.csv line 2: sessions M9 changed: supervisor is S3 now"
    ]
