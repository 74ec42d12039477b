"""One person and one case, however their number, reference or address is spelt."""

from __future__ import annotations

import pytest

from storage import tables as t
from storage.identities import pairs
from storage.importing.faults import BadFilesError
from storage.people import by_staff_number
from storage.transactions import read_transaction, write_transaction
from tests.importing.councils import CASES, LINES, NOW, PEOPLE, Council, rows

#: A small letter, a full-width letter, an invisible character, a hard space before.
OF_S1 = ("s1", "Ｓ1", "S\u200b1", "\u00a0S1")
OF_C1 = ("c-1", "C\u20131", "C\u20101", "Ｃ-1", "C-\u200d1")


@pytest.mark.parametrize("number", OF_S1)
def test_a_person_in_another_spelling_is_the_same(council: Council, number: str) -> None:
    council.takes(PEOPLE)
    head = "staff number, name, role, employed from, email, team"
    changed = council.takes(
        rows("people", head, f"{number}, Amara Example, Social worker, 04/03/2019, AMARA@example.org, South")
    )
    assert [line.key for line in changed.lines] == ["S1"]
    assert council.has(t.Person, "staff_number", "team")[0] == ("S1", "South")
    with read_transaction(council.engine, council.config, NOW) as work:
        found = by_staff_number(work, number)
        assert found is not None
        assert found.staff_number == "S1"


@pytest.mark.parametrize("reference", OF_C1)
def test_a_case_in_another_spelling_is_the_same(council: Council, reference: str) -> None:
    council.takes(PEOPLE, CASES)
    more = rows("allocations", "case, worker, since", f"{reference}, s2, 01/11/2026")
    council.takes(more)
    assert council.has(t.Allocation, "case_id", "worker_id")[-1] == (1, 2)
    assert len(council.has(t.Case, "id")) == 2


def test_in_the_files_of_one_run_too(council: Council) -> None:
    council.takes(rows("allocations", "case, worker, since", "c-1, s2, 01/11/2026"), LINES, CASES, PEOPLE)
    assert (1, 2) in council.has(t.Allocation, "case_id", "worker_id")


def test_two_rows_of_one_person_that_differ_are_named(council: Council) -> None:
    head = "staff number, name, role, employed from"
    with pytest.raises(BadFilesError, match="S9 is on C Dee, and on A Bee in line 2 of people"):
        council.takes(
            rows("people", head, "S9, A Bee, student, 02/11/2026", "s9, C Dee, student, 02/11/2026")
        )


def test_pairs_that_are_stored_stay_apart_and_are_asked_about(council: Council) -> None:
    council.takes(PEOPLE, CASES)
    with write_transaction(council.engine, council.config, NOW) as work:
        work.add(t.Case(reference="c-1", service="adoption"))
        work.add(t.Person(staff_number="s1", name="Other One", role="student", employed_from=NOW.date()))
    assert council.takes(rows("cases", "case, service", "c-1, family_support")).changes == 1
    assert council.has(t.Case, "reference", "service")[::2] == [
        ("C-1", "family_support"),
        ("c-1", "family_support"),
    ]
    with pytest.raises(
        BadFilesError, match="'Ｃ-1' could be the case 'C-1' or 'c-1': write one of them exactly"
    ):
        council.takes(rows("allocations", "case, worker, since", "Ｃ-1, S2, 01/11/2026"))
    with read_transaction(council.engine, council.config, NOW) as work:
        found = pairs(work)
        assert by_staff_number(work, "s1") != by_staff_number(work, "S1")
    assert (found.cases, found.staff_numbers, found.emails) == ((("C-1", "c-1"),), (("S1", "s1"),), ())
