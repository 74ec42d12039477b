"""What ends an absence of a rota, and what doesn't, code by code: rest days go between its days, work doesn't; a code
that is written ahead tells nothing of one that is written once days have been."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.importing.mapped.rota_codes import Means, meant
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from tests.importing.councils import Council
from tests.importing.test_rotas import TODAY, grid, taken, words_known

FIRST = date(2026, 10, 5)
KEY = "Key: AL annual leave; S sick; LTS long term sick; D duty; NW non-working day; WD weekend duty"


def _rota(folder: Path, *rows: tuple[str, str, dict[int, str]], key: str = KEY, days: int = 29) -> Path:
    """``rows``: a number, a name, and codes by the day, 0 for Monday 5 October; the 28 is the day before today."""
    every = [FIRST + timedelta(days=n) for n in range(days)]
    file = folder / "rota_2026.csv"
    file.write_text("\n".join([*grid(every, *rows), *([f'"{key}"'] if key else [])]))
    return file


def _proposed(file: Path) -> Proposal:
    return propose_for(file, words_known(), None)[0]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("non-working day", Means.FREE),
        ("Not working (office closed)", Means.FREE),
        ("weekend", Means.FREE),
        ("weekend duty", Means.AT_WORK),
        ("bank holiday working", Means.AT_WORK),
        ("worked bank hol", Means.AT_WORK),
        ("bank hol in lieu", Means.UNKNOWN),
        ("rest day or leave", Means.UNKNOWN),
        ("day off", Means.UNKNOWN),
        ("off sick", Means.AWAY),
        ("leave asked for, not agreed yet", Means.ASKED_FOR),
        ("leave (provisional)", Means.ASKED_FOR),
        ("annual leave awaiting approval", Means.ASKED_FOR),
        ("time off in lieu", Means.AWAY),
    ],
)
def test_what_a_code_stands_for_is_a_rest_day_only_if_it_says_nothing_else(said: str, means: Means) -> None:
    assert meant(said) is means


def test_work_at_a_weekend_ends_an_absence(council: Council, tmp_path: Path) -> None:
    """Amara works on the Saturday between; Helen's rest days and Priya's weekend are no end."""
    file = _rota(
        tmp_path,
        ("S1", "EXAMPLE A", {4: "AL", 5: "WD", 7: "AL"}),
        ("S2", "SAMPLE P", {4: "AL", 7: "AL", 28: "TOIL"}),
        ("S3", "MADEUP H", {4: "AL", 7: "NW", 8: "AL"}),
    )
    proposal = _proposed(file)
    assert not proposal.undecided
    assert 'no_gap: {"Code": ["NW"]}' in proposal.text
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 10, 9), date(2026, 10, 9)),
        ("Amara", date(2026, 10, 12), date(2026, 10, 12)),
        ("Helen", date(2026, 10, 9), date(2026, 10, 13)),
        ("Priya", date(2026, 10, 9), date(2026, 10, 12)),
        ("Priya", date(2026, 11, 2), date(2026, 11, 2)),
    ]


def test_whoever_worked_since_is_no_longer_away(council: Council, tmp_path: Path) -> None:
    """Of two who were ill on the last Friday that anybody was, one worked on the Sunday; and of two codes for it each
    is judged by itself."""
    file = _rota(
        tmp_path, ("S1", "EXAMPLE A", {25: "S", 27: "D"}), ("S2", "SAMPLE P", {25: "S", 2: "AL"}), days=28
    )
    text = _proposed(file).text
    assert 'goes_on: {"Code": ["S"]}' in text
    found = taken(council, file, text, today=date(2026, 11, 2))
    assert [one[:3] for one in found if one[4]] == [
        ("Amara", date(2026, 10, 30), date(2026, 10, 30)),
        ("Priya", date(2026, 10, 30), None),
    ]


def test_a_code_that_is_written_ahead_keeps_no_other_from_going_on(council: Council, tmp_path: Path) -> None:
    """Long sickness stands in the rota as far as its certificate says; Priya was ill yesterday, and is still."""
    ahead = {n: "LTS" for n in range(21, 40) if (FIRST + timedelta(days=n)).weekday() < 5}
    file = _rota(tmp_path, ("S1", "EXAMPLE A", ahead), ("S2", "SAMPLE P", {28: "S", 1: "AL"}), days=47)
    proposal = _proposed(file)
    assert 'goes_on: {"Code": ["LTS", "S"]}' in proposal.text
    assert any("LTS" in line and "days to come" in line for line in proposal.guessed)
    expected = [
        ("Amara", date(2026, 10, 26), date(2026, 11, 13)),
        ("Priya", date(2026, 11, 2), None),
    ]
    assert [one[:3] for one in taken(council, file, proposal.text) if one[4]] == expected


@pytest.mark.parametrize(("code", "means"), [("LTS", "long term sick"), ("ML", "maternity leave")])
def test_what_reaches_the_last_day_of_a_planner_has_no_last_day(
    council: Council, tmp_path: Path, code: str, means: str
) -> None:
    """The last of its days is a Friday, and the planner's the Sunday after; leave that reaches so far ends."""
    ahead = {n: code for n in range(21, 40) if (FIRST + timedelta(days=n)).weekday() < 5}
    leave = dict.fromkeys(range(35, 40), "AL")
    file = _rota(
        tmp_path,
        ("S1", "EXAMPLE A", ahead),
        ("S2", "SAMPLE P", leave),
        ("S3", "MADEUP H", {22: code, 2: "D"}),
        key=f"{KEY}; {code} {means}",
        days=42,
    )
    proposal = _proposed(file)
    assert not proposal.undecided
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 10, 26), None),
        ("Helen", date(2026, 10, 27), date(2026, 10, 27)),
        ("Priya", date(2026, 11, 9), date(2026, 11, 13)),
    ]


@pytest.mark.parametrize("key", ["", "S = sick    S> = still sick, no return date    AL = annual leave"])
def test_a_mark_that_it_goes_on_is_the_end_of_none(council: Council, tmp_path: Path, key: str) -> None:
    """Behind the last day that is written; of two, of whom neither reaches the last day of the planner."""
    ill = {**dict.fromkeys(range(21, 25), "S"), 25: "S>"}
    file = _rota(
        tmp_path,
        ("S1", "EXAMPLE A", ill),
        ("S2", "SAMPLE P", {14: "S", 15: "S>", 0: "AL"}),
        ("S3", "MADEUP H", {14: "S", 28: "AL", 38: "S"}),
        key=key,
        days=42,
    )
    proposal = _proposed(file)
    assert not proposal.undecided
    assert 'open_ended: {"Code": ["S>"]}' in proposal.text
    assert [one[:3] for one in taken(council, file, proposal.text) if one[4]] == [
        ("Amara", date(2026, 10, 26), None),
        ("Helen", date(2026, 10, 19), date(2026, 10, 19)),
        ("Helen", date(2026, 11, 12), date(2026, 11, 12)),
        ("Priya", date(2026, 10, 19), None),
    ]


@pytest.mark.parametrize("mark", ["-", ".", "--"])
def test_a_mark_of_days_that_somebody_does_not_work_is_no_gap(
    council: Council, tmp_path: Path, mark: str
) -> None:
    """The same days each week, as of whoever works part-time: leave goes on over them."""
    wednesdays = {n: mark for n in range(29) if (FIRST + timedelta(days=n)).weekday() == 2}
    leave = {n: "AL" for n in range(7, 12) if n not in wednesdays}
    file = _rota(
        tmp_path,
        ("S1", "EXAMPLE A", {**wednesdays, **leave}),
        ("S2", "SAMPLE P", {1: "AL", 3: "AL", 9: "TOIL"}),
    )
    proposal = _proposed(file)
    assert f'no_gap: {{"Code": ["{mark}"]}}' in proposal.text
    assert "empty:" not in proposal.text
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 10, 12), date(2026, 10, 16)),
        ("Priya", date(2026, 10, 6), date(2026, 10, 6)),
        ("Priya", date(2026, 10, 8), date(2026, 10, 8)),
        ("Priya", date(2026, 10, 14), date(2026, 10, 14)),
    ]


def test_a_mark_in_all_the_cells_of_a_rota_says_nothing(council: Council, tmp_path: Path) -> None:
    """Where nobody is away: leave on both sides of such a day is twice leave."""
    blank = dict.fromkeys(range(29), "-")
    file = _rota(
        tmp_path,
        ("S1", "EXAMPLE A", {**blank, 7: "AL", 9: "AL"}),
        ("S2", "SAMPLE P", {**blank, 9: "TOIL"}),
    )
    proposal = _proposed(file)
    assert 'empty: ["-"]' in proposal.text
    assert len(taken(council, file, proposal.text)) == 3


@pytest.mark.parametrize("code", ["W/E", "X", "OFF"])
def test_what_stands_at_weekends_alone_is_no_absence_and_no_end(
    council: Council, tmp_path: Path, code: str
) -> None:
    weekends = {n: code for n in range(28) if (FIRST + timedelta(days=n)).weekday() > 4}
    file = _rota(
        tmp_path,
        ("S1", "EXAMPLE A", {**weekends, 4: "AL", 7: "AL"}),
        ("S2", "SAMPLE P", {**weekends, 9: "TOIL"}),
        key="",
    )
    proposal = _proposed(file)
    assert not proposal.undecided
    assert f'no_gap: {{"Code": ["{code}"]}}' in proposal.text
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 10, 9), date(2026, 10, 12)),
        ("Priya", date(2026, 10, 14), date(2026, 10, 14)),
    ]


def test_a_day_off_in_the_week_is_asked_about_with_what_may_be_answered(tmp_path: Path) -> None:
    file = _rota(
        tmp_path, ("S1", "EXAMPLE A", {2: "OFF", 4: "AL", 5: "OFF"}), ("S2", "SAMPLE P", {9: "TOIL"}), key=""
    )
    (line,) = _proposed(file).undecided
    assert "what 'OFF' is (2 days)" in line
    assert "no_gap" in line


def test_today_is_the_day_of_these() -> None:
    assert FIRST + timedelta(days=29) == TODAY
