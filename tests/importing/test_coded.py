"""Exports with a code and its text side by side, whose headings nobody knows: staff are known by what stands below."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.commands.import_map import propose_mapping
from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, Council

TODAY = NOW.date()
WORDS = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))
_HEADING = (
    "Resource,Resource (T),Position,Position (T),Cost centre,Cost centre (T),Employed from,Employed to,"
    "Manager,Manager (T)"
)
_STAFF = (
    '104916,"Example, Priya",701190,Team Manager,6122,North One,05/01/2015,31/12/2099,,',
    '104917,"Sample, Amara",701191,Social Worker,6122,North One,04/03/2019,31/12/2099,104916,"Example, Priya"',
    'X5702,"Madeup, Helen",701192,Social Worker,6122,North One,03/04/2012,13/11/2026,104916,"Example, Priya"',
    '104919,"Invented, Idris",701193,Social Worker,6123,North Two,03/04/2012,31/12/2099,104916,"Example, Priya"',
)


def _proposed(file: Path, heading: str, rows: tuple[str, ...]) -> Proposal:
    file.write_text("\n".join((heading, *rows)), encoding="utf-8")
    return propose_for(file, WORDS, None)[0]


def test_the_code_says_the_number_and_its_text_who_and_what_somebody_is(
    council: Council, tmp_path: Path
) -> None:
    file = tmp_path / "positions.csv"
    proposal = _proposed(file, _HEADING, _STAFF)
    council.takes(*(sources_of(file, [mapping_of(proposal.text, file.name)]) or ()))
    columns = ("staff_number", "name", "role", "team", "employed_from", "left_on")
    assert council.has(t.Person, *columns) == [
        ("104916", "Priya Example", "team_manager", "North One", date(2015, 1, 5), None),
        ("104917", "Amara Sample", "social_worker", "North One", date(2019, 3, 4), None),
        ("X5702", "Helen Madeup", "social_worker", "North One", date(2012, 4, 3), date(2026, 11, 13)),
        ("104919", "Idris Invented", "social_worker", "North Two", date(2012, 4, 3), None),
    ]


def test_staff_are_known_by_what_stands_below_headings_that_nobody_knows(tmp_path: Path) -> None:
    people = ("Example, Priya", "Sample, Amara", "Madeup, Helen", "Invented, Idris")
    posts = ("Team Manager", *["Social Worker"] * 3)
    rows = tuple(
        f'{n},"{who}",{post},p{n}@council.example,North'
        for n, (who, post) in enumerate(zip(people, posts, strict=True), 104916)
    )
    text = _proposed(tmp_path / "odd.csv", "Kennung,Wer,Was,Email,Team", rows).text
    assert {'staff_number: "Kennung"', 'name: "Wer"'} <= {line.strip() for line in text.splitlines()}, text
    assert "sessions:" not in text


def test_children_and_what_their_workers_are_make_no_staff(tmp_path: Path) -> None:
    rows = tuple(
        f'{n},"Child, {name}",Social Worker,"Sample, Amara"' for n, name in ((7001, "One"), (7002, "Two"))
    )
    text = _proposed(tmp_path / "odd.csv", "Nr,Kind,Art,Allocated person", rows).text
    assert "people:" not in text
    assert '"Child, One"' not in text


def test_the_last_lines_say_first_which_file_has_no_mapping(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    odd, staff = tmp_path / "odd.csv", tmp_path / "staff.csv"
    odd.write_text("colour,shape\nred,round\n")
    staff.write_text("\n".join((_HEADING, *_STAFF)))
    assert propose_mapping([odd, staff], to=tmp_path / "m", sheet="", rules="southwark") == 1
    said = capsys.readouterr().out
    assert said.index("First: 1 file has no mapping: odd.csv.") < said.index("Next: ")
