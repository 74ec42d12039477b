"""Absences whose headings nobody knows: whose they are, from when to when, and which days are no whole ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, PEOPLE
from tests.importing.workbooks import workbook

TODAY = NOW.date()
_LEAVE = [
    (
        "Kennung",
        "Kennung (T)",
        "Cost centre (T)",
        "Leave type",
        "Commences",
        "Finishes",
        "Half",
        "Granted by",
    ),
    ("S101", "Example, Amara", "North", "Annual leave", "01/04/2026", "02/04/2026", "", "Sample, Priya"),
    ("S202", "Sample, Priya", "North", "Annual leave", "07/04/2026", "07/04/2026", "PM", "Example, Amara"),
    ("S101", "Example, Amara", "North", "Parental leave (unpaid)", "04/05/2026", "08/05/2026", "", ""),
]
_SICK = [
    ("Sickness spells",),
    ("Kennung", "Kennung (T)", "Cost centre (T)", "Went off", "Returned", "Reason"),
    ("S101", "Example, Amara", "North", date(2026, 6, 1), date(2026, 6, 3), "Migraine"),
    ("S202", "Sample, Priya", "North", date(2026, 6, 8), None, "Stomach"),
]


def _words(*, known: bool = True) -> ImportVocabulary:
    staff = Staff(TODAY)
    people = (("S101", "Amara Example"), ("S202", "Priya Sample"))
    know(staff, [{"staff_number": number, "name": name} for number, name in people] if known else [])
    return ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)


@pytest.mark.parametrize("known", [True, False])
def test_sheets_of_absences_are_known_by_their_values(tmp_path: Path, *, known: bool) -> None:
    file = workbook(tmp_path / "HR7 absence.xlsx", ("Leave", _LEAVE), ("Off sick", _SICK))
    proposals = propose_for(file, _words(known=known), None)
    assert not [line for one in proposals for line in one.undecided]
    mappings = [mapping_of(one.text, "m.yaml") for one in proposals]
    found = [
        dict(zip(heading, cells, strict=True))
        for source in sources_of(file, mappings) or ()
        for (_, heading), *rows in [[*source.lines()]]
        for _, cells in rows
    ]
    assert [(row["staff_number"], row["first"], row.get("last") or row.get("back_on")) for row in found] == [
        ("S101", "01/04/2026", "02/04/2026"),
        ("S101", "04/05/2026", "08/05/2026"),
        ("S101", "2026-06-01", "2026-06-03"),
        ("S202", "2026-06-08", ""),
    ]
    assert [(row["sickness"], row["planned"]) for row in found] == [("no", "yes")] * 2 + [("yes", "no")] * 2


def test_a_half_day_of_which_other_rows_are_longer_is_none_to_leave_out() -> None:
    heading, one, half, _ = _LEAVE
    rows = [
        one,
        half,
        ("S202", "Sample, Priya", "North", "Annual leave", "07/05/2026", "09/05/2026", "PM", ""),
    ]
    text = propose(Rows("leave.csv", heading, rows), _words(), file="leave.csv").text
    assert "leave_out" not in text


def test_a_log_of_sessions_tells_of_no_absences() -> None:
    rows = [("S101", "Amara Example", "S202", "03/08/2026", "10:00", "Case", "held")] * 3
    heading = ("Nr", "Supervisee", "Supervisor", "Date", "Start", "Type", "Outcome")
    assert "absences:" not in propose(Rows("log.csv", heading, rows), _words(), file="log.csv").text


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("HR123 Posts 6100-6190.xlsx", "HR123 Posts*.xlsx"),
        ("CS-042_Cases by team 26-11.csv", "CS-042_Cases by team*.csv"),
        ("Sep 26 sessions.csv", "Sep*.csv"),
        ("Staff 2026-11-27.csv", "Staff*.csv"),
    ],
)
def test_the_number_of_a_report_is_a_part_of_its_name(name: str, files: str) -> None:
    assert f'files: "{files}"\n' in propose(PEOPLE, _words(), file=name).text


def test_which_sheet_is_meant_is_told_by_the_only_one_that_has_the_columns(tmp_path: Path) -> None:
    file = workbook(tmp_path / "leave.xlsx", ("Read me", [("How", "to")]), ("Leave", _LEAVE))
    text = (
        "makes: {absences: {columns: {staff_number: Kennung, first: Commences, last: Finishes,"
        ' planned: {is: "yes"}}}}'
    )
    sources = sources_of(file, [mapping_of(text, "m.yaml")]) or ()
    assert [len([*source.lines()]) for source in sources] == [4]
