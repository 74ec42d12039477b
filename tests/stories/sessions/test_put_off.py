"""Somebody is away when the bot would have booked a new time: it is asked of them, and booked, once they are back."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, cancels


async def _unplanned(story: Driver, last: str, day: int = 4) -> None:
    """Priya is away from the morning after the session was cancelled, or another ``day`` of November."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(day, 9, 5))
    await story.types("Priya", "away")
    await story.fills("Priya", "Save", kind="unplanned", first=f"2026-11-{day:02}", last=last)


async def test_what_would_have_been_booked_while_one_was_away_is_asked_and_booked_once_they_are_back(
    story: Driver,
) -> None:
    """Nobody was asked again, and nothing was booked."""
    await _unplanned(story, last="")
    await story.waits_until(at(6, 12))
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-09")
    await story.waits_until(at(9, 9, 5))
    asked = await message(story, "Priya", "Amara Example: choose a new time")
    assert "With no answer by the end of Tuesday 10 November 2026 a later time is booked" in asked, asked.text
    assert any(one.startswith("Book ") for one in asked.buttons), asked.buttons
    await story.waits_until(at(10, 9, 5))
    await no_message(story, "Amara", "a provisional time")
    await story.waits_until(at(11, 9, 5))
    told = await message(story, "Amara", "a provisional time")
    assert "in for the cancelled session of Monday 9 November 2026" in told, told.text
    assert "It is after the limit" in await message(story, "Priya", "a provisional time")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_days_away_whose_end_was_known_the_same_after_the_limit(story: Driver) -> None:
    await _unplanned(story, last="2026-11-10")
    await story.waits_until(at(11, 9, 5))
    asked = await message(story, "Priya", "Amara Example: choose a new time")
    assert "It is now to be held by Tuesday 10 November 2026. That day has passed." in asked.text.replace(
        " (B18, “Cancellation of case management supervisions”)", ""
    ), asked.text
    booked = "With no answer by the end of Thursday 12 November 2026 a later time is booked provisionally. "
    assert booked in asked, asked.text
    await story.waits_until(at(13, 9, 5))
    await message(story, "Amara", "a provisional time")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_was_back_before_the_bot_would_have_booked_isnt_asked_twice(story: Driver) -> None:
    await _unplanned(story, last="2026-11-03", day=3)
    await story.waits_until(at(5, 9, 5))
    await no_message(story, "Priya", "choose a new time")
    await message(story, "Amara", "a provisional time")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_cover_named_since_has_their_day_to_choose_before_the_bot_books(story: Driver) -> None:
    await _unplanned(story, last="")
    await story.waits_until(at(6, 10))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(9, 16))
    await no_message(story, "Amara", "a provisional time")
    await story.waits_until(at(10, 9, 5))
    told = await message(story, "Amara", "Case supervision with Owen Placeholder: a provisional time")
    assert "Provisionally booked" in told, told.text
