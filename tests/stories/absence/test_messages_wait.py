"""What somebody would have been told while away waits for their return, and comes as one."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_absence import at, away
from tests.stories.driver import Driver, message, no_message
from tests.stories.records.test_record import hold


async def test_messages_wait_for_the_return_and_come_as_one(story: Driver) -> None:
    await away(story, "Helen", "Priya", kind="planned", last="2026-11-25")
    before = len(await story.messages("Priya"))
    await story.waits_until(at(25, 18))
    assert len(await story.messages("Priya")) == before
    await story.waits_until(at(26, 9, 1))
    found = await story.messages("Priya")
    assert len(found) == before + 1
    assert "You were recorded as away" in found[0]
    assert "due before it: CB-10240 on Monday 9 November 2026" in found[0], found[0].text
    assert "Case supervision with Amara Example: cancelled" in found[0]
    assert "No common time" not in found[0], "that it was cancelled says so"


async def test_what_was_to_be_asked_three_times_meanwhile_is_asked_once_on_the_return(story: Driver) -> None:
    await hold(story, "CB-10234")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-10", last="2026-11-20")
    told = await message(story, "Priya", "Before you are away")
    assert "from Tuesday 10 November 2026 to Friday 20 November 2026. Due by your first day back:" in told
    assert "Record CB-10234, case supervision with Amara Example" in told
    assert told.buttons == ("Show what is due",)
    # A second absence that follows without a day worked in between is the same time away.
    await story.types("Priya", "away 23 november to 24 november")
    await story.fills("Priya", "Save", kind="planned", first="2026-11-23", last="2026-11-24")
    told = await message(story, "Priya", "from Tuesday 10 November 2026 to Tuesday 24 November 2026")
    assert "Record CB-10234, case supervision with Amara Example" in told
    await story.waits_until(at(25, 9, 1))
    found = await message(story, "Priya", "Record CB-10234")
    assert found.buttons.count("Recorded") == 1
    assert found.text.count("It was to be written by Monday 16 November 2026.") == 1


async def test_of_what_one_is_reminded_that_day_it_is_not_said_again_before_one_is_away(
    story: Driver,
) -> None:
    await hold(story, "CB-10234")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-13", last="2026-11-27")
    await story.waits_until(at(12, 9, 1))
    told = await message(story, "Priya", "Before you are away")
    assert "Due by your first day back: Supervision for Tomasz Sample: Monday 30 November 2026" in told
    assert "And 1 thing of which you are reminded today." in told
    assert told.text.count("CB-10234") == 1, "with its buttons, in an item of its own"
    assert "Recorded" in told.buttons


async def test_nor_of_what_one_was_reminded_before_the_leave_was_said(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(12, 9, 1))
    await message(story, "Priya", "Record CB-10234")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-13", last="2026-11-27")
    told = await message(story, "Priya", "Before you are away")
    assert "CB-10234" not in told.text
    assert "Supervision for Tomasz Sample" in told


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_stood_each_week_meanwhile_is_told_once(story: Driver) -> None:
    await away(story, "Helen", "Priya", kind="planned", last="2026-12-01")
    await story.waits_until(at(2, 9, 1, month=12))
    assert (await story.messages("Priya"))[0].text.count("things are late") == 1


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_an_absence_whose_end_is_known_is_told_once(story: Driver) -> None:
    """That a session is cancelled and when it is to be held again is one message to each of the two."""
    await away(story, "Amara", "Amara", first="2026-11-09", last="2026-11-10", sickness=["yes"])
    await story.waits_until(at(4, 9, 1))
    for who in ("Amara", "Priya"):
        assert "now to be held by Wednesday 18 November 2026" in await message(story, who, ": cancelled")
        await no_message(story, who, "choose a new time")
    await away(story, "Sam", "Helen", kind="planned", first="2026-11-10", last="2026-11-20")
    await story.waits_until(at(12, 9, 1))
    await story.types("Amara", "concern")
    asked = await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    assert "Helen Fictional is unavailable until Friday 20 November 2026 and reads it on the return" in asked


async def test_a_return_earlier_than_said_brings_what_waited(story: Driver) -> None:
    await away(story, "Helen", "Priya", kind="planned", last="2026-11-25")
    await story.waits_until(at(12, 12))
    await no_message(story, "Priya", "You were recorded as away")
    await story.types("Helen", "back @Priya 12 november")
    await story.fills("Helen", "Save")
    await message(story, "Priya", "You were recorded as away")


async def test_without_an_end_messages_wait_from_day_to_day(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await story.waits_until(at(12, 12))
    await no_message(story, "Priya", "You were recorded as away")
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-13")
    await story.waits_until(at(13, 9, 1))
    await message(story, "Priya", "You were recorded as away")
