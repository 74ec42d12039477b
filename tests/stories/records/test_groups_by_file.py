"""A group that a file says was held, and doesn't say who records it, signs it off or oversees it (S12)."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.desk import DeskDriver
from tests.stories.driver import message, no_message
from tests.stories.people.test_leaving import _PEOPLE
from tests.stories.sessions.test_group import at

pytestmark = [pytest.mark.policy("southwark"), pytest.mark.parametrize("stage", ["desk"], indirect=True)]
_SESSIONS = "session, supervisee, supervisor, date, start, minutes, kind, state"
_HELD = "G1, S201, S201, 02/11/2026, 10:00, 60, group, held"


def held(story: DeskDriver, columns: str = "", named: str = "") -> None:
    imports(
        story.bot,
        rows("sessions", _SESSIONS + columns, _HELD + named),
        rows("participants", "session, staff_number, attended", "G1, S101, yes"),
        rows("discussions", "session, case", "G1, CB-10234"),
    )


async def test_whoever_has_the_role_by_practice_records_it_and_signs_it_off(story: DeskDriver) -> None:
    """Its leader was asked for the record, and then to sign off what she had written."""
    held(story)
    await story.waits_until(at(4, 9, 5))
    await no_message(story, "Priya", "Record CB-10234")
    done = await story.presses("Sam", "Recorded", on="Record CB-10234")
    assert "Owen Placeholder is asked to sign off." in done, done.text
    await story.waits_until(at(5, 9, 5))
    await no_message(story, "Priya", "Do you sign off")
    await story.presses("Owen", "I sign it off", on="Do you sign off the record of CB-10234?")


async def test_where_nobody_has_it_that_is_said_and_they_are_asked_once_named(story: DeskDriver) -> None:
    """Owen is no Advanced Practitioner: Priya oversees the records, and signs none off."""
    imports(story.bot, rows("people", _PEOPLE, "S202, Owen Placeholder, social_worker, 04/03/2019,"))
    held(story)
    await story.waits_until(at(4, 9, 5))
    done = await story.presses("Sam", "Recorded", on="Record CB-10234")
    assert "Nobody is named to sign it off: an administrator imports who does." in done, done.text
    await story.waits_until(at(5, 9, 5))
    for who in ("Priya", "Owen", "Helen", "Adel"):
        await no_message(story, who, "Do you sign off")
    held(story, ", signer", ", S202")
    await story.waits_until(at(6, 9, 5))
    await message(story, "Owen", "Do you sign off the record of CB-10234?")
