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


async def test_whoever_reads_of_a_record_reads_who_was_asked_to_write_it_and_who_wrote_it(
    story: Driver,
) -> None:
    """It stood as the supervisor's, late, and they had written it up."""
    await hold(story, "CB-10234")
    await story.waits_until(at(12, 12))
    await story.presses("Priya", "Someone else writes it", on="Record CB-10234")
    await story.fills("Priya", "Delegate", person=story.options("Priya")["Sam Pretend"])
    asked = "Sam Pretend was asked on Thursday 12 November 2026 to write it."
    assert asked in await story.types("Priya", "due")
    assert asked in await story.types("Amara", "due")
    assert asked in await story.types("Helen", "due @amara")
    assert asked not in await story.types("Sam", "my")
    await story.waits_until(at(16, 12))
    assert asked in await message(story, "Priya", "Record CB-10234")
    again = await story.presses("Priya", "Someone else writes it", on="Record CB-10234")
    assert asked in again
    await story.waits_until(at(23, 9, 1))
    assert asked in await message(story, "Helen", "A record by Priya Invented is late")
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    ready = await message(story, "Amara", "Do you agree the record of CB-10234?")
    assert "Sam Pretend has written it up from your session with Priya Invented on" in ready
    assert asked not in await story.types("Priya", "due")
    mine = [m.text for m in await story.messages("Sam") if "Record CB-10234" in m.text]
    assert mine
    assert all("Done on Monday 23 November 2026." in text for text in mine), mine
