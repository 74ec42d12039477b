"""What a cancelled session tells whoever finds its new time, and everybody who reads a child's file, of the reason."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at, cancels


@pytest.mark.parametrize("reason", ["Leave", "Sickness"])
async def test_the_note_for_a_childs_file_is_one_for_every_reason(story: Driver, reason: str) -> None:
    """Everybody with the file reads it. It gave the limit, which after sickness alone counts from the return."""
    await cancels(story, "Amara", reason, "Amara Example")
    noted = "Note the gap in supervision on"
    said = "was cancelled on Tuesday 3 November 2026: one of the two was unavailable. A new time is being arranged.”"
    assert said in await message(story, "Priya", noted)
    await story.waits_until(at(10, 9, 5))
    await story.types("Priya", "due")
    await story.presses("Priya", "Back at work")
    await story.fills("Priya", "Save", date="2026-11-10")
    await story.waits_until(at(10, 9, 30))
    note = await message(story, "Priya", noted)
    assert said in note, note.text
    assert "held by" not in note.text


async def test_whose_return_a_new_time_waits_for_is_named(story: Driver) -> None:
    """A cover read “the return to work”, and by Why? “It is to be held by a day not known yet”."""
    await cancels(story, "Amara", "Sickness", "Amara Example")
    waits = "There is no date yet: it waits for the return of Amara Example."
    assert waits in await story.types("Priya", "due")
    why = await story.presses("Priya", "Why?", on="Rebook case supervision")
    assert waits in why, why.text
    assert "a day not known yet" not in why
    assert "It had been booked for Monday 9 November 2026" in why
