"""``policy diff`` on the stories' council: what would move, and nothing written."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.clock import MovableClock
from bot.moving_clock import settle_now
from bot.start import see_rules
from bot.wiring import Bot
from storage import tables as t
from storage.drift import drift, every_subject
from storage.engine import open_engine
from storage.work import CouncilConfig
from tests.commands.conftest import Run
from tests.commands.rows import all_but_the_trail
from tests.policy.files import SHIPPED
from tests.stories import council, two_versions


def test_another_version_compared_on_what_was_imported(settings: str, run: Run, tmp_path: Path) -> None:
    before, new = all_but_the_trail(settings), tmp_path / "new.yaml"
    text = SHIPPED.read_text(encoding="utf-8").replace(
        "first_within: 10 working days", "first_within: 5 working days"
    )
    new.write_text(text, encoding="utf-8")
    shown = run("policy", "diff", "central-bedfordshire", str(new))
    assert shown.exit_code == 0
    assert "  discuss, CB-10240: 2026-11-09 to 2026-11-02" in shown.stdout
    assert "Supervision sessions: +0.0 a week." in shown.stdout
    assert all_but_the_trail(settings) == before


def test_the_same_changes_nothing(settings: str, run: Run) -> None:
    shown = run("policy", "diff", "central-bedfordshire", "central-bedfordshire", "--database", settings)
    assert "0 due earlier" in shown.stdout
    assert "0 no longer asked" in shown.stdout


def test_a_file_with_faults_is_compared_with_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("name: x\n", encoding="utf-8")
    shown = run("policy", "diff", "york", str(tmp_path / "bad.yaml"))
    assert shown.exit_code == 1
    assert "faults" in shown.stdout


KINDS = ("due earlier", "due later", "asked only by the new one", "no longer asked")
#: By duty, subject and the fact that started it.
Due = dict[tuple[object, ...], date | None]


@pytest.mark.parametrize(
    ("running", "moved"),
    [
        ("{recompute: false}", {}),
        (
            "{recompute: true, notice: 0 working days}",
            {("discuss", 3): (date(2026, 12, 15), date(2026, 11, 16))},
        ),
        (
            "{recompute: true, notice: 5 working days}",
            {("discuss", 3): (date(2026, 12, 15), date(2026, 11, 23))},
        ),
    ],
)
async def test_what_it_says_is_what_moves_on_the_day(
    settings: str, run: Run, tmp_path: Path, running: str, moved: dict[tuple[str, int], tuple[date, date]]
) -> None:
    (tmp_path / "next.yaml").write_text(two_versions.next_text(running), encoding="utf-8")
    shown = run("policy", "diff", "central-bedfordshire", str(tmp_path / "next.yaml"))
    day, _, _ = shown.stdout.partition("If every clock")
    assert "On Monday 16 November 2026, when version 2 begins" in day
    before = await stored(settings, council.a_book())
    after = await stored(settings, two_versions.both(running))
    assert moves(before, after) == moved
    said = {kind: int(n) for n, kind in re.findall(rf"^(\d+) ({'|'.join(KINDS)})$", day, re.MULTILINE)}
    assert said == {"due earlier": len(moved), **dict.fromkeys(KINDS[1:], 0)}


@pytest.mark.usefixtures("settings")
def test_versions_that_run_already_are_compared_together(run: Run, tmp_path: Path) -> None:
    """Of three versions the third alone is new: what the second moved is no difference."""
    second, third = tmp_path / "second.yaml", tmp_path / "third.yaml"
    text = two_versions.next_text("{recompute: true, notice: 5 working days}")
    second.write_text(text, encoding="utf-8")
    dated = text.replace("in_force_from: 2026-11-16", "in_force_from: 2026-12-01")
    third.write_text(dated.replace('version: "2"', 'version: "3"'), encoding="utf-8")
    for new in (str(third), f"central-bedfordshire, {second},{third}"):
        shown = run("policy", "diff", f"central-bedfordshire,{second}", new)
        assert shown.exit_code == 0, shown.stdout
        day, _, _ = shown.stdout.partition("If every clock")
        assert "On Tuesday 1 December 2026, when version 3 begins" in day
        assert "when version 2 begins" not in day
        assert "0 due earlier" in day
    both = run("policy", "diff", "central-bedfordshire", f"{second},{third}").stdout
    assert both.index("when version 2 begins") < both.index("when version 3 begins") < both.index("If every")
    assert "1 due earlier" in both.partition("when version 3 begins")[0]


def test_a_list_of_two_policies_is_no_list_of_versions(run: Run) -> None:
    shown = run("policy", "diff", "york,southwark", "york")
    assert shown.exit_code == 1
    assert (
        "york,southwark: the versions of a rule book are of one policy: their names differ." in shown.stdout
    )
    assert run("policy", "diff", ",", "york").exit_code == 1


async def stored(url: str, config: CouncilConfig) -> Due:
    """What is open once the clock has done its work at the beginning of the day."""
    bot = Bot(open_engine(url), config, MovableClock(config.calendar.start_of(two_versions.SWITCH)))
    see_rules(bot)
    await settle_now(bot)
    o = t.ObligationRow
    with bot.read() as work:
        assert not list(drift(work, every_subject(work)))
        rows = work.connection.execute(
            select(o.__table__).where(col(o.state).in_(("waiting", "running")))
        ).all()
    bot.engine.dispose()
    return {(r.duty, r.subject_kind, r.subject_id, r.fact_kind, r.fact_id): r.due for r in rows}


def moves(before: Due, after: Due) -> dict[tuple[object, object], tuple[date | None, date | None]]:
    assert before.keys() == after.keys()
    return {(k[0], k[2]): (due, after[k]) for k, due in before.items() if after[k] != due}
