"""What was cancelled for a supervisor's absence, and whoever covered found no new time for, is theirs again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message

pytestmark = [pytest.mark.policy("southwark"), pytest.mark.parametrize("stage", ["desk"], indirect=True)]

_SESSIONS = "session, supervisee, supervisor, date, start, kind, state, cancelled on, reason, absent"
_WAS = "It was booked for Friday 6 November 2026 at 9:30 am."


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def cancelled_and_covered(story: Telling) -> None:
    """By a file, on the day before the bot's first message; nobody was told of it here."""
    line = "N-9, S101, S201, 06/11/2026, 09:30, personal, cancelled, 02/11/2026, sickness, S201"
    imports(story.bot, rows("sessions", _SESSIONS, line))
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "New time: Amara Example, 6 November" in told.buttons, told.buttons


@pytest.mark.parametrize("said", [6, 9])
async def test_what_a_cover_found_no_time_for_is_handed_back(story: Telling, said: int) -> None:
    """It was nobody's: the cover's card kept its button, which was refused, and whoever was back read nothing."""
    await cancelled_and_covered(story)
    await story.waits_until(at(said, 12))
    await story.types("Priya", "back 9 november")
    await story.fills("Priya", "Save")
    await story.waits_until(at(9, 12, 5))
    told = [m for m in await story.messages("Owen") if any("New time" in label for label in m.buttons)]
    assert not told, told
    handed = await message(story, "Priya", _WAS)
    assert any(label.startswith("Book ") for label in handed.buttons), handed.buttons
    mine = await story.types("Priya", "my")
    assert _WAS in mine, mine.text
    theirs = await story.types("Amara", "my")
    assert _WAS in theirs, theirs.text
    assert "Priya Invented books it, or confirms a time that you propose." in theirs, theirs.text
    assert "Propose a time" in theirs.buttons, theirs.buttons
