"""``retention``: what would go is said and stays; what goes is counted; a hold is placed, listed and lifted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.settings import rules_text
from storage import tables as t
from storage.engine import open_engine, reading
from tests.commands.conftest import Run
from tests.commands.test_refusals import change


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "ours.yaml"
    text, _ = rules_text("central-bedfordshire")
    file.write_text(text + "  retention:\n    busy_times: 1 month after their end\n")
    return file


def _busy(url: str) -> int:
    engine = open_engine(url)
    with reading(engine) as connection:
        left = len(connection.execute(select(t.Busy.__table__)).all())
    engine.dispose()
    return left


def _trail(url: str) -> list[str]:
    engine = open_engine(url)
    with reading(engine) as connection:
        names = list(connection.execute(select(t.Event.__table__.c.name)).scalars())
    engine.dispose()
    return names


@pytest.fixture
def busy(settings: str) -> str:
    change(
        settings,
        "INSERT INTO busy (person_id, starts_at, ends_at) VALUES (1, '2025-01-06 09:00:00', '2025-01-06 10:00:00')",
    )
    return settings


def test_a_dry_run_says_what_would_go(busy: str, run: Run, rules: Path) -> None:
    said = run("retention", "run", "--dry-run", "--rules", rules).stdout
    assert "1  times at which people aren't free" in said
    assert "1 row would be deleted or emptied." in said
    assert _busy(busy) == 1
    assert "retention.ran" not in _trail(busy)


def test_what_goes_is_counted(busy: str, run: Run, rules: Path) -> None:
    assert "1 row was deleted or emptied." in run("retention", "run", "--rules", rules).stdout
    assert _busy(busy) == 0
    assert "retention.ran" in _trail(busy)
    assert "Nothing has been kept for its term." in run("retention", "run", "--rules", rules).stdout
    read = json.loads(run("audit", "show", "--upkeep", "--json").stdout)
    counted = (
        "deleted what had been kept for its term",
        "how many: 1, of which: 1 times at which people aren't free",
    )
    assert counted in {(line["what"], line["details"]) for line in read}


def test_a_hold_beats_it_until_it_is_lifted(busy: str, run: Run, rules: Path) -> None:
    assert run("retention", "hold", "LH-2026-03", "--everything").exit_code == 0
    assert (
        "LH-2026-03  over everything, placed on Tuesday 3 November 2026" in run("retention", "holds").stdout
    )
    assert "A legal hold is over everything" in run("retention", "run", "--rules", rules).stdout
    assert _busy(busy) == 1
    assert "Lifted: 1 hold." in run("retention", "lift", "LH-2026-03").stdout
    assert "There is no legal hold." in run("retention", "holds").stdout
    run("retention", "run", "--rules", rules)
    assert _busy(busy) == 0


@pytest.mark.usefixtures("settings")
def test_a_hold_names_one_thing_there_is(run: Run) -> None:
    assert run("retention", "hold", "LH-1").exit_code == 2
    assert run("retention", "hold", "LH-1", "--case", "CB-10234", "--everything").exit_code == 2
    nobody = run("retention", "hold", "LH-1", "--person", "S999")
    assert (nobody.exit_code, nobody.stdout) == (1, "There is no person S999.\n")
    assert run("retention", "lift", "LH-1").exit_code == 1
    run("retention", "hold", "LH-1", "--case", "cb-10234")
    assert "LH-1  over case CB-10234" in run("retention", "holds").stdout
    assert "placed a legal hold" in run("audit", "show", "--case", "CB-10234").stdout
