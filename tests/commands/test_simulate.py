"""``simulate``: on a copy, nobody's words in it, and the source as it was."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from bot.clock import MovableClock
from bot.commands import progress, simulate
from bot.moving_clock import advance
from bot.wiring import Bot
from cards.message import MOST_ITEMS
from handlers.notifications.outgoing import A_DAY
from storage import tables as t
from storage.copying import copy, open_read_only
from storage.engine import open_engine
from storage.health import sealed_columns
from tests.commands import reminders_page
from tests.commands.conftest import Run
from tests.commands.rows import all_but_the_trail
from tests.commands.test_due import DOCS, same_example
from tests.infra.budget import EVERYWHERE

WORDS = "Nobody else may read this"


def lines(run: Run, *words: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    result = run("simulate", "--json", *words)
    assert result.exit_code == 0, result.output
    first, *told, counted = (json.loads(line) for line in result.stdout.splitlines())
    assert counted["reminders"]["longest_message"] <= MOST_ITEMS + 1
    assert all(one["most_in_a_day"] <= A_DAY for one in counted["reminders"]["people"])
    return first, told


def test_if_nobody_does_anything_everything_is_chased(settings: str, run: Run) -> None:
    before = all_but_the_trail(settings)
    first, told = lines(run, "--to", "2026-11-27", "--people", "idle")
    assert first["simulation"] == {
        "from": "2026-11-03",
        "to": "2026-11-27",
        "people": "idle",
        "rules": {"name": "central-bedfordshire", "version": "1"},
    }
    asked = [m for m in told if "Did case supervision with Amara Example take place?" in m["text"]]
    assert len(asked) > 1
    assert asked[0]["at"] == "2026-11-09T15:30:00+00:00"
    assert asked[0]["to"] == {"staff_number": "S201", "name": "Priya Invented"}
    assert not any("Record CB-" in m["text"] for m in told)
    assert all_but_the_trail(settings) == before


def test_if_everybody_does_what_is_asked_the_whole_job_happens(settings: str, run: Run) -> None:
    before = all_but_the_trail(settings)
    _, told = lines(run, "--to", "2026-11-27", "--people", "prompt")
    titles = [m["title"] for m in told]
    assert titles.count("Did case supervision with Amara Example take place?") == 1
    assert any(title.startswith("Do you agree the record of") for title in titles)
    assert not any("overdue" in m["text"] for m in told if "Amara" in m["title"])
    assert all_but_the_trail(settings) == before


@pytest.mark.usefixtures("settings")
def test_stopped_it_keeps_what_it_found_and_says_how_far_it_came(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped_after_a_week(
        bot: Bot, clock: MovableClock, to: datetime, act: Callable[[], Awaitable[bool]]
    ) -> None:
        async def acts_for_a_week() -> bool:
            did = await act()
            if clock.now().date() > date(2026, 11, 10):
                raise KeyboardInterrupt
            return did

        await advance(bot, clock, to, acts_for_a_week)

    monkeypatch.setattr(simulate, "advance", stopped_after_a_week)
    monkeypatch.setattr(progress, "LINE_EVERY", 0)
    result = run("simulate", "--json", "--to", "2026-11-27", "--people", "idle")
    assert result.exit_code == simulate.STOPPED
    _, *told = (json.loads(line) for line in result.stdout.splitlines())
    assert len(told) > 1
    assert "Simulating, day 7 of 25" in result.stderr
    assert "Stopped at Wednesday 11 November 2026. What was found until then is above." in result.stderr


@pytest.mark.usefixtures("settings")
def test_only_what_falls_in_the_days_asked_for_is_shown(run: Run) -> None:
    _, every = lines(run, "--to", "2026-11-27")
    first, some = lines(run, "--from", "2026-11-16", "--to", "2026-11-27")
    assert first["simulation"]["from"] == "2026-11-16"
    assert some == [m for m in every if m["at"] >= "2026-11-16"]
    assert 0 < len(some) < len(every)


@pytest.mark.usefixtures("settings")
def test_another_rule_set_is_tried_out(run: Run, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "policy" / "rulesets" / "central-bedfordshire.yaml"
    changed = tmp_path / "ours.yaml"
    changed.write_text(
        shipped.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"', 1), encoding="utf-8"
    )
    first, _ = lines(run, "--to", "2026-11-04", "--rules", str(changed))
    assert first["simulation"]["rules"]["version"] == "2"


def test_sickness_and_words_never_show(settings: str, run: Run) -> None:
    with_secrets(settings)
    for people in ("idle", "prompt"):
        _, told = lines(run, "--to", "2026-11-20", "--people", people)
        text = json.dumps(told).lower()
        assert "sick" not in text
        assert "health" not in text
        assert WORDS.lower() not in text


def with_secrets(url: str) -> None:
    """Priya is off sick for two weeks, and an action holds words."""
    engine = open_engine(url)
    with engine.execution_options(writes=True).begin() as connection:
        priya = connection.execute(
            select(col(t.Person.id)).where(col(t.Person.staff_number) == "S201")
        ).scalar_one()
        session = connection.execute(select(col(t.Session.id)).limit(1)).scalar_one()
        days = {"first": date(2026, 11, 4), "last": date(2026, 11, 18)}
        connection.execute(
            insert(t.Absence).values(person_id=priya, planned=False, sickness=True, state="confirmed", **days)
        )
        values = {
            "session_id": session,
            "owner_id": priya,
            "agreed_on": date(2026, 10, 20),
            "carried": 0,
            "from_audit": False,
        }
        connection.execute(
            insert(t.Action).values(sealed_what=WORDS.encode(), sealed_why=WORDS.encode(), **values)
        )
    engine.dispose()


def test_the_copy_holds_nobodys_words(council_url: str, tmp_path: Path) -> None:
    with_secrets(council_url)
    scratch = copy(council_url, tmp_path / "copy.db", b"left out", lambda _table: None)
    with scratch.connect() as connection:
        kept = {
            v for table, column in sealed_columns() for v in connection.execute(select(column)).scalars() if v
        }
        people = connection.execute(select(col(t.Person.staff_number))).scalars().all()
    scratch.dispose()
    assert kept == {b"left out"}
    assert len(people) == 7


def test_the_database_itself_refuses_a_write(council_url: str) -> None:
    engine = open_read_only(council_url)
    try:
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"), engine.begin() as connection:
            connection.execute(t.Person.__table__.delete())
    finally:
        engine.dispose()


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "2026-11-20", "--people", "keen"], "--people keen: write prompt"),
        (["--to", "2026-11-02"], "--to 2026-11-02: that is before the first day, Tuesday 3 November 2026"),
        (["--from", "2026-10-01", "--to", "2026-11-02"], "--from 2026-10-01: that is past."),
        (["--to", "soon"], "--to soon: write a date as 2026-12-24 or 24/12/2026"),
    ],
)
def test_wrong_words_are_named(run: Run, words: list[str], sentence: str) -> None:
    result = run("simulate", *words)
    assert (result.exit_code, sentence in result.output) == (2, True), result.output


@pytest.mark.usefixtures("settings")
def test_the_documented_example_is_what_the_command_prints(run: Run) -> None:
    printed = run("simulate", "--json", "--to", "2026-11-09").stdout
    same_example(DOCS, "simulate", printed)


def test_the_page_counts_reminders_as_the_command_does(tmp_path: Path) -> None:
    """A developer's run looks at the first two weeks."""
    last = reminders_page.LAST if EVERYWHERE else date(2026, 11, 15)
    found = [reminders_page.counted(tmp_path, people, last) for people in reminders_page.PEOPLE]
    if EVERYWHERE:
        assert reminders_page.on_the_page() == reminders_page.table(*found)
    else:
        assert reminders_page.first_weeks(2) == [one.first_weeks(2) for one in found]
