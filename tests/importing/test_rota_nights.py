"""A rota night after night: what began before its first day is the absence that it was, and what ends has its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage import tables as t
from storage.cipher import new_key
from storage.importing.mapped.mapping import mapping_of
from storage.importing.tables.files import Source
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, PEOPLE, Council, rows

_MAPPING = """
files: "rota*"
days_across: [Date, Code]
makes:
  absences:
    gathers: first
    leave_out: {Code: [D]}
    no_gap: {Code: [NW]}
    goes_on: {Code: [S]}
    columns:
      staff_number: Who
      first: Date
      last: Date
      planned: {from: Code, words: {AL: yes, S: no}}
      sickness: {from: Code, words: {AL: no, S: yes}}
"""
#: By who and day of November, from Monday the 2nd on; what is before has numbers below 1.
_Codes = dict[str, dict[int, str]]


def _day(n: int) -> date:
    return date(2026, 10, 31) + timedelta(days=n)


def _night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def _file(folder: Path, first: int, last: int, codes: _Codes, name: str = "rota") -> Path:
    days = range(first, last + 1)
    lines = [",".join(("Who", *(f"{_day(n):%d/%m/%Y}" for n in days)))]
    lines += [",".join((who, *(said.get(n, "") for n in days))) for who, said in codes.items()]
    file = folder / f"{name}.csv"
    file.write_text("\n".join(lines))
    return file


def _sources(*files: Path, today: date) -> list[Source]:
    mapping = mapping_of(_MAPPING, "rota.yaml")
    each = (sources_of(file, [mapping], None, BOOK.calendar, today) or () for file in files)
    return [one for some in each for one in some]


def _takes(council: Council, *files: Path, today: date, complete: bool = False) -> None:
    council.takes(PEOPLE, now=_night(today))
    council.takes(*_sources(*files, today=today), now=_night(today), complete=complete)


def _absences(council: Council) -> list[tuple[str, date, date | None]]:
    names = dict(council.has(t.Person, "id", "staff_number"))
    found = council.has(
        t.Absence, "person_id", "first", "last", where=t.Absence.__table__.c.state == "confirmed"
    )
    return sorted(((names[who], *days) for who, *days in found), key=lambda one: one[:2])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_the_same_rota_again_changes_nothing(council: Council, folder: Path) -> None:
    file = _file(folder, 2, 13, {"S1": {2: "AL", 3: "AL"}, "S2": {2: "S", 3: "S"}})
    _takes(council, file, today=_day(4))
    before = council.everything()
    _takes(council, file, today=_day(4))
    assert council.everything() == before


@pytest.mark.parametrize("complete", [False, True])
def test_what_began_before_a_rolling_rota_keeps_its_first_day(
    council: Council, folder: Path, complete: bool
) -> None:
    """Also with each day gone that it was imported with, and over a weekend."""
    away = dict.fromkeys((5, 6, 9, 10, 11, 12, 13), "AL")
    for first in range(3, 13):
        file = _file(folder, first, first + 10, {"S1": away, "S2": {first: "D"}})
        _takes(council, file, today=_day(first), complete=complete)
        assert _absences(council) == [("S1", _day(5), _day(13))]


def test_what_was_open_has_its_end_once_somebody_is_back(council: Council, folder: Path) -> None:
    """First it goes on; the rota then begins in the middle of it."""
    for today in (2, 3, 4, 5, 6, 9, 10, 11, 12):
        sick = {n: "S" for n in range(-3, min(today, 10)) if _day(n).weekday() < 5}
        file = _file(folder, today - 10, today - 1, {"S1": sick, "S2": {today - 1: "D"}})
        _takes(council, file, today=_day(today))
        assert _absences(council) == [("S1", _day(-3), None if today < 11 else _day(9))], today


def test_a_rota_that_has_them_at_work_in_between_has_another_absence(council: Council, folder: Path) -> None:
    _takes(council, _file(folder, 2, 13, {"S1": {2: "AL", 3: "AL", 4: "AL", 5: "AL"}}), today=_day(2))
    _takes(council, _file(folder, 9, 20, {"S1": {9: "AL", 11: "AL"}}), today=_day(9))
    assert _absences(council) == [
        ("S1", _day(2), _day(5)),
        ("S1", _day(9), _day(9)),
        ("S1", _day(11), _day(11)),
    ]


def test_another_kind_of_absence_is_another(council: Council, folder: Path) -> None:
    _takes(council, _file(folder, 2, 13, {"S1": {2: "AL", 3: "AL"}}), today=_day(2))
    _takes(council, _file(folder, 4, 13, {"S1": {4: "S"}, "S2": {12: "S"}}), today=_day(4))
    assert _absences(council)[:2] == [("S1", _day(2), _day(3)), ("S1", _day(4), _day(4))]


def test_days_not_worked_at_the_rota_s_beginning_are_no_end(council: Council, folder: Path) -> None:
    away = {5: "AL", 6: "AL", 10: "AL"}
    _takes(council, _file(folder, 2, 8, {"S1": away}), today=_day(2))
    _takes(council, _file(folder, 9, 20, {"S1": {**away, 9: "NW"}}), today=_day(9))
    assert _absences(council) == [("S1", _day(5), _day(10))]


def test_what_was_withdrawn_stays_so_in_a_rolling_rota(council: Council, folder: Path) -> None:
    """As by ``person not-away``: it doesn't come back under another first day."""
    away = dict.fromkeys((2, 3, 4, 5), "AL")
    _takes(council, _file(folder, 2, 13, {"S1": away}), today=_day(2))
    with council.writes() as work:
        work.connection.execute(t.Absence.__table__.update().values(state="withdrawn", from_chat=True))
    _takes(council, _file(folder, 3, 14, {"S1": away}), today=_day(3))
    assert _absences(council) == []


def test_what_was_said_in_chat_keeps_its_first_day(council: Council, folder: Path) -> None:
    council.takes(
        PEOPLE, rows("absences", "staff_number, first, planned, sickness", "S1, 2026-11-02, yes, no")
    )
    with council.writes() as work:
        work.connection.execute(t.Absence.__table__.update().values(source_id=None, from_chat=True))
    _takes(council, _file(folder, 4, 13, {"S1": {4: "AL", 5: "AL"}}), today=_day(4))
    assert [one[:2] for one in _absences(council)] == [("S1", _day(2))]


@pytest.mark.parametrize("first", [date(2026, 10, 26), date(2027, 11, 29), date(2027, 1, 4)])
def test_the_year_of_a_later_rota_is_that_of_its_weekdays(folder: Path, first: date) -> None:
    """The mapping says November 2026, from when the first one was; the second one is of next year, or earlier."""
    days = [first + timedelta(days=n) for n in range(12)]
    file = folder / "rota.csv"
    file.write_text("\n".join((",".join(("Who", *(f"{day:%a %d/%m}" for day in days))), "S1" + ",AL" * 12)))
    mapping = mapping_of(f"months_from: 2026-11{_MAPPING}", "rota.yaml")
    found = sources_of(file, [mapping], None, BOOK.calendar, first)
    assert found
    _, (_, cells) = found[0].lines()
    assert cells[1:3] == [first.isoformat(), days[-1].isoformat()]


@pytest.mark.parametrize("codes", [["AL", "Q"], ["AL", "S", "TOIL", "Q"]])
def test_a_finished_mapping_asks_what_is_new_and_keeps_what_was_answered(
    folder: Path, monkeypatch: pytest.MonkeyPatch, codes: list[str]
) -> None:
    """However few codes the next rota has."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", "sqlite:///council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    Path("people.csv").write_text(
        "\n".join((",".join(PEOPLE.heading), *(",".join(row) for row in PEOPLE.rows)))
    )
    mapping = Path("rota.mapping.yaml")
    mapping.write_text(_MAPPING.replace("}}", ", XX: no}}  # as they said"))
    before = mapping.read_text()
    _file(folder, 2, 13, {"S1": {2: "AL", 3: "XX"}, "S2": {4: "S"}})
    done = CliRunner().invoke(app, ["import", "map", "rota.csv", "people.csv"])
    assert done.exit_code == 0, done.output
    assert mapping.read_text() == before
    _file(folder, 3, 14, {"S1": {n + 3: code for n, code in enumerate(codes)}})
    said = CliRunner().invoke(app, ["import", "map", "rota.csv", "people.csv"]).output
    assert "what 'Q' is" in said
    text = mapping.read_text()
    assert text.count("\"Q\": '?'") == text.count("# as they said") == text.count("XX: no") == 2


def test_a_rota_for_each_month_given_together_has_one_absence_over_its_end(
    council: Council, folder: Path
) -> None:
    """October ends on a Saturday; whatever their order."""
    october = _file(folder, -10, 0, {"S1": {-2: "AL", -1: "AL"}, "S2": {-2: "AL"}}, "rota oct")
    november = _file(folder, 1, 30, {"S1": {2: "AL", 3: "AL", 30: "AL"}, "S2": {2: "AL"}}, "rota nov")
    december = _file(folder, 31, 40, {"S1": {31: "AL"}}, "rota dec")
    expected = [
        ("S1", _day(-2), _day(3)),
        ("S1", _day(30), _day(31)),
        ("S2", _day(-2), _day(-2)),
        ("S2", _day(2), _day(2)),
    ]
    _takes(council, december, october, november, today=_day(2))
    assert _absences(council) == expected
    _takes(council, november, december, today=_day(3))
    _takes(council, december, today=_day(3))
    assert _absences(council) == expected
