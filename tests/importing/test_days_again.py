"""A rota for each month of which two have the same days, as the week in which one begins: what both say is one day, and
where they differ it is refused, with the day and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.tables.day_headings import days_said, first_of
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, Council
from tests.importing.test_rotas import PEOPLE, TODAY, taken, words_known
from tests.importing.workbooks import workbook

OCTOBER, NOVEMBER = (date(2026, 10, 1), 31), (date(2026, 11, 1), 30)
BOTH = {29: "AL", 30: "AL"}
#: Days of October by their number; those of November are 31 more.
Codes = Mapping[int, str]


def _month(
    month: tuple[date, int], amara: Codes, how: str, *, before: int = 0, after: int = 0
) -> list[tuple[str, ...]]:
    first, length = month
    days = [first + timedelta(days=n) for n in range(-before, length + after)]
    codes = [amara.get((day - date(2026, 9, 30)).days, "") for day in days]
    heading = ("Name", *(str(day.day) if how == "day" else f"{day:{how}}" for day in days))
    return [
        heading,
        ("Amara Example", *codes),
        ("Priya Sample", *("S" if day == date(2026, 10, 7) else "" for day in days)),
        ("Helen Madeup", *("AL" if day == date(2026, 11, 13) else "WFH" for day in days)),
    ]


@pytest.mark.parametrize("how", ["day", "%d/%m/%Y", "%a %d %b", "%a %d"])
def test_a_day_that_both_sheets_have_is_one(council: Council, tmp_path: Path, how: str) -> None:
    """October's last week and the first day after it; both have the days from the 26th to the 1st."""
    file = workbook(
        tmp_path / "rota.xlsx",
        ("Oct 26", _month(OCTOBER, BOTH, how, after=1)),
        ("Nov 26", _month(NOVEMBER, {**BOTH, 33: "AL"}, how, before=6)),
    )
    (proposal,) = propose_for(file, words_known(), None)
    assert proposal.sheets == ("Oct 26", "Nov 26")
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 10, 29), date(2026, 11, 2)),
        ("Helen", date(2026, 11, 13), date(2026, 11, 13)),
        ("Priya", date(2026, 10, 7), date(2026, 10, 7)),
    ]


@pytest.mark.parametrize("other", ["S", "WFH"])
def test_sheets_that_say_different_things_of_a_day_are_refused(
    council: Council, tmp_path: Path, other: str
) -> None:
    file = workbook(
        tmp_path / "rota.xlsx",
        ("Oct 26", _month(OCTOBER, BOTH, "day", after=1)),
        ("Nov 26", _month(NOVEMBER, {**BOTH, 30: other}, "day", before=6)),
    )
    (proposal,) = propose_for(file, words_known(), None)
    with pytest.raises(BadFilesError) as refused:
        taken(council, file, proposal.text)
    said = str(refused.value)
    assert "“Oct 26” and “Nov 26” both have Friday 30 October 2026" in said
    assert f"of Amara Example one says 'AL' there and the other '{other}'" in said


def test_what_nobody_s_rows_say_of_a_day_is_refused_by_nothing(council: Council, tmp_path: Path) -> None:
    """As of a vacant post."""
    vacant = [("VACANT", *[code] * 38) for code in ("WFH", "AL")]
    october, november = _month(OCTOBER, BOTH, "day", after=1), _month(NOVEMBER, BOTH, "day", before=6)
    rows = [*october, vacant[0][: len(october[0])]], [*november, vacant[1][: len(november[0])]]
    file = workbook(tmp_path / "rota.xlsx", ("Oct 26", rows[0]), ("Nov 26", rows[1]))
    (proposal,) = propose_for(file, words_known(), None)
    assert taken(council, file, proposal.text)[0][:3] == ("Amara", date(2026, 10, 29), date(2026, 10, 30))


def _files(folder: Path, november: Codes) -> list[Path]:
    made = []
    for name, rows in (
        ("rota oct.csv", _month(OCTOBER, BOTH, "%d/%m/%Y", after=1)),
        ("rota nov.csv", _month(NOVEMBER, november, "%d/%m/%Y", before=6)),
    ):
        made.append(folder / name)
        made[-1].write_text("\n".join(map(",".join, rows)))
    return made


def _takes(council: Council, files: list[Path]) -> list[tuple[str, date, date | None]]:
    (proposal,) = propose_for(files[0], words_known(), None)
    text = proposal.text.replace('"rota oct*.csv"', '"rota*"')
    mapping = mapping_of(text, "rota.yaml")
    council.takes(PEOPLE)
    council.takes(
        *(one for file in files for one in sources_of(file, [mapping], None, BOOK.calendar, TODAY) or ())
    )
    return [one[:3] for one in taken(council, files[1], text)]


def test_a_day_that_both_files_have_is_one(council: Council, tmp_path: Path) -> None:
    """It begins on the same day in both, and ends in the second."""
    assert _takes(council, _files(tmp_path, {**BOTH, 33: "AL"})) == [
        ("Amara", date(2026, 10, 29), date(2026, 11, 2)),
        ("Helen", date(2026, 11, 13), date(2026, 11, 13)),
        ("Priya", date(2026, 10, 7), date(2026, 10, 7)),
    ]


def test_files_that_say_different_things_of_a_day_are_refused(council: Council, tmp_path: Path) -> None:
    with pytest.raises(BadFilesError) as refused:
        _takes(council, _files(tmp_path, {**BOTH, 30: "S"}))
    said = str(refused.value)
    assert "rota oct.csv (line 2) has another kind of absence on Friday 30 October 2026" in said


def test_leave_in_one_file_and_work_in_the_other_is_refused(council: Council, tmp_path: Path) -> None:
    with pytest.raises(BadFilesError) as refused:
        _takes(council, _files(tmp_path, {**BOTH, 30: "WFH"}))
    said = str(refused.value)
    assert (
        "rota oct.csv, line 2, Date (first): rota nov.csv says that they aren't away on Friday 30 October"
        in said
    )


@pytest.mark.parametrize(
    ("days", "title", "first"),
    [
        ([29, 30, 31, *range(1, 29)], "February 2027", date(2027, 1, 1)),
        ([28, 29, 30, 31, *range(1, 32)], "Jan 2027", date(2026, 12, 1)),
        ([30, 31, *range(1, 31), 1, 2, 3], "Nov 2026", date(2026, 10, 1)),
        ([*range(15, 32), *range(1, 15)], "Jan 2027", date(2027, 1, 1)),
        ([*range(1, 31), 1], "Rota Nov 2026", date(2026, 11, 1)),
    ],
)
def test_of_which_month_the_first_days_are(days: list[int], title: str, first: date) -> None:
    """A title is of the month that has its first day there, unless more of the one before has."""
    said = days_said(["Name", *map(str, days)], (), [title])
    assert len(said) == len(days)
    assert first_of(said, [title], "title") == first
