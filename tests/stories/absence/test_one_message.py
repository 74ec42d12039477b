"""What one absence causes at one time goes to each person as one message."""

from __future__ import annotations

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at


async def test_a_session_it_ends_and_that_nobody_covers_are_one_message(story: Driver) -> None:
    """The supervisee had two in one minute."""
    before = len(await story.messages("Amara"))
    await story.types("Sam", "away @Priya")
    await story.fills("Sam", "Save", kind="unplanned", first="2026-11-03", last="")
    await story.waits_until(at(3, 9, 30))
    assert len(await story.messages("Amara")) == before + 1, [m.text for m in await story.messages("Amara")]
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert "Priya Invented is unavailable" in told
    assert "nobody covers" in told


async def test_whoever_supervises_the_absent_reads_it_once_with_who_covers(story: Driver) -> None:
    """“No common time” came on the day, that she is unavailable on the next: each asked who covers."""
    await story.types("Sam", "away @Priya")
    await story.fills("Sam", "Save", kind="unplanned", first="2026-11-03", last="")
    await story.waits_until(at(4, 12))
    told = [m for m in await story.messages("Helen") if "Who covers" in m.buttons]
    assert len(told) == 1, [m.text for m in told]
    assert "No common time" in told[0]
    assert "the day of the return isn't known yet" in told[0]
