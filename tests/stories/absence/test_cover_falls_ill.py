"""Whoever covers falls ill: what they were to hold is cancelled for that, and asked of whoever answers now."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import at
from tests.stories.driver import Driver, message, no_message

pytestmark = pytest.mark.parametrize("stage", ["desk"], indirect=True)
ELSEWHERE = "Somebody else answers for this now"


async def _owen_covers(story: Driver) -> None:
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")


async def test_a_cover_whom_another_took_over_from_is_asked_for_no_new_time(story: Driver) -> None:
    """The day after they read “choose a time”, beside whoever covers now."""
    await _owen_covers(story)
    await story.types("Owen", "book @Tomasz 10 november 10am")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(9, 10))
    await away(story, "Owen", "Owen", first="2026-11-10")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S301")
    await story.waits_until(at(11, 9, 5))
    asked = await message(story, "Helen", "Case supervision with Tomasz Sample: choose a new time")
    assert any(label.startswith("Book ") for label in asked.buttons), asked.buttons
    await no_message(story, "Owen", "choose a new time")
    told = await message(story, "Owen", "Case supervision with Tomasz Sample: cancelled")
    assert ELSEWHERE in told, told.text
    assert told.buttons == ()
