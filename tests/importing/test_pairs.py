"""Diaries whose one column names both who meet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import MappingError, mapping_of, read_mapping
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
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
04/12/2026,10:00,LAC review of Bobby Somebody,Room 2
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
    assert "sessions: 1 rows whose “Supervision” doesn't name two don't come in, a guess" in proposal.guessed
    assert "Bobby" not in proposal.text
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


_TRACKER = """\
Supervisee,Supervisor,Due,Held,Code,Due,Held,Code
Amara Example,Priya Sample,05/10/2026,05/10/2026,,04/12/2026,,
Priya Sample,Helen Madeup,06/10/2026,,sick,08/12/2026,,
"""


def _taken(council: Council, folder: Path, tracker: str, diary: str, now: datetime = NOW) -> None:
    files = _written(folder / "tracker.csv", tracker), _written(folder / "diary.csv", diary)
    said = ("tracker.yaml", "diary.yaml")
    for file, name in zip(files, said, strict=True):
        if not (folder / name).exists():
            text = _proposed_for(file).text.replace("start: {is: '?'}", 'start: {is: "09:00"}')
            _written(folder / name, text)
    mappings = [read_mapping(folder / name) for name in said]
    sources = [source for file in files for source in sources_of(file, mappings) or ()]
    council.takes(*sources, now=now)


def test_a_booking_that_tracker_and_diary_have_is_one_of_the_diary_s_day_and_time(
    council: Council, tmp_path: Path
) -> None:
    """Within so many days; what only one of them has is one too, and once it was held the tracker says so."""
    council.takes(PEOPLE, LINES)
    _taken(council, tmp_path, _TRACKER, _DIARY.replace("09 Dec", "06/01/2027"))
    expected = [
        ("2026-10-05T09:00", "held"),
        ("2026-10-06T09:00", "cancelled"),
        ("2026-12-07T15:00", "booked"),  # the tracker's of 4 December
        ("2026-12-08T09:30", "booked"),
        ("2027-01-06T13:30", "booked"),  # the diary's alone
    ]
    assert sorted(council.has(t.Session, "wall", "state")) == expected
    _taken(council, tmp_path, _TRACKER, _DIARY.replace("09 Dec", "06/01/2027"))
    assert sorted(council.has(t.Session, "wall", "state")) == expected
    held = _TRACKER.replace("04/12/2026,,", "04/12/2026,07/12/2026,")
    _taken(
        council, tmp_path, held, _DIARY.replace("09 Dec", "06/01/2027"), datetime(2026, 12, 8, 9, tzinfo=UTC)
    )
    assert [
        state for wall, state in council.has(t.Session, "wall", "state") if wall[:10] == "2026-12-07"
    ] == ["held"]
    assert len(council.has(t.Session, "wall")) == len(expected)


def test_only_of_sessions_it_is_said_how_far_two_of_them_are_one() -> None:
    with pytest.raises(MappingError, match="of sessions alone"):
        mapping_of("makes: {people: {same_within: 14, columns: {name: Name}}}", "staff.mapping.yaml")
