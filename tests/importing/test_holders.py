"""Lists of cases with a row for each worker: who of them holds the case, and which would be lost."""

from __future__ import annotations

from collections.abc import Sequence

from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from tests.importing.councils import BOOK, NOW, PEOPLE

TODAY = NOW.date()
HEADING = ["Case ref", "Worker", "Involvement type", "Involvement from", "Team", "Classification"]


def _proposed(parts: Sequence[tuple[str, str, str]]) -> Proposal:
    """Of a case, somebody, and what they are in it."""
    staff = Staff(TODAY)
    know(staff, [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows])
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    rows = [
        [case, who, part, f"{at % 28 + 1:02}/03/2026", "FS North", "CIN"]
        for at, (case, who, part) in enumerate(parts)
    ]
    return propose(Rows("cases.csv", HEADING, rows), words, file="cases.csv")


def _left_out(proposal: Proposal) -> str:
    return next(line.strip() for line in proposal.text.splitlines() if "leave_out" in line)


HELD = [(f"C-{at}", "Amara Example", "Allocated Social Worker") for at in range(18)]
JOINT = [(f"C-{at}", "Bola Sample", "Joint Worker") for at in range(4)]


def test_whoever_holds_cases_of_their_own_isn_t_left_out_for_being_few() -> None:
    advised = [(f"C-{at}", "Bola Sample", "Allocated Advisor") for at in range(18, 21)]
    proposal = _proposed([*HELD, *JOINT, *advised])
    assert _left_out(proposal).startswith('leave_out: {"Involvement type": ["Joint Worker"]}')
    assert not proposal.to_look_at or "don't come in" not in " ".join(proposal.to_look_at)


def test_whoever_always_stands_beside_another_who_holds_it_is_left_out() -> None:
    advised = [(f"C-{at}", "Bola Sample", "Personal Adviser") for at in range(9, 19)]
    assert '"Joint Worker", "Personal Adviser"' in _left_out(_proposed([*HELD, *JOINT, *advised]))


def test_cases_that_nobody_else_holds_are_named_to_be_looked_at() -> None:
    proposal = _proposed([*HELD, *JOINT, ("C-30", "Bola Sample", "Joint Worker")])
    assert [line for line in proposal.to_look_at if "don't come in" in line] == [
        "cases: 1 have no row but such, and don't come in: a word whose cases should, take out of leave_out"
    ]


def test_a_case_that_two_hold_at_once_is_named_once() -> None:
    """Not those of whom another column says that they don't hold it."""
    names = ("Amara Example", "Priya Sample")
    parts = [(f"C-{n}", names[n % 2], "Allocated worker") for n in range(101, 131)]
    parts += [("C-105", "Amara Example", "Secondary worker"), ("C-101", "Amara Example", "Allocated worker")]
    said = [one for one in _proposed(parts).to_look_at if "two at once" in one]
    assert len(said) == 1
    assert said[0].startswith(
        "worker: 1 held by two at once, C-101: who began last is taken, by “Involvement from”"
    )


def test_a_part_that_is_said_of_co_workers_alone_tells_them() -> None:
    """Whoever holds the case has nothing there."""
    held = [(f"C-{at}", "Amara Example", "") for at in range(6)]
    proposal = _proposed([*held, ("C-1", "Priya Sample", "Co-worker"), ("C-2", "Priya Sample", "Secondary")])
    assert _left_out(proposal).startswith('leave_out: {"Involvement type": ["Co-worker", "Secondary"]}')


def test_a_co_worker_may_be_said_behind_the_name() -> None:
    held = [(f"C-{at}", "Amara Example", "x") for at in range(6)]
    beside = [("C-1", "Priya Sample (Co-worker)", "x"), ("C-2", "Priya Sample - secondary worker", "x")]
    proposal = _proposed([*held, *beside, ("C-9", "Priya Sample (Co-worker)", "x")])
    assert '"Worker": ["* (Co-worker)", "* - secondary worker"]' in _left_out(proposal)
    assert any("1 have no row but such" in one for one in proposal.to_look_at)
    assert "to decide" not in " ".join(proposal.undecided)
