"""Whoever is said not to have come reads it, and can say that the session took place."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.sessions import test_group as group
from tests.stories.sessions.test_put_right import at, cases


async def says_nobody_came(story: Driver, who: str, whose: str) -> Seen:
    """``who`` of the two says so of the session of Monday 9 November, when it is over."""
    await story.waits_until(at(9, 15, 40))
    asked = who == "Priya"
    if not asked:
        await story.types(who, "cancel")
    await story.presses(who, "No, it didn't", on="take place?" if asked else "Case supervision")
    picked = story.options(who)
    answers = {"reason": picked["Somebody didn't come"], "whose": picked[whose]}
    return await story.fills(who, "It didn't take place", **answers)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_is_said_not_to_have_come_reads_it_and_can_say_that_it_took_place(
    story: Driver,
) -> None:
    done = await says_nobody_came(story, "Priya", "Amara Example")
    assert "It took place" not in done.buttons
    await story.waits_until(at(10, 9, 5))
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert "It is recorded that you couldn't be there." in told
    assert "If that isn't so, speak to Priya Invented, or say that it took place." in told
    noted = await story.presses(
        "Amara", "It took place", on="Case supervision with Priya Invented: cancelled"
    )
    assert noted.title == "Noted: case supervision with Priya Invented"
    assert "Priya Invented is asked whether it took place" in noted
    due = await story.types("Priya", "due")
    assert "Say whether case supervision with Amara Example" in due
    assert "Rebook" not in due, "what was noted answers it while that waits to be confirmed"
    await story.waits_until(at(11, 9, 5))
    await story.presses("Priya", "Yes, it took place", on="Amara Example says that it took place")
    await story.fills("Priya", "Save: it took place", minutes="60", cases=cases(story, "Priya", "CB-10240"))
    assert "Rebook" not in await story.types("Priya", "due"), "it took place when it was booked for"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_supervisor_who_is_said_not_to_have_come_reads_it_too(story: Driver) -> None:
    await says_nobody_came(story, "Amara", "Priya Invented")
    told = await message(story, "Priya", "Case supervision with Amara Example: cancelled")
    assert "If that isn't so, speak to Amara Example, or say that it took place." in told
    assert "It took place" in told.buttons
    await no_message(story, "Amara", "couldn't be there")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.policy("southwark")
async def test_a_member_who_is_recorded_as_not_having_come_to_the_group_reads_it(story: Driver) -> None:
    await group.book(story)
    await group.hold(story, ["S101"], "CB-10234")
    await story.waits_until(at(11, 9, 5))
    told = await message(story, "Tomasz", "Group supervision with Priya Invented took place without you")
    assert "You aren't recorded as having been there. If you were, tell Priya Invented," in told
    assert "who can put it right for two working days." in told
    await no_message(story, "Amara", "without you")
