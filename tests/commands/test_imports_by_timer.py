"""An import that a timer makes: whoever administers hears that it stopped, and ``doctor`` says how imports stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.importing import runs
from tests.commands.conftest import Run
from tests.commands.test_refusals import change

TIMER = ("import", "--again-within", "1")


@pytest.fixture(autouse=True)
def references(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CB-#####,C-#")


def told(url: str) -> list[str]:
    """Which kinds of import notices wait to be told."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT kind FROM nudge WHERE kind LIKE 'import%' ORDER BY id"))
        kinds = list(found.scalars())
    engine.dispose()
    return kinds


def written(name: str, *lines: str) -> str:
    Path(name).write_text("\n".join(lines), encoding="utf-8")
    return name


def test_a_fault_is_told_to_the_administrators(settings: str, run: Run) -> None:
    bad = written("cases.csv", "case,service", "CB-90001,no such service")
    assert run("import", bad).exit_code == 1
    assert told(settings) == [], "whoever types it reads it"
    assert run(*TIMER, bad).exit_code == 1
    assert told(settings) == ["import_stopped"]
    assert "stopped at 1 fault: nothing was changed." in run("doctor").stdout
    assert run("import", written("cases.csv", "case,service", "CB-90001,family_support")).exit_code == 0
    assert ", is in." in run("doctor").stdout


def test_rows_that_were_left_out_are_told_until_an_import_is_in_without(settings: str, run: Run) -> None:
    bad = written("cases.csv", "case,service", "CB-90001,no such service", "CB-90002,family_support")
    assert run("import", "--leave-out-faults", bad).exit_code == 0
    assert told(settings) == [], "whoever types it reads it"
    assert run(*TIMER, "--leave-out-faults", bad).exit_code == 0
    assert told(settings) == ["import_left_out"]
    assert ", is in, but for 1 row with a fault." in run("doctor").stdout
    good = written("cases.csv", "case,service", "CB-90001,family_support")
    assert run(*TIMER, "--leave-out-faults", good).exit_code == 0
    assert told(settings) == ["import_left_out"]
    assert ", is in." in run("doctor").stdout


def test_and_so_is_a_file_that_never_came(settings: str, run: Run) -> None:
    assert run(*TIMER, "incoming/*").exit_code == 1
    assert told(settings) == ["import_stopped"]


def test_one_that_another_was_in_the_way_of_is_told_too(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process begins one after this one has read its files."""
    good = written("cases.csv", "case,service", "CB-90001,family_support")

    def under_way(*_: object, **__: object) -> None:
        raise runs.UnderWayError

    monkeypatch.setattr("storage.importing.run._begin", under_way)
    assert run("import", good).exit_code == 1
    assert told(settings) == [], "whoever types it reads it"
    refused = run(*TIMER, good)
    assert "an import is under way: try again when it is in" in refused.stderr
    assert told(settings) == ["import_stopped"]
    assert "wasn't made: another was under way." in run("doctor").stdout
    monkeypatch.undo()


def test_the_trail_says_by_whose_account_files_came_in(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "nightly-timer")
    assert run("import", written("cases.csv", "case,service", "CB-90001,family_support")).exit_code == 0
    monkeypatch.setenv("LOGNAME", "adel")
    assert run("person", "set", "S101", "team=Elsewhere").exit_code == 0
    engine = create_engine(settings)
    with engine.connect() as connection:
        query = "SELECT data FROM event WHERE name = 'import.applied' ORDER BY id DESC LIMIT 2"
        said = [
            json.loads(row) if isinstance(row, str) else row
            for row in connection.execute(text(query)).scalars()
        ]
    engine.dispose()
    assert [one["account"] for one in said] == ["adel", "nightly-timer"]


def test_a_dry_run_is_no_import(settings: str, run: Run) -> None:
    bad = written("cases.csv", "case,service", "CB-90001,no such service")
    assert run(*TIMER, "--dry-run", bad).exit_code == 1
    assert told(settings) == []


def test_doctor_names_one_that_was_broken_off_or_is_missing(settings: str, run: Run) -> None:
    columns = (
        "INSERT INTO import_run (begun_at, state, held_until, complete, again_within, faults, cancelled)"
    )
    at = "'2026-10-30 02:30:00+00:00'"
    change(settings, f"{columns} VALUES ({at}, 'applying', {at}, false, NULL, 0, '[]')")
    said = run("doctor").stdout
    assert "look   The import of Friday 30 October 2026 was broken off: a part of it may be in." in said
    change(settings, "UPDATE import_run SET state = 'failed'")
    assert "wrong  Only a part of the import of Friday 30 October 2026 is in." in run("doctor").stdout
    change(settings, "UPDATE import_run SET again_within = 1")
    assert "The last import was on Friday 30 October 2026, and a timer" in run("doctor").stdout
