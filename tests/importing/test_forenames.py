"""What people are called: a preferred name where there is one, else that of their papers; and names that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import BadFilesError, ImportFault, listed
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.proposal.proposing import propose
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council, rows

HEADING = ("Staff No", "Legal First Name", "Known As", "Surname", "Job Title", "Start Date")
STAFF = (
    ("S1", "Amaryllis", "Amy", "Example", "Social Worker", "04/03/2019"),
    ("S2", "Priya", "", "Sample", "Team Manager", "05/01/2015"),
    ("S3", "Helen", "", "Madeup", "Social Worker", "05/01/2015"),
)
#: Invented, as all of them.
NAMES = (
    *("Ada Bell", "Ben Cope", "Cal Dean", "Dot East", "Eli Ford", "Fay Gill", "Gus Hart"),
    *("Hal Inns", "Ivy Jays", "Jon Kent", "Kit Lamb", "Lil Moor"),
)


def _named(mapping: str, staff: Sequence[Sequence[str]] = STAFF) -> list[str]:
    source = MappedRows(Rows("staff.csv", HEADING, staff), mapping_of(mapping, "staff.yaml"), "people")
    lines = source.lines()
    place = list(next(lines)[1]).index("name")
    return [cells[place] for _, cells in lines]


def _proposed(staff: Sequence[Sequence[str]]) -> str:
    words = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, Staff(NOW.date()))
    return propose(Rows("staff.csv", HEADING, staff), words, file="staff.csv").text


def test_a_preferred_name_with_gaps_is_filled_with_that_of_the_papers() -> None:
    text = _proposed(STAFF)
    assert 'name: {from: [{from: "Known As", or: "Legal First Name"}, "Surname"]}' in text
    assert "# Not read" not in text
    assert _named(text) == ["Amy Example", "Priya Sample", "Helen Madeup"]


def test_a_preferred_name_without_gaps_and_one_that_is_whole_are_as_before() -> None:
    full = [(*row[:2], row[2] or row[1], *row[3:]) for row in STAFF]
    assert 'name: {from: ["Known As", "Surname"]}' in _proposed(full)
    whole = [(*row[:2], f"{row[1]} {row[3]}", *row[3:]) for row in STAFF]
    assert _named(_proposed(whole))[0].count("Example") == 1


def test_a_part_of_a_name_says_where_it_comes_from_as_any_column() -> None:
    said = "name: [{from: Known As, or: Legal First Name}, Surname]"
    made = f"makes: {{people: {{columns: {{staff_number: Staff No, {said}}}}}}}"
    assert _named(made)[1] == "Priya Sample"
    with pytest.raises(MappingError, match="say where it comes from"):
        mapping_of(made.replace("{from: Known As,", "{"), "staff.yaml")


def test_names_that_few_have_are_said_at_once_when_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    surnames = [f"S{n},{name.split()[1]},Social Worker,05/01/2015" for n, name in enumerate(NAMES)]
    Path("staff.csv").write_text("\n".join(["Staff No,Name,Job Title,Start Date", *surnames]))
    cases = [f"C-{n},Assessment,{name},01/09/2026" for n, name in enumerate(NAMES, 101)]
    Path("cases.csv").write_text("\n".join(["Case ID,Team,Allocated worker,Allocated on", *cases]))
    done = CliRunner().invoke(app, ["import", "map", "staff.csv", "cases.csv"])
    assert "First: 12 names are nobody's (not shown: they may be children's)" in done.output
    assert "the people are called 'Bell', 'Cope', 'Dean', …: look at name" in done.output


def test_many_names_that_nobody_has_are_one_fault_of_all_files(council: Council) -> None:
    """Few are said one by one: each is somebody who left, or a slip."""
    days = [f"{name}, 05/10/2026, 06/10/2026, no" for name in NAMES]
    absences = rows("absences", "staff_number, first, last, planned", *days)
    cases = rows("cases", "case, service, worker, allocated_on", "C-101, assessment, Ada Bell, 01/09/2026")
    (said,) = listed(_faults(council, PEOPLE, LINES, absences, cases))
    assert said.startswith("12 names are nobody's ('Ada Bell'; others are not shown: they may be children's)")
    assert "absences.csv, staff_number, from line 2 on (12 rows)" in said
    assert "cases.csv, worker, from line 2 on (1 rows)" in said
    few = rows("absences", "staff_number, first, last, planned", *days[:2])
    assert len(listed(_faults(council, PEOPLE, LINES, few))) == 2


def _faults(council: Council, *files: Rows) -> Sequence[ImportFault]:
    with pytest.raises(BadFilesError) as error:
        council.takes(*files)
    return error.value.faults


def test_the_name_that_somebody_had_before_is_theirs_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As old records have it; and who is commonly called otherwise than their papers say is called so."""
    monkeypatch.chdir(tmp_path)
    heading = "Staff No,Legal First Name,Common Name,Last Name,Former Last Name,Job Title,Start Date"
    staff = [
        "S1,Amaryllis,Amy,Example,Beforely,Social Worker,04/03/2019",
        "S2,Priya,,Sample,,Team Manager,05/01/2015",
        "S3,Helen,,Madeup,Onceling,Social Worker,05/01/2015",
    ]
    Path("staff.csv").write_text("\n".join([heading, *staff]))
    workers = ("Amy Beforely", "Onceling Helen", "Amy Example")
    cases = [f"C-{n},Assessment,{name},01/09/2026" for n, name in enumerate(workers, 101)]
    Path("cases.csv").write_text("\n".join(["Case ID,Team,Allocated worker,Allocated on", *cases]))
    CliRunner().invoke(app, ["import", "map", "staff.csv", "cases.csv"])
    assert (
        'name: {from: [{from: "Common Name", or: "Legal First Name"}'
        in Path("staff.mapping.yaml").read_text()
    )
    text = Path("cases.mapping.yaml").read_text()
    for word in ('"Amy Beforely": "S1"', '"Onceling Helen": "S3"'):
        assert word in text, text


def test_a_rota_is_no_file_of_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its short names would go before those of the staff file."""
    monkeypatch.chdir(tmp_path)
    days = ",".join(f"{day:%a %d/%m}" for day in (NOW + timedelta(days=n) for n in range(14)))
    shifts = [f"S{n},EXAMPLE A,North,{',' * 11}TOIL,AL" for n in range(1, 4)]
    Path("rota.csv").write_text("\n".join([f"Emp No,Staff,Team,{days}", *shifts]))
    assert CliRunner().invoke(app, ["import", "map", "rota.csv"]).exit_code == 0
    text = Path("rota.mapping.yaml").read_text()
    assert "  absences:" in text
    assert "  people:" not in text
