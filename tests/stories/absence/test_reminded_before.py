"""What somebody else was reminded of before a cover begins."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_cover import at
from tests.stories.driver import Driver, message, no_message

pytestmark = [pytest.mark.policy("york"), pytest.mark.parametrize("stage", ["desk"], indirect=True)]


async def test_what_somebody_else_was_reminded_of_and_is_still_ahead_is_told_to_whoever_covers(
    story: Driver,
) -> None:
    """They read nothing of it until it was late: its reminder had gone to whom they cover for."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-12", last="2026-11-20")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(10, 17))
    await message(story, "Priya", "Due on Tuesday 17 November 2026.")
    await no_message(story, "Owen", "Due on Tuesday 17 November 2026.")
    await story.waits_until(at(12, 9, 5))
    told = await message(story, "Owen", "Due on Tuesday 17 November 2026.")
    assert "Supervision for Amara Example" in told.text, told.text
    await story.waits_until(at(16, 17))
    again = [m for m in await story.messages("Owen") if "Due on Tuesday 17 November 2026." in m.text]
    assert len(again) == 1, again
