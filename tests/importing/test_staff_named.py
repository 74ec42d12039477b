"""Logs of sessions and lists of cases whose headings nobody knows: by whom of the staff their columns name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.proposal.proposing import propose
from storage.importing.staff import Staff
from storage.importing.tables.files import FileFault, Rows
from tests.importing.councils import BOOK, NOW

TODAY = NOW.date()
_LEADS = ("Amara Example", "Priya Example")
_WORKERS = ("Idris Invented", "Bola Madeup", "Cato Sample", "Dele Fictitious")


def _text(heading: Sequence[str], rows: Sequence[Sequence[str]], *, known: bool = True) -> str:
    staff = Staff(TODAY)
    people = enumerate((*_LEADS, *_WORKERS), 101) if known else ()
    know(staff, [{"staff_number": f"S{number}", "name": name} for number, name in people])
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    return propose(Rows("odd.csv", heading, rows), words, file="odd.csv").text


def _log(turned: bool = False) -> list[list[str]]:
    rows = []
    for at, worker in enumerate(_WORKERS * 2, 1):
        pair = [worker, _LEADS[at % 2]]
        rows.append([f"{at:02}/03/2026", "10:00", *(pair[::-1] if turned else pair), "Case", "Took place"])
    return rows


@pytest.mark.parametrize(
    ("first", "second"), [("Team Leader", "Area Lead"), ("Wer", "Bei wem"), ("Colleague", "With")]
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_columns_of_staff_the_one_of_few_supervises(first: str, second: str, *, turned: bool) -> None:
    titles = (second, first) if turned else (first, second)
    text = _text(("Session date", "Start", *titles, "Session type", "Outcome"), _log(turned))
    lines = {line.strip().partition("  #")[0] for line in text.splitlines()}
    assert {f'supervisee: "{first}"', f'supervisor: "{second}"'} <= lines, text


def test_names_of_nobody_known_are_no_sessions() -> None:
    with pytest.raises(FileFault, match="looks like no file"):
        _text(("Session date", "Start", "Wer", "Bei wem", "Session type", "Outcome"), _log(), known=False)


_CASES = [
    [f"{7000 + at}", _WORKERS[at % 4], f"{at:02}/03/2026", "FS North", "Child, Somebody"]
    for at in range(1, 17)
]


def test_numbers_beside_whoever_of_the_staff_has_several_are_cases() -> None:
    text = _text(("Nummer", "Bei", "Since", "Team", "Wer"), _CASES)
    lines = {line.strip().partition("  #")[0] for line in text.splitlines()}
    assert {'case: "Nummer"', 'worker: "Bei"', 'allocated_on: "Since"'} <= lines, text
    assert "Somebody" not in text


def test_numbers_of_staff_are_no_cases() -> None:
    rows = [["S101", "Amara Example", "03/03/2026"], ["S102", "Priya Example", "03/03/2026"]] * 3
    with pytest.raises(FileFault, match="looks like no file"):
        _text(("Kennung", "Wer", "Since"), rows)


def test_days_away_beside_a_number_are_no_cases() -> None:
    rows = [[f"{7000 + at}", _WORKERS[at % 4], f"{at:02}/03/2026", "Annual leave"] for at in range(1, 17)]
    assert "cases:" not in _text(("Nummer", "Wer", "From", "Leave type"), rows)


def test_by_whom_a_session_was_cancelled_is_no_other_state() -> None:
    rows = _log()
    rows[0][5], rows[1][5] = "Cancelled by manager", "Cancelled by worker"
    text = _text(("Session date", "Start", "Supervisee", "Supervisor", "Session type", "Outcome"), rows)
    assert '"Cancelled by manager": cancelled' in text
    assert ": '?'" not in text
