"""An absence is extended, shortened, corrected, taken back."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_absence import at, away
from tests.stories.driver import Driver, message, no_message

#: Of what was due on the day before it began.
OPEN = "1 thing due before Tuesday 10 November 2026 is still open: "


async def test_an_absence_is_extended_shortened_and_corrected(story: Driver) -> None:
    await away(story, "Priya", "Priya", kind="planned", last="2026-11-05")
    await no_message(story, "Amara", "cancelled")
    card = await story.types("Priya", "away")
    assert "You are already recorded as away" in card.title
    form = await story.presses("Priya", "Change it")
    assert form.values["last"] == "2026-11-05"
    await story.fills("Priya", "Save", last="2026-11-13")
    await message(story, "Amara", "cancelled")
    form = await story.types("Priya", "back")
    assert form.values["back"] == "2026-11-04"
    done = await story.fills("Priya", "Save", back="2026-11-09")
    assert done.title == "You are back"
    form = await story.presses("Priya", "Correct the day")
    await story.fills("Priya", "Save", back="2026-11-10")
    await story.waits_until(at(10, 9, 1))
    again = await story.types("Priya", "back 6 november")
    assert again.values["back"] == "2026-11-06"


async def test_an_absence_that_never_was_is_taken_back(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    done = await story.presses("Helen", "It was a mistake")
    assert done.title == "Taken back"
    await story.waits_until(at(17, 9, 1))
    await no_message(story, "Helen", "rrange supervision while")
    await no_message(story, "Priya", "You were recorded as away")


async def test_what_a_covering_manager_leaves_goes_up_past_them(story: Driver) -> None:
    """Helen, who covers, is Priya's own line manager: an escalation to her would tell her of herself."""
    await away(story, "Helen", "Priya", sickness=["yes"])
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "I'll cover", on="Arrange supervision while")
    await story.waits_until(at(18, 9, 1))
    await message(story, "Helen", "Discuss CB-10234 with Amara Example")
    await story.waits_until(at(24, 9, 1))
    up = await message(story, "Adel", "Discuss CB-10234 with Amara Example")
    assert "Telling you is this council's practice" in up


async def test_what_a_session_may_have_met_is_called_late_in_no_list_of_an_absence(story: Driver) -> None:
    """Nobody has said yet whether the session of the 9th took place, by which CB-10240 was due."""
    await story.waits_until(at(10, 9, 30))
    form = await story.types("Helen", "away @Priya")
    assert form.title.endswith("away")
    told = await story.fills("Helen", "Save", kind="unplanned", first="2026-11-10", last="2026-11-20")
    assert OPEN in told
    assert "was due" not in told
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(10, 9, 40))
    taken = await message(story, "Owen", "You cover for Priya Invented")
    _, _, before = taken.text.partition("Due before Tuesday 10 November 2026 and still open: ")
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026" in before, taken.text


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_who_is_back_early_is_offered_what_was_cancelled_for_that_day_at_its_own_time(
    story: Driver,
) -> None:
    """Only later days were, where no rule asks for a new time."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-05", last="2026-11-10")
    await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    await story.waits_until(at(9, 9, 1))
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-09")
    await story.presses("Priya", "Correct the day")
    await story.fills("Priya", "Save", back="2026-11-08")
    own, page = "Book Monday 9 November, 2:00 pm", await story.types("Priya", "my")
    offered = [one for one in page.buttons if one.startswith("Book ") and "," in one]
    assert offered[:1] == [own], offered
    await story.waits_until(at(9, 9, 10))
    told = await message(story, "Priya", "Case supervision with Amara Example: cancelled")
    assert told.buttons[0] == own, told.buttons
    await story.presses("Priya", own, on="with Amara Example: cancelled")
    await story.waits_until(at(9, 9, 20))
    await message(story, "Amara", "Case supervision with Priya Invented is booked")
