"""A tracker with a column for each month: what its cells say, and what comes in of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.grid_cells import Met, met_in, month_of
from storage.importing.mapped_rows import sources_of
from storage.importing.mapping import read_mapping
from storage.importing.own_dates import OwnDates
from storage.importing.own_words import OwnWords
from storage.importing.proposing import propose_for
from tests.importing.councils import LINES, PEOPLE, Council
from tests.importing.test_proposing import WORDS
from tests.importing.workbooks import workbook

NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("Nov-26", NOVEMBER),
        ("November 2026", NOVEMBER),
        ("2026-11-01", NOVEMBER),
        ("Nov", None),
        ("Role", None),
    ],
)
def test_the_month_of_a_heading(heading: str, month: date | None) -> None:
    assert month_of(heading) == month


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2026-11-16", ["2026-11-16"]),
        ("05/11", ["2026-11-05"]),
        ("5.11.26", ["2026-11-05"]),
        ("5th Nov and 19 Nov", ["2026-11-05", "2026-11-19"]),
        ("05/11 & 19/11", ["2026-11-05", "2026-11-19"]),
        ("07/01", ["2027-01-07"]),
        ("done 5/11", ["2026-11-05"]),
        ("cancelled - flu 5/11", []),
        ("CANC 5/11 (court)", []),
        ("canc, sick", []),
        ("5/11 canc (court) rearr 12/11", ["2026-11-12"]),
        ("5/11 rescheduled to 12/11", ["2026-11-12"]),
        ("5/11, canc 19/11", ["2026-11-05"]),
    ],
)
def test_what_a_cell_says(cell: str, days: list[str]) -> None:
    assert met_in(cell, NOVEMBER, OwnDates()) == [Met(day) for day in days]


def test_booked_is_booked_whatever_its_day() -> None:
    assert met_in("booked 14/12", NOVEMBER, OwnDates()) == [Met("2026-12-14", booked=True)]


@pytest.mark.parametrize(
    "cell",
    [
        *("2025-11-16", "31/11", "5/11 maybe", "done - date?", "canc 5/11 & 19/11", "rearr 12/11 from 5/11"),
        *("5", "A/L", "5/11 at 10:30", "5/11 rearr 12/11 canc", "5/13/26"),
    ],
)
def test_what_is_not_wholly_understood_is_left_to_be_named(cell: str) -> None:
    assert met_in(cell, NOVEMBER, OwnDates()) is None


def test_without_a_year_in_the_heading_a_day_needs_its_own() -> None:
    assert met_in("5/11", None, OwnDates()) is None
    assert met_in("5/11/2026", None, OwnDates()) == [Met("2026-11-05")]


def test_what_a_star_stands_for_may_be_what_a_word_means() -> None:
    words = OwnWords({"* - LEFT": "*", "n/a": ""})
    assert (words.meaning("Ada Roe - LEFT"), words.meaning("Bo Roe – Left")) == ("Ada Roe", "bo roe")
    assert words.meaning("Ada Roe") is None


def test_a_tracker_comes_in_as_its_proposal_says(council: Council, tmp_path: Path) -> None:
    """Held before today, booked from today on; what a total counts is no session."""
    rows = [
        ("Worker", "Supervisor", "Sep-26", "Oct-26", "Nov-26", "Held"),
        (
            "Amara Example",
            "Priya Sample",
            "07/09 & 21/09",
            "05/10 canc (court) rearr 12/10",
            "booked 02/12",
            3,
        ),
        ("Priya Sample", "Helen Madeup", "canc 08/09 - leave", date(2026, 10, 6), "booked 02/11", 1),
        ("TOTAL HELD", None, 2, 2, 0, 4),
    ]
    book = workbook(tmp_path / "grid.xlsx", ("Team", [["Tracker"], *rows]))
    proposal = propose_for(book, WORDS, None)[0]
    assert not proposal.undecided
    (tmp_path / "grid.yaml").write_text(proposal.text)
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(book, [read_mapping(tmp_path / "grid.yaml")]) or ()))
    assert council.has(t.Session, "wall", "state") == [
        ("2026-09-07T09:00", "held"),
        ("2026-09-21T09:00", "held"),
        ("2026-10-12T09:00", "held"),
        ("2026-12-02T09:00", "booked"),
        ("2026-10-06T09:00", "held"),
        ("2026-11-02T09:00", "booked"),
    ]
