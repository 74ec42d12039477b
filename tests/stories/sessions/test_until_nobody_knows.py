"""A session cancelled for somebody's days away, of which no absence is recorded: until nobody knows when they are
unavailable to whoever would meet them, for leave and sickness alike, and the absence can be recorded at once: B19."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, away, cancels

FREE = "nothing known is in the way"


@pytest.mark.parametrize("reason", ["leave", "sickness"])
async def test_a_pair_that_waits_for_a_return_isnt_said_to_be_free(story: Driver, reason: str) -> None:
    """It was offered times, and read as a supervisor who had booked nothing."""
    await cancels(story, "Amara", reason.capitalize(), "Amara Example")
    ahead = await story.types("Priya", "book @amara 12 november 2pm")
    gone = "Amara Example is unavailable from Monday 9 November 2026 on, and nobody has said until when."
    assert f"That is a working day for both of you. {gone}" in ahead, ahead.text
    assert FREE in await story.types("Priya", "book @tomasz 12 november 2pm")
    own = await story.types("Amara", "book 12 november 2pm")
    assert "You are unavailable from Monday 9 November 2026 on, and haven't said until when." in own, own.text
    await story.waits_until(at(12, 9, 5))
    now = "Amara Example is unavailable, and nobody has said until when."
    told = await story.types("Priya", "book @amara 12 november 2pm")
    assert now in told
    assert FREE not in told
    assert now in await story.types("Priya", "extra @amara")
    closed = await story.types("Priya", "book @amara 14 november 2pm")
    assert closed.title == "Not then"
    assert "would do" not in closed
    await story.waits_until(at(16, 9, 5))
    for who in ("Priya", "Helen"):
        late = await message(story, who, now)
        assert "Discuss CB-10240 with Amara Example" in late, late.text
        assert "No session is booked yet" not in late, late.text
    await story.types("Priya", "back @Amara 16 november")
    await story.fills("Priya", "Save")
    assert FREE in await story.types("Priya", "book @amara 20 november 2pm")
    await story.waits_until(at(16, 9, 10))
    await no_message(story, "Helen", "Amara Example is unavailable")


async def test_whoever_cancels_since_they_are_away_can_record_that_at_once(story: Driver) -> None:
    """What follows from days away, such as a cover, began for nobody whose session was only cancelled."""
    answer = await cancels(story, "Priya", "Sickness", "Priya Invented")
    assert "Record that I am away" in answer.buttons
    form = await story.presses("Priya", "Record that I am away")
    assert form.title == "You are away"
    assert form.values["first"] == "2026-11-03"
    saved = await story.fills("Priya", "Save", kind="unplanned", last="2026-11-13")
    assert saved.title == "You are recorded as away"
    told = await message(story, "Amara", "Priya Invented: cancelled")
    assert "Priya Invented is unavailable from Tuesday 3 November 2026 to Friday 13 November 2026." in told, (
        told.text
    )
    page = await story.types("Priya", "my")
    assert "You are recorded as away since Tuesday 3 November 2026 until Friday 13 November 2026." in page
    assert "Record that I am away" not in page.buttons


async def test_of_leave_the_first_day_is_the_sessions_and_of_somebody_above_nothing_is_recorded(
    story: Driver,
) -> None:
    answer = await cancels(story, "Amara", "Leave", "Priya Invented")
    assert not [label for label in answer.buttons if label.startswith("Record that")], (
        "she can say that she is"
    )
    await story.types("Priya", "book @amara 16 november 2pm")
    await story.presses("Priya", "Book it")
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="16 November")
    whose = story.options("Priya")["Amara Example"]
    answer = await story.fills("Priya", "Cancel the session", reason="leave", whose=whose)
    form = await story.presses("Priya", "Record that Amara Example is away")
    assert form.title == "Amara Example is away"
    assert form.values["first"] == "2026-11-16"


@pytest.mark.parametrize("reason", ["leave", "sickness"])
async def test_the_end_of_a_later_leave_is_nobodys_return_from_days_away_before_it(
    story: Driver, reason: str
) -> None:
    """A session cancelled for sickness was to be held again within days of the leave's end, which nobody had said."""
    await cancels(story, "Priya", reason.capitalize(), "Priya Invented")
    await away(story, "Priya", "2026-11-12", "2026-11-20")
    await no_message(story, "Priya", "choose a new time")
    await no_message(story, "Amara", "choose a new time")
    await story.waits_until(at(25, 9, 5))
    unsaid = await story.types("Priya", "book @amara 26 november 2pm")
    assert "You are unavailable, and haven't said until when." in unsaid, unsaid.text
    await story.types("Priya", "back 23 november")
    done = await story.fills("Priya", "Save")
    assert "choose a new time" in done.title


async def test_other_work_is_no_absence(story: Driver) -> None:
    answer = await cancels(story, "Priya", "Other work had to come first")
    assert not [label for label in answer.buttons if label.startswith("Record that")]


async def test_said_days_later_the_session_that_they_have_booked_next_may_stand_in(story: Driver) -> None:
    """Priya read that no time is free in the next weeks, on the eve of their session."""
    for day in ("13", "25"):
        await story.types("Priya", f"book @amara {day} november 10am")
        await story.presses("Priya", "Book it")
    await story.waits_until(at(23, 9, 5))
    await story.presses("Priya", "No, it didn't", on="13 November")
    said = await story.fills("Priya", "It didn't take place", reason="leave", whose="S101")
    assert "One is already booked, for Wednesday 25 November 2026 at 10:00 am. It may stand in" in said, (
        said.text
    )
    assert "No other time is free for both of you in the next weeks. Amara Example is unavailable" in said
    stands = await story.presses("Priya", "It stands in")
    assert stands.title == "It stands in: Wednesday 25 November, 10:00 am"
    assert "Rebook case supervision" not in await story.types("Priya", "due @amara")
