"""Whoever shares out a group's record, or leads it, has left, or the group's people have."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.desk import DeskDriver
from tests.stories.driver import message, no_message
from tests.stories.people.test_leaving import _PEOPLE
from tests.stories.sessions.test_group import at, book, hold

pytestmark = pytest.mark.policy("southwark")


def leaves(story: DeskDriver, person: str, on: str) -> None:
    imports(story.bot, rows("people", _PEOPLE, f"{person}, 04/03/2019, {on}"))


TOMASZ = "S102, Tomasz Sample, social_worker"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_in_place_of_a_signer_who_left_nobody_signs_off_what_they_wrote(story: DeskDriver) -> None:
    """Priya recorded it and is Tomasz's manager: she was asked to sign off her own record."""
    shared = {"recorder": "S201", "signer": "S102", "overseer": "S202"}
    await book(story, **shared)
    await hold(story, ["S101"], "CB-10234", **shared)
    leaves(story, TOMASZ, "10/11/2026")
    await story.waits_until(at(11, 9, 5))
    done = await story.presses("Priya", "Recorded", on="Record CB-10234")
    assert "Helen Fictional is asked to sign off." in done, done.text
    await story.waits_until(at(12, 9, 5))
    await no_message(story, "Priya", "Do you sign off")
    await message(story, "Helen", "Do you sign off the record of CB-10234?")
    assert "Sign off the record of CB-10234" not in await story.types("Priya", "due")
    done = await story.presses("Helen", "I sign it off", on="Do you sign off")
    assert "Priya Invented can see that the record of CB-10234 is signed off." in done, done.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_in_place_of_a_recorder_who_left_nobody_records_what_they_sign_off(story: DeskDriver) -> None:
    shared = {"recorder": "S102", "signer": "S201", "overseer": "S202"}
    await book(story, **shared)
    await hold(story, ["S101"], "CB-10234", **shared)
    leaves(story, TOMASZ, "10/11/2026")
    await story.waits_until(at(11, 9, 5))
    assert "Record CB-10234" not in await story.types("Priya", "due")
    await story.types("Helen", "due")
    await story.presses("Helen", "Recorded", on="Record CB-10234")
    await story.waits_until(at(11, 9, 10))
    await story.presses("Priya", "I sign it off", on="Do you sign off")
