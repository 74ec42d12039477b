"""What is proposed for a tracker kept by hand: a workbook with sheets of several layouts, names once over a block."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.importing.files import CsvFile
from storage.importing.proposing import propose, propose_for
from storage.importing.staff import Staff
from storage.importing.values import ImportVocabulary
from tests.importing.councils import BOOK, NOW
from tests.importing.workbooks import workbook

TODAY = NOW.date()
WORDS = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))
LONG = ("Practitioner", "Supervisor", "Date planned", "Date held", "Type", "Reason cancelled")
SHORT = ("Practitioner", "Supervisor", "Date", "Type")
MET = ("Amara Example", "Priya Sample", date(2026, 9, 7), date(2026, 9, 8), "1:1", None)
BRIEFLY = ("Amara Example", "Priya Sample", date(2026, 9, 7), "1:1")


def _tracker(folder: Path) -> Path:
    sheets = [("North", [SHORT, BRIEFLY]), ("East", [["East"], LONG, MET]), ("West", [LONG, MET])]
    return workbook(folder / "tracker.xlsx", ("Read me", [["How to fill this in"]]), *sheets)


def test_each_layout_of_a_workbook_s_sheets_has_a_mapping(tmp_path: Path) -> None:
    """The widest first: each sheet is read by the first mapping that is for it."""
    wide, narrow = propose_for(_tracker(tmp_path), WORDS, None)
    assert (wide.sheets, narrow.sheets) == (("East", "West"), ("North",))
    assert 'sheet: "*"' in wide.text
    assert 'sheet: "North"' in narrow.text
    assert wide.others == ("Read me",)


def test_a_sheet_is_of_the_workbooks_that_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of no file without it, and never of a CSV file."""
    monkeypatch.chdir(tmp_path)
    _tracker(tmp_path)
    heading = ("Staff No", "Full name", "Job title", "Start date")
    workbook(
        tmp_path / "staff.xlsx", ("List", [heading, ("S1", "Amara Example", "Social worker", "04/03/2019")])
    )
    (tmp_path / "cases.csv").write_text("Case ID,Team,Allocated worker\nC-101,assessment,S1\n")
    files = ["tracker.xlsx", "staff.xlsx", "cases.csv"]
    done = CliRunner().invoke(app, ["import", "map", "--sheet", "west", *files])
    assert done.exit_code == 0, done.output
    assert 'sheet: "west"' in Path("tracker.mapping.yaml").read_text()
    for other in ("staff", "cases"):
        assert "sheet:" not in Path(f"{other}.mapping.yaml").read_text()


def test_rows_read_while_the_separator_was_looked_for_stand_above_no_heading(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    lines = ("Case Ref;Case Status;Team;Allocated Worker;Allocation Start;Closed Date",)
    lines += (
        "C-101;Open;assessment;Example, Amara;01/09/2026;",
        "C-102;Open;assessment;Sample, Priya;02/09/2026;",
    )
    file.write_text("\n".join(lines))
    text = propose(CsvFile(file), WORDS, file=file.name).text
    for line in ('from: "Team"', 'allocated_on: "Allocation Start"', 'closed_on: "Closed Date"'):
        assert line in text
