"""The day of a session: who can't come is offered no other time on it, and what hangs on it is one count."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at, cancels


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_no_time_is_offered_on_the_day_on_which_somebody_cannot_come(story: Driver) -> None:
    """It said that Amara is unavailable, and offered the same morning."""
    await story.waits_until(at(9, 9, 5))
    await cancels(story, "Amara", "An emergency", "Amara Example")
    await story.waits_until(at(9, 9, 15))
    told = await message(story, "Priya", "Case supervision with Amara Example: cancelled")
    assert any("Tuesday 10 November" in button for button in told.buttons), told.buttons
    assert not any("Monday 9 November" in button for button in told.buttons), told.buttons


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_what_hangs_on_an_unanswered_session_is_one_count_for_both(story: Driver) -> None:
    """Three things for whoever supervises were four dates for the supervisee: the question counted beside what hangs
    on its answer."""
    await story.waits_until(at(24, 16))
    assert "3 things, 3 late." in await story.types("Priya", "due @Amara")
    own = await story.types("Amara", "due")
    assert "3 dates, 3 late. Priya Invented answers for them." in own, own.text
    assert "Late, unless the session of Monday 9 November 2026 took place: nobody has said yet." in own
