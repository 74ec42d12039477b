"""Somebody leaves before, or while, their supervisor is away: nobody covers for them after their last day."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import at
from tests.stories.desk import DeskDriver
from tests.stories.driver import message, no_message
from tests.stories.people.test_in_a_leavers_place import leaves

_OWEN = "S202, Owen Placeholder, team_manager"


def _leaves(story: DeskDriver, last: str, *others: str) -> None:
    lines = (f"{who}, social_worker, 04/03/2019, {last}" for who in ("S102, Tomasz Sample", *others))
    imports(story.bot, rows("people", "staff number, name, role, employed from, left on", *lines))


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_nobody_is_asked_for_days_after_a_supervisees_last(story: DeskDriver) -> None:
    _leaves(story, "06/11/2026")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-09", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    form = await story.presses("Helen", "Who covers")
    assert "Tomasz" not in form.text, form.text
    done = await story.fills("Helen", "Save", cover_S101="S202")
    assert done.title == "Cover is arranged"
    await story.waits_until(at(6, 17))
    await no_message(story, "Tomasz", "covers for Priya Invented")
    await story.waits_until(at(10, 9, 5))
    taken = await message(story, "Owen", "You supervise Amara Example while Priya Invented")
    assert "Tomasz" not in taken
    await no_message(story, "Helen", "Without a supervisor")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_names_a_cover_reads_who_leaves_meanwhile(story: DeskDriver) -> None:
    _leaves(story, "13/11/2026")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-09", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    form = await story.presses("Helen", "Who covers")
    assert "Tomasz Sample, whose last day is Friday 13 November 2026, is supervised by" in form.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_cover_that_was_named_before_ends_with_the_last_day(story: DeskDriver) -> None:
    """It was to be arranged again for somebody who had left, and no button could answer it."""
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-09", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S401", cover_S102="S202")
    _leaves(story, "06/11/2026")
    await story.waits_until(at(9, 9, 5))
    await no_message(story, "Owen", "You supervise Tomasz Sample while")
    await away(story, "Owen", "Owen", first="2026-11-09", last="2026-11-20")
    await story.waits_until(at(11, 9, 5))
    await no_message(story, "Helen", "needs arranging again")
    await no_message(story, "Sam", "covers for Priya Invented is away")
    await no_message(story, "Sam", "Tomasz Sample can't be reached")
    assert "nobody covers" not in await story.types("Helen", "team all")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_asked_for_somebody_who_leaves_meanwhile_says_so(story: DeskDriver) -> None:
    """“Cover is arranged already for everybody”, where nobody was left to cover for."""
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    await message(story, "Helen", "Arrange supervision while")
    lent = story.message_token("Helen", "I'll cover")
    _leaves(story, "18/11/2026", "S101, Amara Example")
    await story.waits_until(at(19, 9, 5))
    assert "Nobody is Priya Invented's to supervise by then" in await story.sends("Helen", lent)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_cover_who_leaves_covers_for_nobody_and_another_is_asked_for(story: DeskDriver) -> None:
    """Those covered for stood in no list of the manager's, and nobody was asked to name another."""
    await story.types("Helen", "away @Priya 4 november")
    await story.fills("Helen", "Save", first="2026-11-04", last="")
    await story.waits_until(at(5, 9))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(9, 9, 5))
    leaves(story, "10/11/2026", _OWEN)
    await story.waits_until(at(12, 9, 5))
    asked = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert "Owen Placeholder, who was to cover for Priya Invented, has left" in asked
    assert "Affected: Amara Example and Tomasz Sample." in asked
    read = await message(story, "Tomasz", "Owen Placeholder no longer covers for Priya Invented")
    assert "nobody covers" in read
    assert "Ask Helen Fictional, who can name somebody to supervise you meanwhile." in read
    mine = await story.types("Tomasz", "my")
    assert "Owen Placeholder" not in mine, mine.text
    for command in ("my", "team", "team all", "due @Tomasz"):
        seen = await story.types("Helen", command)
        assert "nobody covers" in seen, seen.text
    assert "Priya Invented. Late, and theirs to do: 3" in await story.types("Helen", "team late")
    assert "Supervised by Owen Placeholder" not in await story.types("Helen", "team all")
    done = await story.presses("Helen", "I'll cover", on="Cover for Priya Invented needs arranging again")
    assert "Helen Fictional covers for Amara Example" in done
    assert "Tomasz Sample" in await story.types("Helen", "team")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_where_the_policy_asks_for_a_cover_it_is_owed_anew_once_theirs_has_left(
    story: DeskDriver,
) -> None:
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    leaves(story, "18/11/2026", _OWEN)
    await story.waits_until(at(19, 9, 5))
    asked = await message(story, "Helen", "Without a supervisor: Amara Example and Tomasz Sample")
    assert "I'll cover" in asked.buttons
    await no_message(story, "Helen", "needs arranging again")
    await story.presses("Helen", "I'll cover", on="Without a supervisor: Amara Example and Tomasz Sample")
    assert "Arrange supervision" not in await story.types("Helen", "due")
