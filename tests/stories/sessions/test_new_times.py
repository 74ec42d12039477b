"""What asks for a new time in place of a cancelled session: in one message, by when, and at times that are to come."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at, cancels


async def test_once_what_was_booked_instead_is_cancelled_too_its_message_alone_asks_for_a_new_time(
    story: Driver,
) -> None:
    """Two offered the same times."""
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Priya", "Book Wednesday 4 November, 9:00 am", on="cancelled")
    await story.waits_until(at(3, 10))
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 10, 5))
    newer, older = [one for one in await story.messages("Priya") if "cancelled" in one.title]
    assert "It was booked for Wednesday 4 November 2026" in newer
    assert any(one.startswith("Book ") for one in newer.buttons)
    assert "Asked again on Tuesday 3 November 2026: answer there." in older, older.text
    assert not older.buttons


async def test_once_a_return_is_told_its_message_alone_asks_for_a_new_time(story: Driver) -> None:
    await cancels(story, "Amara", "Leave", "Amara Example")
    await story.waits_until(at(3, 9, 5))
    before = await message(story, "Priya", "Amara Example: cancelled")
    assert any(one.startswith("Book ") for one in before.buttons)
    await story.types("Amara", "back 4 november")
    await story.fills("Amara", "Save")
    await story.waits_until(at(3, 9, 15))
    asked = await message(story, "Priya", "Amara Example: choose a new time")
    assert any(one.startswith("Book ") for one in asked.buttons)
    before = await message(story, "Priya", "Amara Example: cancelled")
    assert "Asked again on Tuesday 3 November 2026: answer there." in before
    assert not before.buttons
    own, another, *_ = (b for b in asked.buttons if b.startswith("Book "))
    assert own == "Book Monday 9 November, 2:00 pm", "its own time comes first"
    await story.presses("Priya", another, on="choose a new time")
    for said in ("Amara Example: choose a new time", "Amara Example: cancelled"):
        assert "Booked instead: " in await message(story, "Priya", said)


async def test_whoever_does_not_book_reads_no_limit_for_any_reason(story: Driver) -> None:
    done = await cancels(story, "Amara", "Other work had to come first")
    assert "A new time is being arranged." in done
    assert "to be held by" not in done
    await story.types("Priya", "book @amara 6 november 9am")
    await story.presses("Priya", "Book it")
    await cancels(story, "Priya", "An emergency", "Priya Invented")
    await story.waits_until(at(3, 9, 15))
    told = await message(story, "Amara", "It was booked for Friday 6 November 2026")
    assert "A new time is being arranged." in told
    assert "to be held by" not in told


async def test_times_that_have_passed_are_offered_no_more_on_the_next_day(story: Driver) -> None:
    """A message of the day before had buttons for that day."""
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Priya", "Amara Example: cancelled")
    assert "Book Tuesday 3 November, 11:00 am" in told.buttons, told.buttons
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Priya", "Amara Example: cancelled")
    assert not [one for one in told.buttons if "3 November" in one], told.buttons
    assert "Book Wednesday 4 November, 9:00 am" not in told.buttons, "it was shown anew in the night"
    assert "Book Wednesday 4 November, 11:00 am" in told.buttons, told.buttons
    assert "Book Thursday 5 November, 9:00 am" in told.buttons, told.buttons


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_where_no_rule_asks_for_another_what_was_sent_offers_no_time_that_has_passed(
    story: Driver,
) -> None:
    """They stood in the message for good; the page had those to come."""
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    before = await message(story, "Priya", "Amara Example: cancelled")
    passed = next(one for one in before.buttons if one.startswith("Book Wednesday 4 November"))
    await story.waits_until(at(9, 9, 5))
    told = await message(story, "Priya", "Amara Example: cancelled")
    assert passed not in told.buttons, told.buttons
    assert any(one.startswith("Book ") for one in told.buttons), told.buttons


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_where_no_rule_asks_for_another_no_time_is_offered_on_which_one_will_be_away(
    story: Driver,
) -> None:
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    before = await message(story, "Priya", "Amara Example: cancelled")
    assert any(one.startswith("Book Wednesday 4 November") for one in before.buttons), before.buttons
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", first="2026-11-04", last="2026-11-06")
    await story.waits_until(at(3, 9, 15))
    told = await message(story, "Priya", "Amara Example: cancelled")
    assert not any(one.startswith("Book Wednesday 4 November") for one in told.buttons), told.buttons
    assert any(one.startswith("Book Monday 9 November") for one in told.buttons), told.buttons
