"""Wall planners: a sheet for each month, with the people down and the days across, or the days down and the people
across; of which month it is its name says, or a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.tables.files import FileFault
from storage.importing.tables.mapped_files import sources_of
from storage.importing.tables.people_across import turned_in
from storage.importing.tables.workbook import WorkbookFile
from tests.importing.councils import BOOK, Council
from tests.importing.test_rotas import TODAY, taken, words_known
from tests.importing.workbooks import workbook

NAMES = ("Amara Example", "Priya Sample", "Helen Madeup")
MONTHS = {9: "September", 10: "October", 11: "November", 12: "December"}
#: By day and person: October's leave goes on in November, and September and December have none.
CODES: dict[tuple[int, int], dict[str, str]] = {
    (9, 9): {"Helen Madeup": "WFH"},
    **{(10, day): {"Amara Example": "AL"} for day in (28, 29, 30)},
    (10, 13): {"Priya Sample": "S"},
    (10, 14): {"Priya Sample": "TOIL"},
    (10, 15): {"Helen Madeup": "C/L", "Priya Sample": "AL AM"},
    (10, 16): {"Helen Madeup": "WFH"},
    (11, 2): {"Amara Example": "AL"},
    (11, 20): {"Helen Madeup": "AL"},
}
AWAY = [
    ("Amara", date(2026, 10, 28), date(2026, 11, 2), True, False),
    ("Helen", date(2026, 10, 15), date(2026, 10, 15), False, False),
    ("Helen", date(2026, 11, 20), date(2026, 11, 20), True, False),
    ("Priya", date(2026, 10, 13), date(2026, 10, 13), False, True),
    ("Priya", date(2026, 10, 14), date(2026, 10, 14), True, False),
]
Rows = list[Sequence[Any]]


def _days(month: int) -> list[date]:
    days = (date(2026, month, 1) + timedelta(days=n) for n in range(31))
    return [day for day in days if day.month == month]


def _code(day: date, name: str) -> str:
    return CODES.get((day.month, day.day), {}).get(name, "")


def _days_across(month: int, *titles: str, weekdays: bool = False, key: bool = False) -> Rows:
    days = _days(month)
    rows: Rows = [*((title,) for title in titles)]
    rows += [("", *(f"{day:%a}"[:1] for day in days))] if weekdays else []
    rows.append(("Name", *(day.day for day in days)))
    rows += [(name, *(_code(day, name) for day in days)) for name in NAMES]
    pairs = [
        ("AL", "Annual leave"),
        ("S", "Sick"),
        ("C/L", "Compassionate leave"),
        ("WFH", "Working from home"),
    ]
    return [*rows, *([("Key",), *pairs] if key else [])]


def _people_across(month: int, *titles: str, day: Callable[[date], Sequence[Any]]) -> Rows:
    days, width = _days(month), len(day(TODAY))
    rows: Rows = [*((title,) for title in titles), (*("Date", "Day")[:width], *NAMES, "Notes")]
    for one in days:
        note = "whole team at the children's fair" if one.day == 7 else ""
        rows.append((*day(one), *(_code(one, name) for name in NAMES), note))
    return rows


SHAPES: dict[str, tuple[str, Callable[[int], tuple[str, Rows]]]] = {
    "days across, the year in the file's name": (
        "Leave planner 2026.xlsx",
        lambda month: (MONTHS[month], _days_across(month)),
    ),
    "days across, with a title and a key": (
        "Wall planner.xlsx",
        lambda month: (
            MONTHS[month][:3].upper(),
            _days_across(month, f"Planner {MONTHS[month]} 2026", weekdays=True, key=True),
        ),
    ),
    "days across, the financial year in a title": (
        "planner.xlsx",
        lambda month: (MONTHS[month][:3], _days_across(month, "Annual leave 2026/27")),
    ),
    "people across, with whole days": (
        "planner.xlsx",
        lambda month: (f"{MONTHS[month][:3]} 26", _people_across(month, day=lambda one: (one,))),
    ),
    "people across, with numbers": (
        "planner 2026.xlsx",
        lambda month: (MONTHS[month], _people_across(month, day=lambda one: (one.day,))),
    ),
    "people across, with weekdays beside": (
        "planner.xlsx",
        lambda month: (
            MONTHS[month][:3],
            _people_across(month, f"{MONTHS[month]} 2026", day=lambda one: (one.day, f"{one:%a}")),
        ),
    ),
    "people across, with days in words": (
        "planner 2026.xlsx",
        lambda month: (
            MONTHS[month][:3],
            _people_across(month, "North team", day=lambda one: (f"{one:%a %d %b}",)),
        ),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_planner_is_read_as_absences(council: Council, tmp_path: Path, shape: str) -> None:
    """Of a month without leave too; half a day is none, and whoever is ill has no end while the sheet says so."""
    name, sheet = SHAPES[shape]
    file = workbook(tmp_path / name, *map(sheet, MONTHS))
    (proposal,) = propose_for(file, words_known(), None)
    assert proposal.undecided == ()
    assert proposal.others == ()
    assert taken(council, file, proposal.text) == AWAY


def test_one_that_hasn_t_a_title_is_of_the_year_that_is_near(council: Council, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "planner.xlsx",
        *((MONTHS[m], _people_across(m, day=lambda one: (one.day,))) for m in MONTHS),
    )
    (proposal,) = propose_for(file, words_known(), None)
    assert "months_from: 2026-09  # a guess: the nearest to today" in proposal.text
    assert taken(council, file, proposal.text) == AWAY


def test_a_code_that_is_new_costs_nobody_s_column(tmp_path: Path) -> None:
    """A mapping reads the columns of people, whatever stands below."""
    rows = [("Date", *NAMES), *((day, "", "Q" if day.day == 3 else "", "") for day in _days(11))]
    file = workbook(tmp_path / "planner.xlsx", ("Nov 26", rows))
    columns = "{staff_number: Name, first: Date, last: Date, planned: {is: yes}, sickness: {from: Code}}"
    text = f"people_across: [Name, Date, Code]\nmakes: {{absences: {{gathers: first, columns: {columns}}}}}"
    found = sources_of(file, [mapping_of(text, "m.yaml")], None, BOOK.calendar, TODAY)
    assert found
    _, (_, cells) = found[0].lines()
    assert cells == ["Priya Sample", "2026-11-03", "2026-11-03", "yes", "Q"]


def test_people_stand_below_nothing_and_with_their_forenames(council: Council, tmp_path: Path) -> None:
    """Marks of weekends in small letters; sums beside the days."""
    days = _days(10)
    rows: Rows = [("TEAM PLANNER - OCTOBER 2026",), ("", *(day.day for day in days), "Total")]
    marks = {day: "x" for day in days if day.weekday() > 4}
    rows += [
        (name.split()[0], *(_code(d, name).lower() or marks.get(d, "") for d in days), 3) for name in NAMES
    ]
    file = workbook(
        tmp_path / "planner.xlsx", ("Oct", rows), ("Key", [("x", "weekend"), ("s", "sick"), ("al", "leave")])
    )
    proposal = propose_for(file, words_known(), None)[0]
    assert proposal.undecided == ()
    found = [one for one in taken(council, file, proposal.text) if one[0] != "Amara"]
    assert found == [one for one in AWAY if one[0] != "Amara" and one[1].month == 10]


def test_whose_rows_nobody_can_tell_is_said(tmp_path: Path) -> None:
    days = _days(10)
    rows = [
        ("Grade", *(day.day for day in days)),
        *((grade, *["AL", "TOIL", "S"] * 10) for grade in ("7", "9", "11")),
    ]
    file = workbook(tmp_path / "planner.xlsx", ("Oct 26", rows))
    with pytest.raises(FileFault, match="call theirs Name"):
        propose_for(file, words_known(), None)


def test_a_log_is_no_planner(tmp_path: Path) -> None:
    """A day in each row, and short words: but its headings are a log's."""
    rows = [("Date", "Supervisee", "Supervisor"), *((day, "AE", "PS") for day in _days(10))]
    file = workbook(tmp_path / "log.xlsx", ("Oct 26", rows))
    assert turned_in(WorkbookFile(file), TODAY) is None


def test_what_makes_no_planner_is_named() -> None:
    with pytest.raises(MappingError, match="name three columns that it makes"):
        mapping_of("people_across: [Date, Code]\nmakes: {absences: {columns: {staff_number: Who}}}", "m.yaml")
