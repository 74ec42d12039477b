"""What was booked in place of a cancelled session doesn't take place either: one session is to be made up for, the
later."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, cancels


async def not_held_with_the_cover(story: Driver) -> None:
    """Monday's session is cancelled with Priya's absence; Owen, who covers, books Amara for Thursday, when she isn't
    there."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-03", last="")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Owen", "New time: Amara Example, 9 November")
    done = await story.fills("Owen", "Book it", date="2026-11-05", time="10:00")
    assert done.title.startswith("Booked"), done.errors
    await story.waits_until(at(5, 12))
    await story.presses("Owen", "No, it didn't", on="with Amara")
    await story.fills("Owen", "It didn't take place", reason="leave", whose="S101")


async def test_one_session_is_to_be_made_up_for_and_nothing_is_booked_against_what_is_said(
    story: Driver,
) -> None:
    """The first one stood beside it, with a limit and times of its own, and the bot booked for it."""
    await not_held_with_the_cover(story)
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert [one for one in told.buttons if "New time" in one] == ["New time: Amara Example, 5 November"]
    assert "Rebook case supervision with Amara Example on Monday 9 November" not in told, told.text
    page = await story.types("Amara", "my")
    assert page.text.count("It was booked for") == 1, page.text
    assert "It was booked for Thursday 5 November 2026 at 10:00 am." in page, page.text
    assert "Nothing is booked by itself until you say when you are back." in page, page.text
    await story.waits_until(at(18, 9, 5))
    await no_message(story, "Owen", "choose a new time")
    await no_message(story, "Amara", "a provisional time")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_told_of_the_first_offers_no_times_of_its_own(story: Driver) -> None:
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Priya", "Book Wednesday 4 November, 9:00 am", on="with Amara Example: cancelled")
    await cancels(story, "Priya", "Other work had to come first")
    told = await message(story, "Priya", "It was booked for Monday 9 November 2026 at 2:00 pm.")
    too = "Booked instead, and cancelled too: Wednesday 4 November 2026 at 9:00 am."
    assert too in told, told.text
    assert told.buttons == ("Another time",)
    page = await story.types("Priya", "my")
    assert page.text.count("Rebook case supervision with Amara Example") == 1, "it read as two things to do"


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_where_no_rule_asks_for_it_the_later_cancelled_stands_on_both_pages(story: Driver) -> None:
    """It was to be before the first one, which hid it: nothing was to be found of either."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Priya", "Another time", on="with Amara Example: cancelled")
    await story.fills("Priya", "Book it", date="2026-11-05", time="10:00")
    await cancels(story, "Priya", "Other work had to come first")
    page = await story.types("Amara", "my")
    assert page.text.count("It was booked for") == 1, page.text
    assert "It was booked for Thursday 5 November 2026 at 10:00 am." in page, page.text
    assert "Propose a time" in page.buttons, page.buttons
    theirs = await story.types("Priya", "my")
    assert "It was booked for Thursday 5 November 2026 at 10:00 am." in theirs, theirs.text


@pytest.mark.policy("southwark")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_the_later_of_two_cancelled_for_their_own_leave_stands_on_their_page(story: Driver) -> None:
    """A rule asks for a new time only after an emergency; the first one, later by its day, hid the other."""
    await cancels(story, "Amara", "Leave, or otherwise away", whose="Amara Example")
    await story.presses("Amara", "Another time", on="Case supervision with Priya Invented: cancelled")
    await story.fills("Amara", "Propose it", date="2026-11-05", time="10:00")
    await story.presses("Priya", "Confirm", on="proposes a new time")
    await cancels(story, "Amara", "Leave, or otherwise away", whose="Amara Example")
    page = await story.types("Amara", "my")
    assert "It was booked for Thursday 5 November 2026 at 10:00 am." in page, page.text
    assert any(one.startswith("Propose ") for one in page.buttons), page.buttons
