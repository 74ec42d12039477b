"""Of a session that is over, of which nobody has said whether it took place, Yes and No stand wherever it is read: in
what was sent before it too."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at

pytestmark = pytest.mark.policy("cambridgeshire-peterborough")

LATE = "Discuss CB-10251 with Tomasz Sample"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_sent_before_the_session_asks_of_it(story: Driver) -> None:
    """It said that nobody had said so yet, and offered to book another."""
    told = await message(story, "Priya", LATE)
    assert "Book a session" in told.buttons
    await story.types("Priya", "book @Tomasz 4 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(4, 15))
    older = await message(story, "Priya", LATE)
    assert "Did case supervision with Tomasz Sample take place?" in older, older.text
    assert older.buttons == ("Yes, it took place", "No, it didn't", "Why?")
    await story.presses("Priya", "No, it didn't", on=LATE)
    reason = story.options("Priya")["Other work had to come first"]
    await story.fills("Priya", "It didn't take place", reason=reason)
    await story.waits_until(at(4, 15, 5))
    answered = await message(story, "Priya", LATE)
    assert "take place?" not in answered.text
    assert "Book a session" in answered.buttons
