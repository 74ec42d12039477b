"""What the bot books by itself sees a session of the same pair near by: it makes up for the other."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, away


@pytest.mark.parametrize("who", ["Amara", "Tomasz"])
async def test_of_two_sessions_in_one_absence_one_makes_up_for_the_other(story: Driver, who: str) -> None:
    """Both were booked on Friday 6 November: two sessions of one pair on one day."""
    for when in ("@Tomasz 10 november 10am", "@Amara 24 november 10am", "@Tomasz 24 november 2pm"):
        await story.types("Priya", f"book {when}")
        await story.presses("Priya", "Book it")
    await away(story, "Priya", "2026-11-09", "2026-11-27")
    await story.waits_until(at(6, 8, 30))
    listed = await story.types(who, "cancel")
    assert listed.text.count("Friday 6 November 2026") == 1, listed.text
    later = await message(story, who, "It was booked for Tuesday 24 November 2026")
    assert "ooked instead: Friday 6 November 2026" in later
    await story.waits_until(at(6, 17, 30))
    await story.presses("Priya", "Yes, it took place", on=f"{who} ")
    saved = "It took place, no case discussed"
    await story.fills("Priya", saved, minutes="60")
    await story.waits_until(at(7, 12, 1, month=12))
    for reader in ("Priya", who):
        await no_message(story, reader, "A new time is owed")
    assert "to be made up for" not in (await story.types("Priya", f"due @{who}")).text
    assert "Rebook" not in (await story.types("Priya", f"due @{who}")).text
