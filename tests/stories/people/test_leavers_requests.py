"""What waited for somebody who leaves is withdrawn, and whoever asked reads it."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message
from tests.stories.people.test_agreement import send
from tests.stories.people.test_leaving import _LINES, _PEOPLE, at
from tests.stories.sessions.cancelling import cancels


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_asked_a_leaver_for_a_meeting_reads_that_it_is_withdrawn(story: Telling) -> None:
    """They waited, and weren't told."""
    await story.types("Amara", "concern")
    await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    await story.presses("Amara", "Yes, ask Helen Fictional")
    gone = "S301, Helen Fictional, head_of_service, 04/03/2019, 06/11/2026"
    imports(story.bot, rows("people", _PEOPLE, gone), rows("relationships", _LINES, "S201, S401, 07/11/2026"))
    await story.waits_until(at(9))
    told = await message(story, "Amara", "Helen Fictional has left")
    assert "your request of Tuesday 3 November 2026 is withdrawn. You can ask anew." in told
    anew = await story.presses("Amara", "Ask for a meeting", on="Helen Fictional has left")
    assert "Ask for a meeting with Adel Madeup" in anew.buttons


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_an_agreement_that_waits_for_a_signature_is_withdrawn_once_the_line_has_changed(
    story: Telling,
) -> None:
    await send(story)
    assert "You wait for an answer: 1" in await story.types("Priya", "my")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 04/11/2026"))
    await story.waits_until(at(4, 9, 30))
    for who, other in (("Amara", "Priya Invented"), ("Priya", "Amara Example")):
        told = await message(story, who, f"The agreement with {other} isn't to be signed any more")
        assert "Neither of you supervises the other any more, so it is withdrawn" in told
    assert (await message(story, "Amara", "Your supervision agreement")).buttons == ()
    assert "Sign" not in await story.types("Amara", "due")
    assert "You wait for an answer" not in await story.types("Priya", "my")
    asked = await message(story, "Owen", "greement")  # B2: reviewed when the supervisor changes
    assert "Amara Example" in asked


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_stays_reads_that_an_agreement_with_a_leaver_is_withdrawn(story: Telling) -> None:
    await send(story)
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 05/11/2026"))
    await story.waits_until(at(6, 9, 30))
    await message(story, "Priya", "The agreement with Amara Example isn't to be signed any more")


async def test_whoever_asked_and_has_no_supervisor_any_more_reads_that(story: Telling) -> None:
    """It said that somebody else answers, of a session of their own that nobody else could ask for."""
    await story.types("Helen", "book @Adel 12 november 2pm")
    await story.presses("Helen", "Ask for it")
    await story.waits_until(at(9, 17))
    imports(story.bot, rows("people", _PEOPLE, "S401, Adel Madeup, head_of_service, 04/03/2019, 10/11/2026"))
    await story.waits_until(at(13, 9, 30))
    told = await message(story, "Helen", "Not booked: the personal supervision that you asked for")
    assert "answers for this now" not in told, told.text
    assert "Nobody is recorded who supervises you: ask an administrator." in told, told.text


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_session_cancelled_by_a_leaver_names_who_is_to_hold_it_now(story: Telling) -> None:
    """It named the leaver alone, beside a way to propose a time."""
    await cancels(story, "Priya", "Other work had to come first")
    said = "It is to be with Helen Fictional now."
    assert said not in await story.types("Amara", "my")
    imports(story.bot, rows("people", _PEOPLE, "S201, Priya Invented, team_manager, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(9, 9, 30))
    own = await story.types("Amara", "my")
    assert said in own, own.text
