"""A tracker with a column for each month: what its cells say, and what comes in of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.grid_cells import Met, met_in, month_of, outcomes, under_months
from storage.importing.mapped.mapping import read_mapping
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.mapped.own_row import months_of
from storage.importing.mapped.own_words import OwnWords
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import FileFault
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council
from tests.importing.test_proposing import WORDS
from tests.importing.workbooks import workbook

NOVEMBER = date(2026, 11, 1)
TODAY = NOW.date()


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
        ("H 5/11", ["2026-11-05"]),
        ("5/11 H - ran over", ["2026-11-05"]),
        ("C 5/11 mgr away", []),
        ("M 5/11>12/11 H", ["2026-11-12"]),
        ("M 5/11 > 12/11 C wk press", []),
        ("M 26.11 > 03.12", ["2026-12-03"]),
        ("H 3/11\nM 17/11 > 25/11 H", ["2026-11-03", "2026-11-25"]),
        ("B 30/11", ["2026-11-30"]),
        ("NR", []),
        ("mat leave from 5 Nov", []),
        ("46331", ["2026-11-05"]),
        ("2026-05-11 00:00", ["2026-11-05"]),
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
    assert met_in("5/11", None, OwnDates(year=2026)) == [Met("2026-11-05")]  # as the mapping says
    assert outcomes("27 Jul", "R", None, OwnDates(year=2026)) == [("2026-07-27", "R")]


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


def test_columns_that_come_again_under_each_month_are_called_by_it() -> None:
    """Others, and a heading under fewer months, stay as they are."""
    above = ("", "", "Apr 2026", "", "2026-05-01", "", "Jun-26", "", "")
    heading = ("Worker", "Freq", *("Date", "Outcome") * 3, "Comments")
    named = ["Date Apr 2026", "Outcome Apr 2026", "Date May 2026", "Outcome May 2026"]
    assert under_months(above, heading) == [
        *("Worker", "Freq", *named, "Date Jun 2026", "Outcome Jun 2026", "Comments")
    ]
    assert under_months(("", "", "Apr 2026"), heading) == heading


@pytest.mark.parametrize(
    ("cell", "said", "found"),
    [
        ("2026-11-16", "H", [("2026-11-16", "H")]),
        ("16.11.26", "", [("2026-11-16", "")]),
        ("05/11 & 19/11", "H & CW", [("2026-11-05", "H"), ("2026-11-19", "CW")]),
        ("05/11, 19/11", "R 09/11, H", [("2026-11-09", "R 09/11"), ("2026-11-19", "H")]),
        ("2026-11-26", "R 02/12", [("2026-12-02", "R 02/12")]),
        ("05/11 & 19/11", "H", None),  # which of the two is not known
        ("05/11", "R 40/11", None),
        ("soon", "B", None),
    ],
)
def test_what_stands_beside_a_day(cell: str, said: str, found: list[tuple[str, str]] | None) -> None:
    assert outcomes(cell, said, NOVEMBER, OwnDates()) == found


def test_a_tracker_of_days_and_outcomes_under_each_month(council: Council, tmp_path: Path) -> None:
    """A row for each day with what became of it; what is no outcome yet is no session held."""
    rows = [
        ("Sessions of the year",),
        ("", "", "Sep 2026", "", "Oct 2026", "", "Nov 2026", "", ""),
        ("Worker", "Supervised by", *("Date", "Outcome") * 3, "Comments"),
        ("NORTH",),
        (
            *("Amara Example", "Priya Sample", "07/09 & 21/09", "H & CM", date(2026, 10, 5), "R 12/10"),
            *("02.11.26", "", "back soon"),
        ),
        (
            "Priya Sample",
            "Helen Madeup",
            date(2026, 9, 8),
            "H",
            date(2026, 10, 6),
            "H",
            date(2026, 11, 9),
            "B",
        ),
    ]
    book = workbook(
        tmp_path / "pairs.xlsx", ("2026-27", rows), ("Key", [("H", "Held"), ("CM", "Called off")])
    )
    proposal = propose_for(book, WORDS, None)[0]
    assert not proposal.undecided
    assert '"CM": cancelled  # a guess' in proposal.text
    assert "# Not read: Comments." in proposal.text
    (tmp_path / "pairs.yaml").write_text(proposal.text)
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(book, [read_mapping(tmp_path / "pairs.yaml")]) or ()))
    assert council.has(t.Session, "wall", "state", "reason") == [
        ("2026-09-07T09:00", "held", None),
        ("2026-09-21T09:00", "cancelled", "other"),
        ("2026-10-12T09:00", "held", None),
        ("2026-11-02T09:00", "booked", None),
        ("2026-09-08T09:00", "held", None),
        ("2026-10-06T09:00", "held", None),
        ("2026-11-09T09:00", "booked", None),
    ]


@pytest.mark.parametrize("between", [",", ";"])
def test_a_tracker_of_days_and_outcomes_as_csv(council: Council, tmp_path: Path, between: str) -> None:
    """With its titles, one of which is no CSV, and its months above the heading."""
    lines = [
        ('Sessions of the "year',),
        (),
        ("", "", "Sep 2026", "", "Oct 2026", "", "Nov 2026", ""),
        ("Worker", "Supervised by", *("Date", "Outcome") * 3),
        ("NORTH", *[""] * 7),
        ("Amara Example", "Priya Sample", "07/09 & 21/09", "H & CM", "05/10/2026", "R 12/10", "02.11.26", ""),
        ("Priya Sample", "Helen Madeup", "08/09/2026", "H", "06/10/2026", "H", "09/11/2026", "B"),
    ]
    file = tmp_path / "pairs.csv"
    file.write_text("\n".join(between.join(line) for line in lines))
    proposal = propose_for(file, WORDS, None)[0]
    assert not proposal.undecided
    (tmp_path / "pairs.yaml").write_text(proposal.text)
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(file, [read_mapping(tmp_path / "pairs.yaml")]) or ()))
    assert council.has(t.Session, "wall", "state") == [
        ("2026-09-07T09:00", "held"),
        ("2026-09-21T09:00", "cancelled"),
        ("2026-10-12T09:00", "held"),
        ("2026-11-02T09:00", "booked"),
        ("2026-09-08T09:00", "held"),
        ("2026-10-06T09:00", "held"),
        ("2026-11-09T09:00", "booked"),
    ]


def test_a_team_s_name_over_its_people_brings_no_session_and_is_not_asked_about(tmp_path: Path) -> None:
    """Who has a day and is nobody is."""
    days = ("07/04/2026", "06/05/2026")
    rows = [
        ("Worker", "Supervised by", "Apr-26", "May-26", "Jun-26"),
        ("WIZARDS",),
        ("Amara Example", "Priya Sample", *days),
        ("Sam Stranger", "Priya Sample", *days),
    ]
    staff = Staff(TODAY)
    know(
        staff,
        [{"staff_number": "S1", "name": "Amara Example"}, {"staff_number": "S2", "name": "Priya Sample"}],
    )
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    proposal = propose_for(workbook(tmp_path / "tracker.xlsx", ("Team", rows)), words, None)[0]
    assert [line for line in proposal.undecided if "supervisee" in line] == [
        "supervisee: who 'Sam Stranger' is; nobody is called so"
    ]


def test_of_three_columns_that_make_rows_together_it_is_said_that_two_may() -> None:
    """The third was looked for in a row that hadn't it: a fault of ours, and no word of the mapping."""
    heading = ["Due", "Held", "Code"]
    with pytest.raises(FileFault, match="two columns of ours"):
        months_of(heading, [["Due*"], ["Held*"], ["Code*"]])
