"""Cover that begins a day later is there for what the bot books unasked: inside the limit, with whoever covers."""

from __future__ import annotations

from tests.stories.absence.test_absence import away
from tests.stories.absence.test_uncovered import at
from tests.stories.driver import Driver, message


async def test_the_bot_books_inside_the_limit_with_whoever_covers_then(story: Driver) -> None:
    """It booked with the supervisor, after three weeks away and the limit."""
    await away(story, "Helen", "Priya", "planned", "2026-11-05", "2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(6, 9, 5))
    page = await story.types("Amara", "my")
    assert "Case supervision with Owen Placeholder Monday 9 November 2026" in page, page.text
    await message(story, "Owen", "Amara Example")
