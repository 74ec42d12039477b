"""A session that a file brings, or the chat books, is said wherever something sent says when the two next meet."""

from __future__ import annotations

import pytest

from storage.importing.options import ImportOptions
from storage.importing.run import bring_in
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message
from tests.stories.sessions.cancelling import at, cancels

_SESSIONS = "session, supervisee, supervisor, date, start, kind, state"


def next_by_file(story: Telling, on: str) -> None:
    imports(story.bot, rows("sessions", _SESSIONS, f"N-1, S101, S201, {on}, 10:00, case, booked"))


@pytest.mark.policy("york")
async def test_a_next_session_by_file_answers_a_cancelled_one(story: Telling) -> None:
    """“No new time is set yet” stood beside it for good."""
    await cancels(story, "Priya", "Other work had to come first")
    assert "No new time is set yet." in await message(story, "Amara", ": cancelled")
    next_by_file(story, "12/11/2026")
    await story.waits_until(at(3, 9, 30))
    told = await message(story, "Amara", ": cancelled")
    assert "The next is booked for Thursday 12 November 2026 at 10:00 am." in told, told.text
    assert "No new time is set" not in told


async def test_what_was_sent_says_when_a_file_has_them_meet(story: Telling) -> None:
    await story.waits_until(at(24, 9, 5))
    told = await message(story, "Priya", "Supervision for Tomasz Sample")
    assert "No session is booked yet" in told, told.text
    imports(story.bot, rows("sessions", _SESSIONS, "N-1, S102, S201, 27/11/2026, 10:00, case, booked"))
    await story.waits_until(at(24, 9, 30))
    told = await message(story, "Priya", "Supervision for Tomasz Sample")
    assert "No session is booked yet" not in told, told.text
    assert "Friday 27 November 2026 at 10:00 am" in told, told.text


async def test_what_was_sent_says_that_a_file_no_longer_has_them_meet(story: Telling) -> None:
    """What a whole file leaves out is called off."""
    kept = "N-2, S101, S201, 04/12/2026, 10:00, case, booked"
    imports(story.bot, rows("sessions", _SESSIONS, kept, "N-1, S102, S201, 04/12/2026, 13:00, case, booked"))
    await story.waits_until(at(24, 9, 5))
    told = await message(story, "Priya", "Supervision for Tomasz Sample")
    assert "Your next session is booked for Friday 4 December 2026 at 1:00 pm" in told, told.text
    bring_in(
        story.bot.engine,
        story.bot.config,
        story.bot.clock.now(),
        [rows("sessions", _SESSIONS, kept)],
        ImportOptions(any_reference=True, complete=True),
    )
    await story.waits_until(at(24, 9, 30))
    told = await message(story, "Priya", "Supervision for Tomasz Sample")
    assert "No session is booked yet" in told, told.text


async def test_a_note_for_a_file_says_the_new_time(story: Telling) -> None:
    """What was to be copied still said that one is being arranged."""
    answer = await cancels(story, "Priya", "Other work had to come first")
    noted = "Note the gap in supervision on"
    assert "A new time is being arranged." in await message(story, "Priya", noted)
    await story.presses("Priya", next(b for b in answer.buttons if b.startswith("Book ")))
    await story.waits_until(at(3, 9, 30))
    told = await message(story, "Priya", noted)
    assert "It is booked instead for" in told, told.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_session_whose_kind_no_cell_says_is_of_the_kind_that_fits(story: Telling) -> None:
    """As in chat: with Priya, who holds no case, it was about cases, and held there was “no record to write”."""
    both = ("P-1, S201, S301, 10/11/2026, 10:00, , booked", "A-1, S101, S201, 10/11/2026, 12:00, , booked")
    imports(story.bot, rows("sessions", _SESSIONS, *both))
    await story.waits_until(at(10, 13, 30))
    await message(story, "Priya", "Did case supervision with Amara Example take place?")
    await story.presses("Helen", "Yes, it took place", on="Did personal supervision with Priya Invented")
    held = await story.fills("Helen", "Save: it took place", minutes="60")
    assert "Recorded" in held.buttons, held.text
    imports(story.bot, rows("sessions", _SESSIONS, *both))
    assert "1 personal session" in await story.types("Priya", "my")
