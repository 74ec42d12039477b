"""A cancelled session whose limit is near or past: which times are named, and what goes up the line."""

from __future__ import annotations

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, away, cancels


async def test_of_a_limit_that_passed_before_anybody_said_so_nothing_is_said_about_times_by_then(
    story: Driver,
) -> None:
    await story.waits_until(at(25, 10))
    await story.presses("Priya", "No, it didn't", on="Amara Example")
    reason = story.options("Priya")["Other work had to come first"]
    done = await story.fills("Priya", "It didn't take place", reason=reason)
    assert "It is now to be held by Monday 16 November 2026" in done
    assert "That day has passed." in done
    assert (
        "The earliest time that is free for both of you is Wednesday 25 November 2026 at 12:00 noon." in done
    )
    await story.waits_until(at(27, 9, 5))
    note = await message(story, "Priya", "Note the gap in supervision on")
    assert "booked for Monday 9 November 2026, did not take place: " in note, "nobody had cancelled it before"
    assert ": other work had to come first. A new time is being arranged." in note
    await no_message(story, "Helen", "No common time")
    owed = await message(story, "Priya", "A new time is owed: Amara Example and Priya Invented")
    assert "The earliest time free for both is Friday 27 November 2026" in owed


async def test_the_day_after_is_better_than_the_same_day_where_no_day_between_is_left(story: Driver) -> None:
    await away(story, "Amara", "2026-11-09", "2026-11-20")
    told = await message(story, "Priya", "Amara Example: cancelled")
    assert "It is now to be held by Tuesday 10 November 2026" in told
    await story.waits_until(at(5, 9, 1))
    booked = await message(story, "Amara", "a provisional time")
    assert "Friday 6 November 2026" in booked, booked.text


async def test_what_went_up_the_line_of_a_rebooking_says_what_is_booked_since(story: Driver) -> None:
    await story.types("Priya", "book @tomasz 12 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(19, 9, 5))
    await story.presses("Priya", "No, it didn't", on="with Tomasz")
    await story.fills("Priya", "It didn't take place", reason="no_show", whose="S102")
    await story.waits_until(at(27, 9, 5))
    owed = "Rebook case supervision with Tomasz Sample"
    assert "No session is booked yet." in await message(story, "Helen", owed)
    await story.types("Priya", "book @tomasz 1 december 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(27, 9, 10))
    told = await message(
        story, "Helen", "To be made up for on Tuesday 1 December 2026: case supervision with Tomasz"
    )
    assert "They next meet Tuesday 1 December 2026 at 10:00 am." in told
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Tomasz")
    await story.fills("Priya", "Cancel the session", reason="work")
    await story.waits_until(at(27, 9, 15))
    ended = await message(story, "Helen", owed)
    too = "What was booked in its place, for Tuesday 1 December 2026 at 10:00 am, was cancelled too"
    assert too in ended, ended.text
    await story.waits_until(at(1, 9, 5, month=12))
    again = await message(story, "Helen", f"{owed} on Tuesday 1 December 2026")
    assert "It was due on Thursday 19 November 2026. No session is booked yet." in again, again.text
    assert "They next meet" not in again


async def test_a_session_after_the_limit_doesnt_take_the_way_to_book_one_before_it(story: Driver) -> None:
    for day in ("24 november", "8 december"):
        await story.types("Priya", f"book @tomasz {day} 10am")
        await story.presses("Priya", "Book it")
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="24 November")
    whose = story.options("Priya")["Priya Invented"]
    await story.fills("Priya", "Cancel the session", reason="leave", whose=whose)
    await story.waits_until(at(26, 9, 5))
    told = await message(story, "Priya", "Rebook case supervision with Tomasz Sample")
    assert "Your next session is booked for Tuesday 8 December 2026" in told
    assert "Book a session" in told.buttons


async def test_what_went_up_the_line_says_of_a_session_that_is_over_that_nobody_has_said_whether_it_was(
    story: Driver,
) -> None:
    """It went on that they next met on the day before."""
    await story.types("Priya", "book @tomasz 12 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(19, 9, 5))
    await story.presses("Priya", "No, it didn't", on="with Tomasz")
    await story.fills("Priya", "It didn't take place", reason="no_show", whose="S102")
    await story.waits_until(at(26, 9, 5))
    await story.types("Priya", "book @tomasz 27 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(27, 9, 5))
    told = await message(story, "Helen", "To be made up for on Friday 27 November 2026")
    assert "They next meet Friday 27 November 2026 at 10:00 am." in told
    await story.waits_until(at(27, 11, 30))
    over = await message(
        story, "Helen", "Nobody has said yet whether case supervision with Tomasz Sample on Thursday 12"
    )
    assert (
        "A session was booked for Friday 27 November 2026; nobody has said yet whether it took place" in over
    )
    assert "They next meet" not in over


async def test_of_no_common_time_whoever_has_none_is_named(story: Driver) -> None:
    """It was the one who was there, where the other's return lay after the limit."""
    await cancels(story, "Priya", "Sickness", "Priya Invented")
    await story.waits_until(at(5, 10))
    await away(story, "Priya", "2026-11-05", "2026-11-27")
    told = await message(story, "Helen", "No common time: Amara Example and Priya Invented")
    assert "No time in the next days is free for both of them: Priya Invented has none." in told


async def test_what_is_booked_unasked_after_the_limit_says_so(story: Driver) -> None:
    """It named the day and the limit before it, and left the two to be compared."""
    await away(story, "Amara", "2026-11-05", "2026-11-20")
    asked = await message(story, "Priya", "Amara Example: cancelled")
    unasked = "With no answer by the end of Wednesday 4 November 2026 a later time is booked provisionally, which may"
    assert f"{unasked} come after the limit." in asked, asked.text
    await story.waits_until(at(5, 9, 5))
    told = await message(story, "Priya", "a provisional time")
    assert "It is to be held by Tuesday 10 November 2026. It is after the limit, which stays on" in told
    assert "Monday 23 November 2026 at 1:00 pm" in told, "and nothing begins with her first morning back"


async def test_nobody_is_sent_to_choose_a_time_with_whoever_is_away(story: Driver) -> None:
    """“Choose one together”, of a supervisor of whom no return was known."""
    await story.waits_until(at(10, 9, 5))
    await story.presses("Priya", "No, it didn't", on="with Amara")
    await story.fills("Priya", "It didn't take place", reason="no_show", whose="S101")
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-10", last="")
    await story.waits_until(at(11, 9, 5))
    gone = (
        "in the next weeks. Priya Invented is unavailable, and nobody covers. No return is known. Ask Helen"
    )
    told = await message(story, "Amara", "with Priya Invented: cancelled")
    assert gone in told, told.text
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.types("Helen", "away @Owen")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-11", last="2026-12-31")
    await story.waits_until(at(12, 9, 5))
    told = await message(story, "Amara", "with Priya Invented: cancelled")
    assert (
        "Owen Placeholder, who covers for Priya Invented, is unavailable too until Thursday 31 December"
        in told
    ), told.text
    assert "Choose one together" not in told


async def test_a_supervisee_who_is_away_is_said_to_be_where_no_time_is_found(story: Driver) -> None:
    await story.types("Helen", "away @Amara")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-10", last="2026-12-18")
    await story.waits_until(at(10, 9, 5))
    await story.presses("Priya", "No, it didn't", on="with Amara")
    told = await story.fills("Priya", "It didn't take place", reason="work")
    assert "Amara Example is unavailable until Friday 18 December 2026." in told, told.text
