"""A session is moved by agreement, inside every limit."""

from __future__ import annotations

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, cancels


async def test_moved_by_agreement_inside_every_limit(story: Driver) -> None:
    form = await story.types("Amara", "move")
    form = await story.presses("Amara", "Move it", on="Case supervision")
    assert "Discuss CB-10240: by Monday 9 November 2026" in form
    asked = await story.fills("Amara", "Propose the new time", date="2026-11-06", time="10:00")
    assert "Until then nothing changes" in asked
    told = await message(story, "Priya", "Amara Example asks to move")
    assert "to Friday 6 November, 10:00 am" in told
    done = await story.presses("Priya", "Agree", on="asks to move")
    assert done.title == "Moved to Friday 6 November, 10:00 am"
    assert "Friday 6 November 2026 at 10:00 am" in await message(story, "Amara", "is moved")
    assert (await message(story, "Priya", "Another time for case supervision")).buttons == ()
    await no_message(story, "Priya", "cancelled")
    assert "Note the" not in await story.types("Priya", "due")


async def test_a_move_outside_a_limit_is_refused_with_why(story: Driver) -> None:
    await story.types("Priya", "move")
    await story.presses("Priya", "Move it", on="Case supervision")
    no = await story.fills("Priya", "Propose the new time", date="2026-11-12", time="10:00")
    assert no.title == "Not moved"
    assert "Discuss CB-10240: that is to be done by Monday 9 November 2026" in no
    assert "Cancelled now, it is to be held by Tuesday 10 November 2026 (B18" in no
    assert no.buttons == ("Choose another time", "Cancel it instead")
    form = await story.presses("Priya", "Cancel it instead")
    assert "cancel" in form.title
    await no_message(story, "Amara", "asks to move")


async def test_a_move_is_agreed_before_the_day(story: Driver) -> None:
    await story.types("Amara", "move")
    await story.presses("Amara", "Move it", on="Case supervision")
    await story.fills("Amara", "Propose the new time", date="2026-11-09", time="10:00")
    await story.waits_until(at(9, 8))
    late = await story.presses("Priya", "Agree", on="asks to move")
    assert late.title == "Not moved"
    assert "A session is moved before its day" in late


async def test_a_request_to_move_that_nobody_answers_is_asked_about_again(story: Driver) -> None:
    await story.types("Amara", "move")
    await story.presses("Amara", "Move it", on="Case supervision")
    await story.fills("Amara", "Propose the new time", date="2026-11-06", time="10:00")
    await story.waits_until(at(5, 9, 5))
    again = await message(story, "Priya", "Amara Example still asks to move")
    assert again.buttons == ("Agree", "Propose another time")


async def test_where_a_time_to_agree_to_has_passed_others_are_a_press_away(story: Driver) -> None:
    """It named one, and had no button for it."""
    await story.types("Amara", "move")
    await story.presses("Amara", "Move it", on="Case supervision")
    await story.fills("Amara", "Propose the new time", date="2026-11-06", time="10:00")
    await story.waits_until(at(5, 17))
    agree = story.token("Priya", "Agree") if "Agree" in (await story.types("Priya", "my")).buttons else ""
    await story.waits_until(at(6, 11))
    passed = await story.sends("Priya", agree)
    assert passed.title == "Not moved"
    assert "Friday 6 November 2026 at 10:00 am is in the past." in passed
    assert "Choose another time" in passed.buttons
    other = next(one for one in passed.buttons if one.startswith("Propose "))
    done = await story.presses("Priya", other)
    assert "Amara Example is asked to agree to" in done
    await message(story, "Amara", "Priya Invented asks to move")


async def test_a_limit_that_was_missed_where_it_is_booked_isnt_in_the_way_of_moving_it(story: Driver) -> None:
    """It was named among the reasons why not."""
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    await story.types("Priya", "book @amara 12 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(11, 10))
    await story.types("Amara", "move")
    form = await story.presses("Amara", "Move it", on="Thursday 12 November")
    assert "10 November" not in form, form.text
    assert "9 November" not in form, form.text
    asked = await story.fills("Amara", "Propose the new time", date="2026-11-13", time="10:00")
    assert "Until then nothing changes" in asked
