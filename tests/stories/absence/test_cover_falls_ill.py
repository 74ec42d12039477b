"""Whoever covers falls ill: what they were to hold is cancelled for that, and asked of whoever answers now."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import at
from tests.stories.driver import Driver, message, no_message

pytestmark = pytest.mark.parametrize("stage", ["desk"], indirect=True)
ELSEWHERE = "answers for this now"


async def _owen_covers(story: Driver) -> None:
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")


async def test_a_cover_whom_another_took_over_from_is_asked_for_no_new_time(story: Driver) -> None:
    """The day after they read “choose a time”, beside whoever covers now."""
    await _owen_covers(story)
    await story.types("Owen", "book @Tomasz 10 november 10am")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(9, 10))
    await away(story, "Owen", "Owen", first="2026-11-10")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S301")
    await story.waits_until(at(11, 9, 5))
    asked = await message(story, "Helen", "Case supervision with Tomasz Sample: choose a new time")
    assert any(label.startswith("Book ") for label in asked.buttons), asked.buttons
    await no_message(story, "Owen", "choose a new time")
    told = await message(story, "Owen", "Case supervision with Tomasz Sample: cancelled")
    assert ELSEWHERE in told, told.text
    assert told.buttons == ()


async def test_what_a_cover_who_falls_ill_was_to_hold_is_cancelled_for_their_days_away(story: Driver) -> None:
    """It was told as the supervisor's, wasn't counted in the answer, and its card said that somebody else answered."""
    await story.types("Priya", "book @Tomasz 24 november 10am")
    await story.presses("Priya", "Book it")
    await _owen_covers(story)
    await story.waits_until(at(4, 10))
    done = await away(story, "Owen", "Owen", first="2026-11-06")
    assert "Cancelled: 1 session" in done, done.text
    assert "Case supervision with Tomasz Sample, Tuesday 24 November 2026" in done, done.text
    await story.waits_until(at(4, 10, 30))
    told = await message(story, "Tomasz", ": cancelled")
    assert "Owen Placeholder is unavailable from Friday 6 November 2026 on." in told, told.text
    assert "Priya Invented is unavailable" not in told
    await story.waits_until(at(6, 9, 5))
    mine = await message(story, "Owen", "Case supervision with Tomasz Sample: cancelled")
    assert ELSEWHERE not in mine, mine.text
    assert "I'm back at work" in mine.buttons, mine.buttons
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S301")
    await story.waits_until(at(9, 9, 5))
    asked = await message(story, "Helen", "Case supervision with Tomasz Sample: choose a new time")
    assert any(label.startswith("Book ") for label in asked.buttons), asked.buttons
    assert ELSEWHERE in await message(story, "Owen", "Case supervision with Tomasz Sample: cancelled")


async def test_a_note_that_is_anothers_to_copy_by_now_tells_nobody_to_copy_it(story: Driver) -> None:
    """It went on, as long as it was: “Copy this into MOSAIC …”, and that there was nothing for them to do."""
    await _owen_covers(story)
    await story.types("Owen", "book @Amara 10 november 10am")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(9, 10))
    await away(story, "Owen", "Owen", first="2026-11-10")
    await story.waits_until(at(9, 10, 5))
    assert "Copy this into MOSAIC" in await message(story, "Owen", "Note the gap in supervision")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S301")
    await story.waits_until(at(11, 9, 5))
    notes = [m.text for m in await story.messages("Owen") if "Note the gap in supervision" in m]
    assert any(ELSEWHERE in text for text in notes), notes
    assert not any("Copy this into MOSAIC" in text for text in notes), notes
