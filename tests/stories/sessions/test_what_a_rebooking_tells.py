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


@pytest.mark.policy("southwark")
async def test_ones_own_page_has_a_cancelled_session_as_its_message_has_where_no_rule_asks_for_another(
    story: Driver,
) -> None:
    """The message offered times, and the page had nothing of it."""
    await story.types("Sam", "away @Amara")
    await story.fills("Sam", "Save", first="2026-11-09", last="2026-11-09")
    await story.waits_until(at(3, 9, 5))
    card = await message(story, "Amara", ": cancelled")
    assert any(one.startswith("Propose ") for one in card.buttons), card.buttons
    page = await story.types("Amara", "my")
    assert ": cancelled" in page.text, page.text
    assert any(one.startswith("Propose ") for one in page.buttons), page.buttons
