"""What somebody asked for is answered where their supervision falls due; no other session is offered beside it."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at, cancels

pytestmark = pytest.mark.parametrize("stage", ["desk"], indirect=True)


async def test_what_was_asked_for_is_booked_from_where_it_falls_due(story: Driver) -> None:
    """Its reader read that no session was booked yet, with a button to book another."""
    await story.types("Tomasz", "book wednesday 18 november 10:00")
    await story.presses("Tomasz", "Ask for it")
    page = await story.types("Priya", "due @Tomasz")
    assert "Book Wednesday 18 November, 10:00 am" in page.buttons, page.buttons
    assert "Book a session" not in page.buttons, page.buttons


@pytest.mark.policy("york")
async def test_a_proposed_time_is_booked_from_where_it_falls_due(story: Driver) -> None:
    await cancels(story, "Amara", "Other work had to come first")
    await story.waits_until(at(3, 9, 5))
    await story.types("Amara", "my")
    proposed = await story.presses("Amara", "Propose a time", on="cancelled")
    await story.presses("Amara", next(b for b in proposed.buttons if b.startswith("Propose ")))
    page = await story.types("Priya", "due @Amara")
    assert any(one.startswith("Book ") and one != "Book a session" for one in page.buttons), page.buttons
    assert "Book a session" not in page.buttons, page.buttons


@pytest.mark.policy("york")
async def test_a_reminder_says_what_was_asked_for(story: Driver) -> None:
    await story.types("Tomasz", "book wednesday 18 november 10:00")
    await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Priya", "Supervision for Tomasz Sample")
    asked = "Tomasz Sample asks for case supervision: Wednesday 18 November 2026 at 10:00 am."
    assert asked in told, told.text
    assert told.buttons[0] == "Book Wednesday 18 November, 10:00 am", told.buttons
