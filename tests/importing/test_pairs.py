"""Diaries whose one column names both who meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import MappingError, mapping_of, read_mapping
from storage.importing.proposal.proposing import Proposal, propose_for
from storage.importing.staff import Staff
from storage.importing.tables.mapped_files import sources_of
from storage.importing.tables.pairs import both_in, pairs_in
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council
from tests.importing.test_raw_exports import _written

_STAFF = (("S1", "Amara Example"), ("S2", "Priya Sample"), ("S3", "Helen Madeup"))


@pytest.mark.parametrize(
    ("cell", "both"),
    [
        ("Amara Example / Priya Sample", ("Amara Example", "Priya Sample")),
        ("Amara Example/Priya Sample", ("Amara Example", "Priya Sample")),
        ("Amara Example - Priya Sample", ("Amara Example", "Priya Sample")),
        ("Amara Example with Priya Sample", ("Amara Example", "Priya Sample")),
        ("Example, Amara & Sample, Priya", ("Example, Amara", "Sample, Priya")),
        ("Amara Example, Priya Sample", ("Amara Example", "Priya Sample")),
        ("Amara Double-Barrel / Priya O'Sample", ("Amara Double-Barrel", "Priya O'Sample")),
        ("Example, Amara", None),
        ("Amara Example", None),
        ("Amara / Priya / Helen", None),
        ("Room 4 / Teams", None),
    ],
)
def test_both_whom_a_cell_names(cell: str, both: tuple[str, str] | None) -> None:
    assert both_in(cell) == both


def test_of_few_are_the_supervisors_and_nobody_unknown_is_parted() -> None:
    said = ["Priya Sample / Amara Example", "Priya Sample / Bo Other", "Priya Sample / Cy Third"]
    assert pairs_in({"When": ["1/12"], "Who": said}, lambda _: True) == {"Who": ("Supervisor", "Supervisee")}
    assert pairs_in({"Who": said}, lambda _: None) == {}


_DIARY = """\
Bookings (from supervisors),,,
When,Time,Supervision,Place
07/12/2026,15:00,Amara Example / Priya Sample,Room 4
08/12/2026,09:30,Priya Sample / Helen Madeup,Teams
09 Dec,13:30,Amara Example / Priya Sample,
Total,3,,
"""


def _proposed_for(file: Path) -> Proposal:
    staff = Staff(NOW.date())
    know(staff, [{"staff_number": number, "name": name} for number, name in _STAFF])
    words = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, staff)
    return propose_for(file, words, None)[0]


def test_a_diary_of_bookings_is_sessions_to_come(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE, LINES)
    file = _written(tmp_path / "diary.csv", _DIARY)
    proposal = _proposed_for(file)
    assert not proposal.undecided
    assert "“Supervision” names the supervisee and the supervisor" in "\n".join(proposal.guessed)
    council.takes(*(sources_of(file, [read_mapping(_written(tmp_path / "diary.yaml", proposal.text))]) or ()))
    assert council.has(t.Session, "wall", "state", "supervisee_id", "supervisor_id") == [
        ("2026-12-07T15:00", "booked", 1, 2),
        ("2026-12-09T13:30", "booked", 1, 2),
        ("2026-12-08T09:30", "booked", 2, 3),
    ]


def test_a_pair_is_of_two() -> None:
    with pytest.raises(MappingError, match="of the first and of the second"):
        mapping_of("pairs: {Who: [Supervisee]}\nmakes: {}", "diary.mapping.yaml")
