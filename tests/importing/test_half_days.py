"""Half days of absence: whoever works on one isn't away. However an export says it, the rows are left out, or the
proposal says that they come in as whole days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.mapped.half_days import days_in, is_half
from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, Council
from tests.importing.test_rotas import PEOPLE, TODAY, words_known

#: Amara's is half a day, Priya's three, Helen's and Tobias's one.
WHOLE = [("Helen", date(2026, 10, 7)), ("Priya", date(2026, 10, 8)), ("Tobias", date(2026, 10, 6))]
SHAPES = {
    "the parts of both days": (
        "Start Date,Start AM/PM,End Date,End AM/PM",
        [
            "05/10/2026,AM,05/10/2026,AM",
            "06/10/2026,PM,08/10/2026,AM",
            "07/10/2026,AM,07/10/2026,PM",
            "06/10/2026,AM,06/10/2026,PM",
        ],
    ),
    "parts in words": (
        "First Day Absent,First Day Part,Last Day Absent,Last Day Part",
        [
            "05/10/2026,Afternoon,05/10/2026,Afternoon",
            "06/10/2026,Afternoon,08/10/2026,Full day",
            "07/10/2026,Full day,07/10/2026,Full day",
            "06/10/2026,Full day,06/10/2026,Full day",
        ],
    ),
    "one part": (
        "From,To,Part of day",
        [
            "05/10/2026,05/10/2026,AM",
            "06/10/2026,08/10/2026,All day",
            "07/10/2026,07/10/2026,All day",
            "06/10/2026,06/10/2026,All day",
        ],
    ),
    "a length in words": (
        "From,To,Duration",
        [
            "05/10/2026,05/10/2026,½ day",
            "06/10/2026,08/10/2026,3 days",
            "07/10/2026,07/10/2026,1 day",
            "06/10/2026,06/10/2026,1 day",
        ],
    ),
    "a length": (
        "From,To,Days",
        [
            "05/10/2026,05/10/2026,0.5",
            "06/10/2026,08/10/2026,3",
            "07/10/2026,07/10/2026,1",
            "06/10/2026,06/10/2026,1",
        ],
    ),
}
KINDS = ("Annual Leave", "Sickness", "Annual Leave", "TOIL")


def _file(folder: Path, heading: str, rows: list[str], kinds: tuple[str, ...] = KINDS) -> Path:
    people = ("S1,Amara Example", "S2,Priya Sample", "S3,Helen Madeup", "AG9,Tobias Invented")
    lines = [",".join(parts) for parts in zip(people, kinds, rows, strict=True)]
    file = folder / "leave.csv"
    file.write_text("\n".join([f"Employee Number,Name,Absence Type,{heading}", *lines]))
    return file


def _proposed(file: Path) -> Proposal:
    return propose_for(file, words_known(), None)[0]


def _taken(council: Council, file: Path, text: str) -> list[tuple[str, date]]:
    council.takes(PEOPLE)
    council.takes(*(sources_of(file, [mapping_of(text, "m.yaml")], None, BOOK.calendar, TODAY) or ()))
    names = dict(council.has(t.Person, "id", "name"))
    return sorted((names[who].split()[0], last) for who, last in council.has(t.Absence, "person_id", "last"))


@pytest.mark.parametrize("shape", SHAPES)
def test_half_a_day_is_left_out(council: Council, tmp_path: Path, shape: str) -> None:
    file = _file(tmp_path, *SHAPES[shape])
    proposal = _proposed(file)
    assert any("half a day, on which they work too" in line for line in proposal.guessed)
    assert _taken(council, file, proposal.text) == WHOLE


def test_a_kind_that_is_half_a_day_is_left_out(council: Council, tmp_path: Path) -> None:
    """Half pay is none; nor is one of which there are longer rows."""
    kinds = ("Annual Leave - half day (AM)", "Sickness - half pay", "Half day leave", "Half day leave")
    rows = [
        "05/10/2026,05/10/2026",
        "06/10/2026,08/10/2026",
        "07/10/2026,07/10/2026",
        "05/10/2026,06/10/2026",
    ]
    file = _file(tmp_path, "From,To", rows, kinds)
    assert _taken(council, file, _proposed(file).text) == WHOLE


def test_several_days_with_half_ones_at_the_ends_are_said_to_be_whole(tmp_path: Path) -> None:
    said = _proposed(_file(tmp_path, *SHAPES["the parts of both days"])).guessed
    assert "absences: 1 of several days begin or end with half a day: they are taken as whole days" in said


def test_a_few_hours_are_named_and_come_in(council: Council, tmp_path: Path) -> None:
    """They may be a whole day of somebody part-time; the line that leaves them out stands there."""
    rows = [
        "05/10/2026,05/10/2026,3.7",
        "06/10/2026,08/10/2026,22.2",
        "07/10/2026,07/10/2026,7.4",
        "06/10/2026,06/10/2026,7.4",
    ]
    file = _file(tmp_path, "From,To,Hours lost", rows)
    proposal = _proposed(file)
    assert any("“Hours lost” says 3.7: they come in as whole days" in line for line in proposal.guessed)
    out = proposal.text.replace("# leave_out", "leave_out")
    assert _taken(council, file, out) == WHOLE


@pytest.mark.parametrize(
    ("heading", "rows", "lines"),
    [
        (*SHAPES["the parts of both days"], (3,)),
        (
            "From,To,Hours lost",
            [
                f"0{n}/10/2026,0{n}/10/2026,{said}"
                for n, said in ((5, "3.7"), (6, "7.4"), (7, "7.4"), (8, "4"))
            ],
            (2, 5),
        ),
        (
            "From,To,Days",
            [
                "05/10/2026,05/10/2026,0.5",
                "06/10/2026,08/10/2026,2.5",
                "07/10/2026,07/10/2026,1",
                "05/10/2026,09/10/2026,5",
            ],
            (3,),
        ),
        (
            "From,To,Hours",
            [
                "05/10/2026,09/10/2026,37.5",
                "06/10/2026,06/10/2026,7.5",
                "07/10/2026,07/10/2026,7.5",
                "05/10/2026,06/10/2026,3",
            ],
            (),
        ),
    ],
)
def test_what_comes_in_as_whole_days_and_is_less_is_one_odd_line_with_its_rows(
    council: Council, tmp_path: Path, heading: str, rows: list[str], lines: tuple[int, ...]
) -> None:
    """Only the proposal of the mapping said so, once: every night's import was silent."""
    file = _file(tmp_path, heading, rows)
    council.takes(PEOPLE)
    mapping = mapping_of(_proposed(file).text, "m.yaml")
    found = council.takes(*(sources_of(file, [mapping], None, BOOK.calendar, TODAY) or ()))
    named = [one.lines for one in found.odd if "come in as whole days" in str(one)]
    assert named == ([lines] if lines else [])


@pytest.mark.parametrize(
    "word",
    [
        "½",
        "½ AL",
        "AL½",
        "AL/2",
        "AL(PM)",
        "A/L am",
        "ALAM",
        "PMAL",
        "AL0.5",
        "0.5",
        "AL a.m.",
        "1/2",
        "Morning",
        "Half",
    ],
)
def test_half_days_of_a_rota(word: str) -> None:
    assert is_half(word)


@pytest.mark.parametrize("word", ["AL", "Half pay", "Full day", "1", "7.5", "AM-PM", "Family", "Exam", "PAM"])
def test_what_is_no_half_day(word: str) -> None:
    assert not is_half(word)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("0.5 days", 0.5),
        ("½ day", 0.5),
        ("1½", 1.5),
        ("3", 3),
        ("2,5 days", 2.5),
        (".5", 0.5),
        ("3 weeks", None),
        ("", None),
    ],
)
def test_how_many_days_a_length_says(text: str, days: float | None) -> None:
    assert days_in(text) == days


def test_parts_of_one_day_alone_are_named() -> None:
    columns = "{staff_number: Who, first: From, last: To, planned: {is: yes}}"
    with pytest.raises(MappingError, match="name two columns"):
        mapping_of(f"makes: {{absences: {{half_days: [Part], columns: {columns}}}}}", "m.yaml")
