"""What was said before the bot came stands in the council's own files: brought in, it is answered as if chat had said
it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.importing.tables.files import Rows
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def held(kind: str = "case", more: str = "") -> Rows:
    """Of Amara and Priya, on Monday 2 November."""
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state, recorded on, delegate, delegated on"
    return rows("sessions", heading, f"N-1, S101, S201, 02/11/2026, 10:00, 60, {kind}, held, {more}")


# Records


async def test_whoever_was_asked_to_write_a_record_is_asked_and_named(story: Telling) -> None:
    said = rows(
        "discussions",
        "session, case, recorded on, delegate, delegated on",
        "N-1, CB-10234, no, S501, 02/11/2026",
    )
    imports(story.bot, held(more=", ,"), said)
    asked = "Sam Pretend was asked on Monday 2 November 2026 to write it."
    assert asked in await story.types("Priya", "due")
    assert asked in await story.types("Amara", "due")
    assert asked in await story.types("Helen", "due @amara")
    assert "CB-10234" in await story.types("Sam", "my")
    await story.waits_until(at(9, 9, 5))
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    assert asked not in await story.types("Priya", "due")


@pytest.mark.policy("southwark")
async def test_a_groups_record_is_asked_of_whoever_the_file_names(story: Telling) -> None:
    """It was the leader's, whoever was to record it, and nobody was asked to sign it off or to oversee it."""
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state, recorder, signer, overseer"
    group = "G-1, S201, S201, 02/11/2026, 10:00, 60, group, held, S501, S101, S202"
    imports(
        story.bot,
        rows("sessions", heading, group),
        rows("participants", "session, staff_number, attended", "G-1, S101, yes", "G-1, S102, yes"),
        rows("discussions", "session, case, recorded on", "G-1, CB-10234, no", "G-1, CB-10251, 03/11/2026"),
    )
    assert "Record CB-10234" in await story.types("Sam", "due")
    assert "Record CB-10234" not in await story.types("Priya", "due")
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    await story.waits_until(at(3, 9, 5))
    await message(story, "Amara", "Do you sign off the record of")
    oversee = await story.types("Owen", "due")
    assert "CB-10234" in oversee, oversee.text
    assert "CB-10251" not in oversee


@pytest.mark.policy("southwark")
async def test_the_notes_of_a_personal_session_that_were_disagreed_with_are_to_be_settled(
    story: Telling,
) -> None:
    """Only of cases' records a file could say so."""
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state, recorded on, disagreed on"
    one = "N-1, S101, S201, 26/10/2026, 10:00, 60, personal, held, 28/10/2026, 30/10/2026"
    imports(story.bot, rows("sessions", heading, one))
    due = await story.types("Priya", "due")
    assert "Amara Example" in due
    assert "disagree" in due.text.lower(), due.text
