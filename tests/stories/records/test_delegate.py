"""A record that somebody else is to write: they are reminded as whoever answers for it is."""

from __future__ import annotations

from tests.stories.driver import Driver, message, no_message
from tests.stories.records.test_record import at, hold


async def test_a_delegate_is_reminded_as_whoever_answers_is(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(12, 12))
    await story.presses("Priya", "Someone else writes it", on="Record CB-10234")
    await story.fills("Priya", "Delegate", person=story.options("Priya")["Sam Pretend"])
    asked = await story.messages("Sam")
    for on, times in ((13, 1), (16, 2), (17, 3)):  # on the day, and the day after
        await story.waits_until(at(on, 12))
        asked = [m for m in await story.messages("Sam") if "Record CB-10234" in m.text]
        assert len(asked) == times, on
        assert [m.buttons for m in asked].count(("Recorded",)) == 1, "one place to answer"
    assert any("It was to be written by Monday 16 November" in m.text for m in asked)
    await message(story, "Priya", "Record CB-10234")
    await story.waits_until(at(23, 9, 1))
    await message(story, "Helen", "A record by Priya Invented is late")
    await no_message(story, "Sam", "A record by Priya Invented is late")
