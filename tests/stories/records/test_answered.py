"""What somebody answered, said in the message that had asked it."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.records.test_record import at, hold

pytestmark = pytest.mark.parametrize("stage", ["desk"], indirect=True)


async def test_whoever_said_that_it_didnt_take_place_reads_so(story: Driver) -> None:
    """They read that it wasn't asked in this way any more."""
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "No, it didn't", on="Did case supervision with Amara")
    await story.fills("Priya", "It didn't take place", reason="other", whose="S201")
    await story.waits_until(at(9, 15, 45))
    told = await message(story, "Priya", "Say whether case supervision with Amara Example on Monday")
    assert "You answered: it didn't take place." in told, told.text
    assert told.buttons == ()


async def test_whoever_agreed_reads_so(story: Driver) -> None:
    """They read that nothing was asked of them any more."""
    await hold(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    await story.presses("Amara", "I agree", on="Do you agree")
    await story.waits_until(at(9, 15, 50))
    told = await message(story, "Amara", "Do you agree")
    assert "You agreed on Monday 9 November 2026." in told, told.text
