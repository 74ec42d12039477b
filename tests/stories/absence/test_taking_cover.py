"""“I'll cover”: by whoever is there, for those whom it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message, no_message


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_who_is_away_themselves_is_not_asked_to_cover(story: DeskDriver) -> None:
    """The card of a day before offered it still, and who pressed it took it on."""
    await away(story, "Sam", "Priya", first="2026-11-03")
    await story.waits_until(at(17, 9, 5))
    asked = await message(story, "Helen", "Arrange supervision while Priya Invented is away")
    assert "I'll cover" in asked.buttons
    lent = story.message_token("Helen", "I'll cover")
    await story.waits_until(at(18, 8))
    await away(story, "Helen", "Helen", kind="planned", first="2026-11-18", last="2026-11-20")
    await story.types("Adel", "away @Priya")
    await story.presses("Adel", "Who covers")
    await story.fills("Adel", "Save", cover_S101="S202")  # what it says changes
    shown = await message(story, "Helen", "Arrange supervision while Priya Invented is away")
    assert shown.buttons == ("Someone else covers", "Back on a date"), shown.buttons
    refused = await story.sends("Helen", lent)
    assert "You are recorded as unavailable on Wednesday 18 November 2026." in refused, refused.text
    assert "Choose “Someone else covers”; if you are back, type back first." in refused, refused.text
    assert "I'll cover" not in (await story.types("Helen", "due")).buttons


async def test_the_line_of_whose_cover_is_away_takes_on_nobody_else(story: Driver) -> None:
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(17, 10))
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-17", last="2026-12-11")
    await story.types("Helen", "due")
    buttons = [label for label in (await story.types("Helen", "due")).buttons if label == "I'll cover"]
    assert len(buttons) == 2, "one for each of them"
    done = await story.presses("Helen", "I'll cover")
    assert done.text.count("Helen Fictional covers for") == 1, done.text
    assert "Still without a supervisor: " in done


async def test_whoever_covers_reads_what_is_owed_from_before_the_absence_too(story: Driver) -> None:
    """It went up the line the day after, of a cover who had never read of it."""
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "No, it didn't", on="with Amara")
    await story.fills("Priya", "It didn't take place", reason="work")
    await away(story, "Helen", "Priya", first="2026-11-10")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(10, 10))
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "Cancelled, and yours to find a new time for:" in told, told.text
    await story.presses("Owen", "New time: Amara Example, 9 November", on="You cover for")
    done = await story.fills("Owen", "Book it", date="2026-11-12", time="10:00")
    assert done.title == "Booked for Thursday 12 November, 10:00 am"
    await story.waits_until(at(10, 10, 30))
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "yours to find a new time for" not in told, told.text


async def test_a_cover_has_a_clear_day_before_anything_goes_up_the_line_which_says_who_covers(
    story: Driver,
) -> None:
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.waits_until(at(13, 12))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(16, 9, 30))
    await no_message(story, "Helen", "Discuss CB-10240 with Amara Example")
    await story.waits_until(at(17, 9, 30))
    told = await message(story, "Helen", "Discuss CB-10240 with Amara Example")
    assert "Owen Placeholder supervises Amara Example while Priya Invented is unavailable." in told, told.text
