"""What was asked for is over: a move that nobody answered in time, and a session that another cover booked."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.test_asked import NOT_MOVED, at, proposes

pytestmark = [pytest.mark.policy("york"), pytest.mark.parametrize("stage", ["desk"], indirect=True)]


async def test_a_move_that_lapsed_asks_nothing_more_of_either(story: Driver) -> None:
    """Both cards kept “Agree” after the session's day, and the other's “Cancel it instead” after the session."""
    await proposes(story, "Amara", "2026-11-12")
    await story.waits_until(at(5, 9, 5))
    await message(story, "Priya", "still asks to move")
    await story.waits_until(at(9, 9, 5))
    assert (await message(story, "Amara", NOT_MOVED)).buttons == ("Cancel it instead",)
    told = await message(story, "Priya", "Not moved: nobody agreed to it in time.")
    assert "Another time for case supervision with Amara Example" in told.text + told.title
    assert not [m for m in await story.messages("Priya") if "Agree" in m.buttons]
    await story.waits_until(at(10, 9, 5))
    assert not [m for m in await story.messages("Amara") if "Cancel it instead" in m.buttons]
    assert not [m for m in await story.messages("Priya") if "Agree" in m.buttons]


async def test_what_another_cover_booked_and_held_stays_settled_after_the_return(story: Driver) -> None:
    """Asked of one cover and held by the next, it came back to both pages on the day of the return."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03")
    await covers(story, "S202")
    await story.types("Tomasz", "book 6 november 11am")
    await story.presses("Tomasz", "Ask for it")
    await message(story, "Owen", "Tomasz Sample asks for case supervision")
    await story.waits_until(at(5, 10))
    await covers(story, "S301")
    await story.waits_until(at(6, 11, 5))
    assert "nobody booked it" in await story.types("Tomasz", "my")
    await story.types("Helen", "book @Tomasz 9 november 2pm")
    await story.presses("Helen", "Book it")
    await story.waits_until(at(10, 10))
    await story.presses("Helen", "Yes, it took place", on="take place?")
    await story.fills("Helen", "It took place, no case discussed", minutes="60")
    assert "nobody booked it" not in await story.types("Tomasz", "my")
    await story.types("Helen", "back @Priya 12 november")
    await story.fills("Helen", "Save")
    await story.waits_until(at(12, 10))
    for who in ("Tomasz", "Priya"):
        assert "nobody booked it" not in await story.types(who, "my")
    for who in ("Tomasz", "Priya", "Owen"):
        await no_message(story, who, "nobody booked it")


async def covers(story: Driver, whom: str) -> None:
    """Helen names who covers for Priya."""
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101=whom, cover_S102=whom)
