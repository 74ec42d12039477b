"""Rows for each day away as one absence: what nobody works on between them is no gap, and until when it was is as the
mapping says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, PEOPLE, Council

_CODES = "planned: {from: Code, words: {L: yes, I: no}}, sickness: {from: Code, words: {L: no, I: yes}}"
_GATHERED = "makes: {absences: {gathers: first, %scolumns: {staff_number: Who, first: Day, last: %s, %s}}}"


def _takes(council: Council, folder: Path, rows: list[str], *, last: str = "Day", more: str = "") -> None:
    file = folder / "days.csv"
    file.write_text("\n".join(("Who,Day,Code,Until", *rows)))
    mapping = mapping_of(_GATHERED % (more, last, _CODES), "days.yaml")
    council.takes(PEOPLE)
    council.takes(*(sources_of(file, [mapping], calendar=BOOK.calendar) or ()), now=NOW)


def _absences(council: Council) -> list[tuple[date, date | None]]:
    return sorted(council.has(t.Absence, "first", "last"), key=str)


def test_a_bank_holiday_between_days_away_is_no_gap(council: Council, tmp_path: Path) -> None:
    """Easter 2026 is on 5 April: nobody is at work from the Friday to the Monday."""
    _takes(council, tmp_path, ["S1,02/04/2026,L,", "S1,07/04/2026,L,", "S1,09/04/2026,L,"])
    assert _absences(council) == [
        (date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 4, 9), date(2026, 4, 9)),
    ]


def test_days_that_somebody_doesn_t_work_are_no_gap_of_theirs(council: Council, tmp_path: Path) -> None:
    """As the file says them, of the one and not of the other; days at either end are none of it."""
    mine = ["S1,05/10/2026,free,", "S1,06/10/2026,L,", "S1,07/10/2026,free,", "S1,08/10/2026,L,"]
    theirs = ["S2,06/10/2026,L,", "S2,08/10/2026,L,", "S1,09/10/2026,free,"]
    _takes(council, tmp_path, mine + theirs, more="no_gap: {Code: [free]}, ")
    found = council.has(t.Absence, "person_id", "first", "last")
    assert sorted(found) == [
        (1, date(2026, 10, 6), date(2026, 10, 8)),
        (2, date(2026, 10, 6), date(2026, 10, 6)),
        (2, date(2026, 10, 8), date(2026, 10, 8)),
    ]


def test_until_when_it_is_said_to_last_counts(council: Council, tmp_path: Path) -> None:
    rows = ["S1,05/10/2026,L,", "S1,06/10/2026,L,16/10/2026", "S2,02/11/2026,I,", "S2,03/11/2026,I,"]
    _takes(council, tmp_path, rows, last="Until")
    assert _absences(council) == [(date(2026, 10, 5), date(2026, 10, 16)), (date(2026, 11, 2), None)]


def test_a_last_day_that_can_t_be_read_is_named(council: Council, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'soon' is not a date"):
        _takes(council, tmp_path, ["S1,05/10/2026,L,", "S1,06/10/2026,L,soon"], last="Until")


def test_what_is_no_gap_goes_with_days_that_are_gathered() -> None:
    text = (_GATHERED % ("no_gap: {Code: [free]}, ", "Day", _CODES)).replace("gathers: first, ", "")
    with pytest.raises(MappingError, match="no_gap: it goes with gathers: first"):
        mapping_of(text, "days.yaml")
