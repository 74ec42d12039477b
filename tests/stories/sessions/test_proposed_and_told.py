"""Whoever proposed a time reads so wherever they read of the cancelled session."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, cancels


async def test_what_tells_of_a_cancelled_session_says_which_time_its_reader_proposed(story: Driver) -> None:
    """It asked them to propose one, and named for when the bot books."""
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", kind="unplanned", first="2026-11-09", last="2026-11-09")
    await story.types("Amara", "my")
    done = await story.presses("Amara", "Propose Wednesday 4 November, 12:00 noon")
    assert "Proposed" in done, done.text
    page = await story.types("Amara", "my")
    said = "Priya Invented hasn't booked it yet"
    assert said in page, page.text
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert said in told, told.text
    assert told.buttons == ("Propose another time",)


PROVISIONAL = "a provisional time"


async def _proposes_after_illness(story: Driver, day: str) -> None:
    """Ill on the 9th, back on the 11th: that leaves until the 18th, and would have left less of leave."""
    await story.waits_until(at(9, 9, 30))
    await cancels(story, "Priya", "Sickness", "Amara Example")
    await story.waits_until(at(11, 10))
    await story.presses("Amara", "I'm back at work", on="Priya Invented: cancelled")
    await story.fills("Amara", "Save", date="2026-11-11")
    assert "Wednesday 18 November 2026" in await message(story, "Priya", "choose a new time")
    await story.presses("Amara", "Another time", on="choose a new time")
    assert (await story.fills("Amara", "Propose it", date=day, time="11:30")).title == "Proposed"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_the_bot_booked_is_no_new_time_to_find(story: Driver) -> None:
    """It stood under “Waiting for your answer”, with [Find a time], though it stands unless one of the two moves it."""
    await story.waits_until(at(9, 9, 30))
    await cancels(story, "Priya", "Sickness", "Amara Example")
    await story.waits_until(at(11, 10))
    await story.presses("Amara", "I'm back at work", on="Priya Invented: cancelled")
    await story.fills("Amara", "Save", date="2026-11-11")
    assert "Find a time" in (await story.types("Priya", "my")).buttons
    await story.waits_until(at(13, 9, 5))
    mine = await story.types("Priya", "my")
    assert "Waiting for your answer" not in mine, mine.text
    due = await story.types("Priya", "due @Amara")
    assert "To be made up for on Monday 16 November 2026: case supervision with Amara Example" in due
    stands = (
        "It is provisionally booked again for Monday 16 November 2026 at 9:00 am. Neither has confirmed it."
    )
    assert f"{stands} It stands unless one of you moves it." in due, due.text
    assert "Find a time" not in (*mine.buttons, *due.buttons)
    assert "Move it" in due.buttons
    await story.presses("Priya", "That's fine")
    assert "provisionally" not in await story.types("Priya", "due @Amara")


async def _booked(story: Driver, until: datetime) -> tuple[str, str]:
    await story.waits_until(until)
    told = [await message(story, who, PROVISIONAL) for who in ("Amara", "Priya")]
    return told[0].text, told[1].text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_time_proposed_inside_the_limit_is_what_the_bot_books(story: Driver) -> None:
    """It took an earlier one, by when a session cancelled for leave would have had to be held."""
    await _proposes_after_illness(story, "2026-11-18")
    amara, priya = await _booked(story, at(13, 9, 5))
    for told in (amara, priya):
        assert "Provisionally booked: Wednesday 18 November 2026 at 11:30 am" in told, told
        assert "so the bot took one" not in told
    assert "You had proposed it, and it was free." in amara
    assert "Amara Example had proposed it, and it was free." in priya


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_becomes_of_a_time_that_the_bot_doesnt_book_is_said_to_both(story: Driver) -> None:
    """Neither read of it again, and [Confirm] stayed on the card when the bot's own time stood."""
    await _proposes_after_illness(story, "2026-11-20")
    amara, priya = await _booked(story, at(13, 9, 5))
    assert "You had proposed Friday 20 November 2026 at 11:30 am." in amara
    assert "after the limit" not in amara
    assert "Amara Example had proposed Friday 20 November 2026 at 11:30 am. That is after the limit." in priya
    asked = await message(story, "Priya", "proposes a new time")
    assert "Confirm" in asked.buttons, "a provisional time can still be moved there"
    await story.waits_until(at(16, 9, 5))
    for who, name in (("Amara", "You"), ("Priya", "Amara Example")):
        assert f"{name} had proposed Friday 20 November" in await message(story, who, ": stands")
    assert [m.text for m in await story.messages("Priya") if "Confirm" in m.buttons] == []
    await story.waits_until(at(23, 9, 5))
    await no_message(story, "Amara", "Not booked: the new time")


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_time_in_place_of_a_cancelled_session_that_was_booked_and_cancelled_too_had_its_answer(
    story: Driver,
) -> None:
    """It was said that nobody had answered: it was confirmed, and cancelled days later."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.presses("Amara", "Propose a time", on="Case supervision with Priya Invented: cancelled")
    await story.presses("Amara", "Another time")
    await story.fills("Amara", "Propose it", date="2026-11-11", time="11:30")
    await story.presses("Priya", "Confirm", on="proposes a new time")
    await story.waits_until(at(10, 9, 5))
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(12, 9, 5))
    await no_message(story, "Amara", "Not booked: the new time")
