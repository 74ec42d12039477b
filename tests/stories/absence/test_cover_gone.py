"""Whoever covered held a session, and is away before saying so: somebody who is there says it, from their page."""

from __future__ import annotations

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import covered_until_friday
from tests.stories.absence.test_uncovered import at
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, message, no_message

_ASKED = "Did case supervision with Amara Example take place?"
_WHOSE = (
    "Whether case supervision with Owen Placeholder on Thursday 26 November 2026 at 10:00 am took place is "
)


async def _held_as_cover(story: Driver) -> None:
    """By Owen, on Thursday 26 November; Priya is back on Monday 30 November."""
    await covered_until_friday(story)
    await story.types("Owen", "book @Amara 26 november 10am")
    await story.presses("Owen", "Book it")


async def _gone(story: Driver, last: str = "") -> None:
    """Owen, before he says whether it took place."""
    await story.waits_until(at(27, 8))
    await away(story, "Helen", "Owen", "unplanned", "2026-11-27", last)


async def test_whoever_is_back_says_whether_what_a_cover_who_is_away_held_took_place(story: Driver) -> None:
    """Nobody could from their page: one read that it was the other's to say, who read that nothing waited."""
    await _held_as_cover(story)
    await _gone(story)
    await story.waits_until(at(30, 12))
    assert _WHOSE + "Priya Invented's to say" in await story.types("Amara", "held")
    assert _ASKED in await story.types("Priya", "held")
    page = await story.types("Priya", "my")
    assert "Say whether case supervision with Amara Example on Thursday 26 November 2026 took place" in page
    asked = await message(story, "Priya", _ASKED)
    assert "Yes, it took place" in asked.buttons
    await no_message(story, "Priya", "Still asked of whoever covered for you")
    assert "Priya Invented is asked whether it took place." in await message(story, "Owen", _ASKED)
    await story.presses("Priya", "Yes, it took place", on=_ASKED)
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10234"]
    said = await story.fills("Priya", "Save: it took place", minutes="60", cases=picked)
    assert "Owen Placeholder held the session and is asked to record it." in said, said.text
    assert "Recorded" not in said.buttons
    assert "No session waits for you" in await story.types("Amara", "held")
    due = await story.types("Priya", "due")
    assert "Owen Placeholder: Record CB-10234" in due, due.text


async def test_it_is_the_covers_again_once_they_are_back(story: Driver) -> None:
    await _held_as_cover(story)
    await _gone(story, "2026-12-01")
    await story.waits_until(at(30, 12))
    assert "Yes, it took place" in (await message(story, "Priya", _ASKED)).buttons
    await story.waits_until(at(2, 12, 0, 12))
    assert _WHOSE + "Owen Placeholder's to say" in await story.types("Amara", "held")
    told = [m for m in await story.messages("Priya") if _ASKED in m and "26 November" in m]
    assert told
    assert all("Owen Placeholder is asked whether it took place." in m for m in told), [m.text for m in told]
    asked = [m for m in await story.messages("Owen") if _ASKED in m]
    assert any("Yes, it took place" in m.buttons for m in asked), [m.text for m in asked]


async def test_while_both_are_away_whoever_is_named_says_it(story: Driver) -> None:
    """The manager above read that one was asked and hadn't answered, as if they were there, with nothing to press."""
    await away(story, "Helen", "Priya", last="2026-12-11")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.types("Owen", "book @Amara 26 november 10am")
    await story.presses("Owen", "Book it")
    await _gone(story)
    await story.waits_until(at(4, 9, 5, 12))
    told = await message(story, "Helen", "nobody has said whether it took place")
    assert "Owen Placeholder, who covers for Priya Invented, is unavailable too." in told, told.text
    assert "ask them" not in told
    await story.presses("Helen", "Who covers", on="nobody has said whether it took place")
    await story.fills("Helen", "Save", cover_S101="S301")
    await story.waits_until(at(4, 12, 0, 12))
    assert _ASKED in await story.types("Helen", "held")
    await story.presses("Helen", "Yes, it took place", on=_ASKED)


async def test_of_a_cover_who_has_left_whoever_supervises_now_says_it(story: Telling) -> None:
    """It was asked of the next manager above them, who wasn't let."""
    await _held_as_cover(story)
    imports(
        story.bot,
        rows(
            "people",
            "staff number, name, role, employed from, left on",
            "S202, Owen Placeholder, team_manager, 04/03/2019, 27/11/2026",
        ),
    )
    await story.waits_until(at(30, 12))
    assert _WHOSE + "Priya Invented's to say" in await story.types("Amara", "held")
    assert "Yes, it took place" in (await message(story, "Priya", _ASKED)).buttons
    assert "26 November" not in await story.types("Helen", "held")


async def test_cover_that_is_owed_twice_for_one_absence_is_asked_once(story: Driver) -> None:
    """For one who has nobody, and for one whose cover is away too: one message had the same twice, word for word."""
    await away(story, "Sam", "Priya")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(17, 8))
    await away(story, "Sam", "Owen", "unplanned", "2026-11-17")
    await story.waits_until(at(18, 9, 5))
    asked = "arrange supervision while priya invented is away"
    told = [m.text.lower().count(asked) for m in await story.messages("Helen")]
    assert max(told, default=0) == 1, told
