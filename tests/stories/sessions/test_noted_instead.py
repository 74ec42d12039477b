"""Of a cancelled session that took place on another day, as one of the two noted, no new time is asked meanwhile."""

from __future__ import annotations

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at, cancels

CANCELLED = "supervision with Priya Invented: cancelled"


async def test_what_was_noted_answers_a_cancelled_session_until_it_is_said_not_to_be_so(
    story: Driver,
) -> None:
    await story.waits_until(at(9, 9, 5))
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(9, 12))
    assert "Propose a time" in (await message(story, "Amara", CANCELLED)).buttons
    assert "Find a time" in (await story.types("Priya", "due")).buttons
    await story.waits_until(at(10, 12))
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-11-10", time="10:00")
    await story.waits_until(at(11, 9, 5))
    card = await message(story, "Amara", CANCELLED)
    assert "Noted instead, to be confirmed: Tuesday 10 November 2026 at 10:00 am." in card, card.text
    assert "Propose a time" not in card.buttons
    assert "Find a time" not in (await story.types("Priya", "due")).buttons
    await story.presses("Priya", "No, it didn't", on="take place?")
    await story.presses("Priya", "It didn't take place")
    assert "Find a time" in (await story.types("Priya", "due")).buttons
    card = await message(story, "Amara", CANCELLED)
    assert "Noted instead" not in card, card.text
