"""An absence that never was: what it cancelled is to be booked again, and whoever was asked to is told why."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.absence.absence import withdraw
from storage import absences, people
from storage.transactions import write_transaction
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at

SAID = "isn't recorded as unavailable any more"


async def test_whoever_was_asked_for_a_new_time_is_told_that_nobody_is_away(story: Driver) -> None:
    """It went on that they are unavailable, and nothing told that they aren't."""
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", kind="unplanned", first="2026-11-09", last="2026-11-09")
    await story.waits_until(at(3, 9, 5))
    await message(story, "Priya", "Amara Example is unavailable from")
    await story.types("Amara", "away")
    await story.presses("Amara", "It was a mistake")
    await story.waits_until(at(3, 9, 10))
    told = await message(story, "Priya", "Amara Example: choose a new time")
    assert f"Amara Example {SAID}." in told, told.text
    assert any(one.startswith("Book ") for one in told.buttons), told.buttons
    await no_message(story, "Priya", "Amara Example is unavailable")


async def test_whoever_covered_was_covered_or_recorded_it_reads_that_it_never_was(story: Driver) -> None:
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-03", last="")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(3, 9, 5))
    asked = await message(story, "Owen", "You cover for Priya Invented")
    assert "New time: Amara Example, 9 November" in asked.buttons
    await story.types("Priya", "away")
    await story.presses("Priya", "It was a mistake")
    await story.waits_until(at(3, 9, 10))
    for who in ("Helen", "Owen", "Amara", "Tomasz"):
        await message(story, who, f"Priya Invented {SAID}")
    told = await message(story, "Priya", "Case supervision with Amara Example: cancelled")
    assert "Another time" in told.buttons


async def test_what_is_taken_back_at_the_command_line_is_told_as_in_chat(story: Telling) -> None:
    """Nobody was: what it cancelled stayed cancelled, and messages went on that somebody is unavailable."""
    heading = "staff number, first, last, planned"
    imports(story.bot, rows("absences", heading, "S101, 09/11/2026, 09/11/2026, no"))
    await story.waits_until(at(4, 9, 5))
    await message(story, "Priya", "Amara Example is unavailable")
    with write_transaction(story.bot.engine, story.bot.config, story.bot.clock.now()) as work:
        who = people.by_staff_number(work, "S101")
        assert who
        for one in absences.brought_in(work, who.id, date(2026, 11, 9))[0]:
            withdraw(work, one, "somebody")
    await story.waits_until(at(4, 9, 15))
    told = await message(story, "Priya", "Amara Example: choose a new time")
    assert f"Amara Example {SAID}." in told, told.text
    assert any(one.startswith("Book ") for one in told.buttons), told.buttons


async def test_what_it_cancelled_is_offered_at_its_own_time_and_leaves_no_gap_on_a_file(
    story: Driver,
) -> None:
    """The file was to say that one of the two was unavailable, and its own time, free again, was not offered."""
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", kind="unplanned", first="2026-11-09", last="2026-11-09")
    await story.types("Amara", "away")
    await story.presses("Amara", "It was a mistake")
    await story.waits_until(at(3, 9, 10))
    asked = await message(story, "Priya", "Amara Example: choose a new time")
    own = next(one for one in asked.buttons if one.startswith("Book "))
    assert "9 November, 2:00 pm" in own, asked.buttons
    note = await message(story, "Priya", "Note the gap in supervision")
    assert "was unavailable" not in note, note.text
    await story.presses("Priya", own, on="choose a new time")
    await story.waits_until(at(3, 9, 20))
    booked = await message(story, "Amara", "Case supervision with Priya Invented is booked")
    assert "Monday 9 November 2026 at 2:00 pm." in booked, booked.text
    assert "in place of" not in booked, booked.text
    assert "gap" not in (await story.types("Priya", "due")).text.lower()


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_the_bot_booked_for_an_absence_that_never_was_is_at_its_own_time_again(
    story: Driver,
) -> None:
    """It stood past its limit, nine days after a day on which both were there, and the file was to tell of a gap."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="planned", first="2026-11-04", last="2026-11-13")
    await story.waits_until(at(5, 9, 5))
    assert "Wednesday 18 November 2026" in await message(story, "Amara", "a provisional time")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "It was a mistake")
    await story.waits_until(at(5, 9, 20))
    for who in ("Amara", "Priya"):
        told = await message(story, who, "is moved")
        assert "It is now on Monday 9 November 2026 at 2:00 pm, its own time again." in told, told.text
        assert "Move it" in told.buttons
        assert "18 November" not in await story.types(who, "my")
        await no_message(story, who, "a provisional time")
    due = await story.types("Priya", "due")
    assert "Booked again for its own time: case supervision with Amara Example on Monday 9 November" in due
    assert "gap" not in due.text.lower()
    assert "on the file of a case" in await message(story, "Priya", "Note the gap")
    await story.waits_until(at(9, 16))
    await story.presses("Priya", "Yes, it took place", on="Did case supervision with Amara")
