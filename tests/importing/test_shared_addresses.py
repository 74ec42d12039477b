"""One address on two people of a list of staff: where slips are left out, it costs the cell and nobody's cases."""

from __future__ import annotations

import pytest

from storage import tables as t
from storage.importing.applied.writing import Result
from storage.importing.faults import BadFilesError
from storage.importing.tables.files import Rows
from tests.importing.councils import Council

_HEADING = ("staff_number", "name", "role", "employed_from", "email")
_CASES = Rows(
    "cases.csv",
    ("case", "service", "worker", "allocated_on"),
    [("C-1", "assessment", "S301", "03/03/2026"), ("C-2", "assessment", "S302", "03/03/2026")],
)


def _people(*addresses: str, first: int = 301) -> Rows:
    names = ("Amara Example", "Idris Invented", "Priya Sample")
    people = zip(names, addresses, strict=False)
    rows = [(f"S{first + n}", name, "social_worker", "01/09/2025", at) for n, (name, at) in enumerate(people)]
    return Rows("people.csv", _HEADING, rows)


def _in(council: Council, *sources: Rows) -> Result:
    return council.takes(*sources, leaves_out=True)


def _addresses(council: Council) -> list[tuple[str, str | None]]:
    return council.has(t.Person, "staff_number", "email")


@pytest.mark.parametrize("turned", [False, True])
def test_whoever_it_is_called_as_keeps_it_and_the_other_comes_in_without(
    council: Council, *, turned: bool
) -> None:
    address = "idris.invented@council.example"
    people = _people(address, address, "p@council.example")
    rows = Rows("people.csv", _HEADING, [*people.rows][::-1] if turned else [*people.rows])
    result = _in(council, rows, _CASES)
    assert sorted(_addresses(council)) == [
        ("S301", None),
        ("S302", address),
        ("S303", "p@council.example"),
    ]
    assert len(council.has(t.Allocation, "case_id")) == 2
    assert [(one.column, one.message) for one in result.cells_left_out] == [
        ("email", "S302 has this address too: one address belongs to one person")
    ]
    assert not result.left_out


def test_an_address_that_says_no_name_is_neither_s(council: Council) -> None:
    result = _in(council, _people("team@council.example", "team@council.example"), _CASES)
    assert _addresses(council) == [("S301", None), ("S302", None)]
    assert sum(len(one.lines) for one in result.cells_left_out) == 2


def test_what_is_stored_stays_where_a_later_file_gives_it_to_another(council: Council) -> None:
    _in(council, _people("amara@council.example", "idris@council.example"))
    _in(council, _people("amara@council.example", "amara@council.example"))
    assert _addresses(council) == [("S301", "amara@council.example"), ("S302", "idris@council.example")]
    _in(council, _people("idris@council.example", first=401))
    assert dict(_addresses(council))["S401"] is None


def test_otherwise_it_stops_the_import(council: Council) -> None:
    with pytest.raises(BadFilesError, match="S301 has this address too"):
        council.takes(_people("a@council.example", "a@council.example"))


def test_two_rows_of_one_person_have_one_address(council: Council) -> None:
    people = _people("a@council.example")
    _in(council, Rows("people.csv", _HEADING, [*people.rows, *people.rows]))
    assert _addresses(council) == [("S301", "a@council.example")]
