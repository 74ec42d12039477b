"""Whoever prepares is reminded, and never reported."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, message, no_message
from tests.stories.preparing.test_prepare import INVITED, SECRET, at, invited, nobody_knows, shares


async def test_an_unfinished_form_is_reminded_the_working_day_before(story: Driver) -> None:
    await invited(story)
    await story.presses("Amara", "Prepare CB-10240", on=INVITED)
    await story.fills("Amara", "Save draft", worrying=SECRET)
    await story.waits_until(at(6, 9, 1))
    [reminder, invitation] = [m for m in await story.messages("Amara") if INVITED in m]
    assert "your draft for CB-10240" in reminder
    assert SECRET not in reminder
    assert "Asked again on Friday 6 November 2026" in invitation
    assert invitation.buttons == ()
    form = await story.presses("Amara", "Go on with CB-10240")
    await story.fills("Amara", "Share with my supervisor", decided="c")
    assert form.title == "Prepare CB-10240"
    for settled in [m for m in await story.messages("Amara") if INVITED in m]:
        assert settled.buttons == ()


async def test_who_shared_is_not_reminded_unless_a_draft_is_left(story: Driver) -> None:
    await invited(story)
    await shares(story)
    await story.waits_until(at(6, 9, 1))
    assert len([m for m in await story.messages("Amara") if INVITED in m]) == 1


async def test_one_shared_and_one_left_over_is_reminded(story: Driver) -> None:
    await invited(story)
    await shares(story)
    await story.types("Amara", "prepare CB-10240")
    await story.fills("Amara", "Save draft", worrying="later")
    await story.waits_until(at(6, 9, 1))
    seen = await message(story, "Amara", "Not shared yet: your draft for CB-10240.")
    assert "Go on with CB-10240" in seen.buttons


async def test_not_preparing_is_never_reported_to_anyone(story: Driver) -> None:
    """The whole life of a session for which nothing was prepared: nobody but the supervisee hears of preparing."""
    await story.waits_until(at(30, 17))
    assert len([m for m in await story.messages("Amara") if INVITED in m]) == 1, "asked once"
    await nobody_knows(story, "prepar", "Prepar", but=("Amara",))
    for who in ("Priya", "Helen", "Adel", "Sam"):
        for command in ("due", "team", "team all", "due @Amara"):
            answer = await story.types(who, command)
            assert "repare" not in answer
            assert "reparation" not in answer


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_sent_names_whoever_holds_the_session_by_now(story: Telling) -> None:
    """It went on naming whoever supervised before."""
    await story.waits_until(at(5, 10))
    await message(story, "Amara", "Prepare for case supervision with Priya Invented")
    line = "S101, S201, 06/01/2025, 04/11/2026", "S101, S202, 05/11/2026,"
    imports(story.bot, rows("relationships", "supervisee, supervisor, since, until", *line))
    await story.waits_until(at(5, 12))
    await message(story, "Amara", "1 booked session with another supervisor from now on")
    await message(story, "Amara", "Prepare for case supervision with Owen Placeholder")
    await no_message(story, "Amara", "Prepare for case supervision with Priya")
