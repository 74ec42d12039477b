"""Months of a tracker that say no year: by a title, the file's or the sheet's name, else by the days; else asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage import tables as t
from storage.importing.mapped.grid_cells import months_alone, under_months, with_years
from storage.importing.mapped.mapping import read_mapping
from storage.importing.mapped.month_years import dated
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.tables.files import FileFault
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import LINES, PEOPLE, Council
from tests.importing.test_proposing import WORDS
from tests.importing.workbooks import workbook

HEADING = ("Worker", "Supervisor", "Sep", "Oct", "Nov", "Jan")
ROW = ("Amara Example", "Priya Sample", "07/09 & 21/09", "05/10", "02/11", "booked 11/01")
HELD = ["2026-09-07T09:00", "2026-09-21T09:00", "2026-10-05T09:00", "2026-11-02T09:00", "2027-01-11T09:00"]


def _csv(folder: Path, name: str, *lines: Sequence[str]) -> Path:
    file = folder / name
    file.write_text("\n".join(",".join(line) for line in lines))
    return file


def _proposed(file: Path) -> Proposal:
    return propose_for(file, WORDS, None)[0]


def _walls(council: Council, file: Path, text: str) -> list[str]:
    mapping = file.with_suffix(".yaml")
    mapping.write_text(text)
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(file, [read_mapping(mapping)]) or ()))
    return [wall for (wall,) in council.has(t.Session, "wall")]


def test_months_without_a_year() -> None:
    assert months_alone(["Worker", "Sept", "Date Oct", "Outcome nov.", "May-26"]) == [
        (1, 9),
        (2, 10),
        (3, 11),
    ]
    assert months_alone(["Worker", "Apr", "May"]) == [], "so few that they may mean something else"
    heading = ["Worker", "Apr", "Dec", "Date Mar"]
    assert with_years(heading, date(2026, 4, 1)) == ["Worker", "Apr 2026", "Dec 2026", "Date Mar 2027"]
    above = ("", "Apr", "", "May", "", "June", "")
    assert list(under_months(above, ("Worker", *("Date", "Outcome") * 3)))[1:3] == ["Date Apr", "Outcome Apr"]


@pytest.mark.parametrize(
    ("months", "texts", "first"),
    [
        ("title", ["Tracker 2026-27"], "Sep 2026"),
        ("title", ["Tracker 26/27 MASTER v3"], "Sep 2026"),
        ("title", ["Supervision 2026/2027"], "Sep 2026"),
        ("title", ["CSC", "Supervision 2025"], "Sep 2025"),
        ("title", ["Supervision 2024", "FY 2026-27"], "Sep 2026"),
        ("2025-04", ["Tracker 2026-27"], "Sep 2025"),
        ("title", ["Run on 2026-11-26", "26/11/2026", "v26-29"], None),
    ],
)
def test_what_says_the_year(months: str, texts: Sequence[str], first: str | None) -> None:
    if first is None:
        with pytest.raises(FileFault, match="such as 2026-04"):
            dated(HEADING, months, texts)
    else:
        assert dated(HEADING, months, texts)[2] == first
    assert dated(("Worker", "Sep-26"), months, texts) == ("Worker", "Sep-26"), "no month lacks one"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("tracker 2026-27.csv", ()),
        ("tracker.csv", ("Supervision 2026/27",)),
        ("tracker.csv", ("Tracker 2026",)),
    ],
)
def test_a_title_or_a_name_says_it_and_next_year_another(
    council: Council, tmp_path: Path, name: str, title: Sequence[str]
) -> None:
    file = _csv(tmp_path, name, *([title] if title else []), HEADING, ROW)
    proposal = _proposed(file)
    assert not proposal.undecided
    assert "months_from: title  # a guess: as “" in proposal.text
    assert _walls(council, file, proposal.text) == HELD


def test_a_sheet_says_it_of_days_and_outcomes_under_each_month(council: Council, tmp_path: Path) -> None:
    rows = [
        ("", "", "Sep", "", "Oct", "", "Jan", ""),
        ("Worker", "Supervised by", *("Date", "Outcome") * 3),
        ("Amara Example", "Priya Sample", "07/09 & 21/09", "H & H", "05.10", "R 12/10", "11 Jan", "B"),
    ]
    book = workbook(tmp_path / "tracker.xlsx", ("2026-27", rows))
    proposal = _proposed(book)
    assert not proposal.undecided
    walls = ["2026-09-07T09:00", "2026-09-21T09:00", "2026-10-12T09:00", "2027-01-11T09:00"]
    assert _walls(council, book, proposal.text) == walls


def test_days_that_say_their_year_tell_the_others(tmp_path: Path) -> None:
    file = _csv(tmp_path, "tracker.csv", HEADING, (*ROW[:3], "05/10/2026", *ROW[4:]))
    assert "months_from: 2026-09  # a guess: by the days that say their year" in _proposed(file).text


def test_where_nothing_says_it_it_is_asked(council: Council, tmp_path: Path) -> None:
    file = _csv(tmp_path, "tracker.csv", HEADING, ROW)
    proposal = _proposed(file)
    assert [line for line in proposal.undecided if line.startswith("months_from: of which year")]
    (tmp_path / "tracker.yaml").write_text(proposal.text)
    source = (sources_of(file, [read_mapping(tmp_path / "tracker.yaml")]) or [])[0]
    with pytest.raises(FileFault, match="such as 2026-04"):
        list(source.lines())
    assert _walls(council, file, proposal.text.replace("months_from: '?'", "months_from: 2026-09")) == HELD


def test_it_is_asked_again_until_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _csv(tmp_path, "tracker.csv", HEADING, ROW)
    said = [CliRunner().invoke(app, ["import", "map", "tracker.csv"]).output for _ in range(2)]
    assert all("months_from: of which year the months are" in one for one in said)
