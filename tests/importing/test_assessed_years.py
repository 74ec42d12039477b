"""Since when and until when somebody is in their assessed year, where an export's headings say so."""

from __future__ import annotations

from pathlib import Path

from storage import tables as t
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.proposing import propose
from storage.importing.tables.files import CsvFile
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import Council
from tests.importing.test_proposing import WORDS

HEADING = "Staff no,Full name,Job title,Start date,ASYE midpoint review,ASYE commenced,Expected end of ASYE"
STAFF = (
    "S1,Zed Invented,Social Worker,01/09/2026,,,",
    "S2,Yan Invented,Social Worker (NQSW),01/09/2025,03/03/2026,06/10/2025,29/01/2027",
    "S3,Xia Invented,Social Worker (NQSW),02/11/2026,,,",
)


def test_the_days_of_an_assessed_year_are_those_that_the_headings_say(
    council: Council, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "staff.csv", tmp_path / "m.yaml"
    file.write_text("\n".join((HEADING, *STAFF)))
    proposal = propose(CsvFile(file), WORDS, file=file.name)
    assert "asye_from for Social Worker (NQSW) without one: " in " ".join(proposal.guessed)
    mapping.write_text(proposal.text)
    council.takes(*(sources_of(file, [read_mapping(mapping)]) or ()))
    said = council.has(t.Person, "staff_number", "asye_from", "asye_until")
    assert [(who, str(since), str(until)) for who, since, until in said] == [
        ("S1", "None", "None"),
        ("S2", "2025-10-06", "2027-01-29"),
        ("S3", "2026-11-02", "None"),
    ]


def test_where_each_says_since_when_nothing_is_guessed(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("\n".join((HEADING, *STAFF[:2])))
    proposal = propose(CsvFile(file), WORDS, file=file.name)
    assert 'asye_from: "ASYE commenced"\n' in proposal.text
    assert 'asye_until: "Expected end of ASYE"' in proposal.text
    assert "ASYE midpoint review" in proposal.guessed[-1]
