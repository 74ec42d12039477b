"""Whoever proposed a time reads so wherever they read of the cancelled session."""

from __future__ import annotations

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at


async def test_what_tells_of_a_cancelled_session_says_which_time_its_reader_proposed(story: Driver) -> None:
    """It asked them to propose one, and named for when the bot books."""
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", kind="unplanned", first="2026-11-09", last="2026-11-09")
    await story.types("Amara", "my")
    done = await story.presses("Amara", "Propose Wednesday 4 November, 12:00 noon")
    assert "Proposed" in done, done.text
    page = await story.types("Amara", "my")
    said = "Priya Invented hasn't booked it yet"
    assert said in page, page.text
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert said in told, told.text
    assert told.buttons == ("Propose another time",)
