"""Cover that begins a day later is there for what the bot books unasked: inside the limit, with whoever covers."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import another
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


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_cover_is_offered_the_days_on_which_another_covers(story: Driver) -> None:
    """They were passed over, and the first days offered were those after both covers."""
    await away(story, "Helen", "Priya", last="2026-11-20")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await another(story, "planned", "2026-11-23", "2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301")
    await story.waits_until(at(20, 15))
    said = await story.types("Owen", "book @Amara 20 november 3am")
    assert "Monday 23 November" in said, said.text
    said = await story.types("Owen", "book @Amara 24 november 10am")
    assert "Helen Fictional supervises them by then" in said, said.text
