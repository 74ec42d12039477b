"""Columns of a list of staff under headings that councils shorten: who supervises whom, and who is in the assessed
year."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.tables.files import CsvFile
from storage.importing.tables.mapped_files import sources_of
from tests.importing.test_proposing import WORDS

STAFF = (
    ("S1", "Example, Priya", "Team Manager", "04/03/2019", "900001", ""),
    ("S2", "Sample, Amara", "Social Worker", "05/10/2026", "S1", "Y1"),
    ("S3", "Test, Paul", "Social Worker", "06/04/2026", "S1", "Y2"),
    ("S4", "Madeup, Helen", "Social Worker", "06/05/2022", "S1", "P"),
    ("S5", "Invented, Otto", "Social Worker", "06/05/2022", "#N/A", ""),
    ("S6", "Novel, Ida", "Social Worker", "06/05/2022", "S1", ""),
)


def _proposed(folder: Path, manager: str, year: str = "ASYE") -> Proposal:
    heading = ("Pay No", "Employee", "Job Title", "Start Date", manager, year)
    file = folder / "staff.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in (heading, *STAFF)))
    return propose(CsvFile(file), WORDS, file=file.name)


@pytest.mark.parametrize("heading", ["Rpts To", "Rpt to", "LM", "Mgr", "Boss", "Upward Ref"])
def test_who_supervises_is_known_by_the_heading_or_by_its_numbers(tmp_path: Path, heading: str) -> None:
    proposal = _proposed(tmp_path, heading)
    assert f'supervisor: "{heading}"' in proposal.text or f'from: "{heading}"' in proposal.text
    assert "relationships:" in proposal.text


@pytest.mark.parametrize("heading", ["Reports to", "Rpts To"])
def test_numbers_of_five_figures_below_whom_somebody_reports_to_are_no_days(
    tmp_path: Path, heading: str
) -> None:
    """A spreadsheet's numbers for days are as long."""
    file = tmp_path / "staff.csv"
    file.write_text(
        f"Pay No,Employee,Job Title,Start Date,{heading}\n"
        "40001,Priya Example,Team Manager,04/03/2019,\n"
        "40002,Amara Sample,Social Worker,05/10/2026,40001\n"
        "40003,Paul Test,Social Worker,06/04/2026,40001\n"
    )
    text = propose(CsvFile(file), WORDS, file=file.name).text
    assert f'supervisor: "{heading}"' in text


def test_where_no_column_says_who_supervises_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("Pay No,Employee,Job Title,Start Date\nS1,Priya Example,Team Manager,04/03/2019\n")
    said = propose(CsvFile(file), WORDS, file=file.name).guessed
    assert any("who supervises these people" in line for line in said)


@pytest.mark.parametrize("heading", ["ASYE", "ASYE status", "In ASYE", "NQSW"])
def test_who_is_in_the_assessed_year_by_marks(tmp_path: Path, heading: str) -> None:
    proposal = _proposed(tmp_path, "Reports to", heading)
    assert f'asye_from: {{from: "Start Date", when: {{"{heading}": ["Y1", "Y2"]}}}}' in proposal.text
    assert any("Y1, Y2: a guess" in line and "P: not" in line for line in proposal.to_look_at)


def test_who_assesses_them_is_no_such_mark(tmp_path: Path) -> None:
    assert "asye_from" not in _proposed(tmp_path, "Reports to", "ASYE assessor").text


HEADING = (
    "Person Number,Name,Job Name,Position Code,Parent Position Code,Legal Employer Hire Date,Start in post"
)
#: Two social workers are in one post, as many as a team has.
IN_POSTS = (
    "104001,Priya Sample,Team Manager,P0300,P0100,04/03/2019,04/03/2021",
    "104002,Amara Example,Social Worker,P0719,P0300,05/10/2020,05/10/2020",
    "104003,Paul Test,Social Worker,P0719,P0300,06/04/2020,06/04/2020",
    "104004,Otto Invented,Head of Service,P0100,,06/05/2018,06/05/2018",
)


def test_whoever_holds_the_post_above_supervises_also_where_several_share_one_below(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("\n".join((HEADING, *IN_POSTS)))
    proposal = propose(CsvFile(file), WORDS, file=file.name)
    (source,) = (
        one for one in sources_of(file, [mapping_of(proposal.text, "m")]) or () if one.kind == "relationships"
    )
    found = {(row["supervisee"], row["supervisor"]) for row in source.by_column()}
    assert found == {("104001", "104004"), ("104002", "104001"), ("104003", "104001")}
    assert 'employed_from: "Legal Employer Hire Date"' in proposal.text
