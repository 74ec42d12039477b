"""Staff numbers of which a spreadsheet dropped the zeros in front: proposed once, and said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile, Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, Council, rows

TODAY = NOW.date()
AWAY = (
    "Pers No,Leave type,From,To",
    "000417,Annual leave,05/10/2026,09/10/2026",
    "102,Sickness,05/10/2026,09/10/2026",
)


def _proposed(file: Path, *known: str) -> Proposal:
    staff = Staff(TODAY)
    know(staff, [{"staff_number": one, "name": f"Person Number{one}"} for one in known])
    file.write_text("\n".join(AWAY))
    return propose(CsvFile(file), ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff), file=file.name)


def test_numbers_that_are_known_with_zeros_in_front_are_proposed_with_them(
    council: Council, tmp_path: Path
) -> None:
    proposal = _proposed(tmp_path / "away.csv", "000417", "000102")
    assert 'staff_number: {from: "Pers No", digits: 6}' in proposal.text
    assert "zeros in front were dropped in 1 rows" in " ".join(proposal.guessed)
    (tmp_path / "m.yaml").write_text(proposal.text)
    people = (
        "000417, Amara Example, social_worker, 04/03/2019",
        "000102, Priya Sample, team_manager, 05/01/2015",
    )
    council.takes(rows("people", "staff_number, name, role, employed_from", *people))
    council.takes(*(sources_of(tmp_path / "away.csv", [read_mapping(tmp_path / "m.yaml")]) or ()))
    assert council.has(t.Absence, "person_id", "first") == [(1, date(2026, 10, 5)), (2, date(2026, 10, 5))]


@pytest.mark.parametrize("known", [("000417", "000102", "00102"), ("000417", "000102", "102"), ("000417",)])
def test_numbers_that_may_be_others_are_not(tmp_path: Path, known: tuple[str, ...]) -> None:
    assert "digits" not in _proposed(tmp_path / "away.csv", *known).text


def test_a_file_of_people_whose_numbers_have_as_many_figures_says_so() -> None:
    heading = ("Employee No", "Full name", "Job title", "Start date", "Manager No")
    staff = [
        ("000417", "Amara Example", "Social worker", "04/03/2019", "102"),
        ("102", "Priya Sample", "Team manager", "05/01/2015", "000009"),
        ("000009", "Helen Madeup", "Head of service", "05/01/2012", ""),
    ]
    known = Staff(TODAY)
    know(known, [{"staff_number": one, "name": name} for one, name in (("000417", "A B"), ("000102", "C D"))])
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, known)
    text = propose(Rows("staff.csv", heading, staff), words, file="staff.csv").text
    for column, title in (("staff_number", "Employee No"), ("supervisee", "Employee No")):
        assert f'{column}: {{from: "{title}", digits: 6}}' in text
    assert "digits: 6" in text.split("supervisor:")[1]
