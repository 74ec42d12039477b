"""One that nobody had booked is noted with whoever supervised on a day of which it may still be noted."""

from __future__ import annotations

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.absence.test_uncovered import at
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, message

_ASKED = "Did case supervision with Amara Example take place?"


async def _notes(story: Driver, who: str, other: str, day: str) -> str:
    """With the names that are offered, whatever becomes of it."""
    await story.types(who, "held")
    await story.presses(who, "One that nobody had booked")
    options = story.options(who)
    noted = await story.fills(who, "Note it", person=options[other], date=day, time="10:00")
    if noted.title == "Which session was it?":
        noted = await story.presses(who, "No, both")
    return noted.text


async def test_while_somebody_covers_one_with_the_supervisor_is_noted(story: Driver) -> None:
    """The cover alone was offered."""
    await away(story, "Helen", "Priya", "unplanned", "2026-11-09", "2026-11-20")
    await story.presses("Helen", "Who covers", on="Priya Invented: away")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(10, 12))
    noted = await _notes(story, "Amara", "Priya Invented", "2026-11-05")
    assert "Owen Placeholder is asked whether it took place" in noted
    await story.waits_until(at(11, 12))
    listed = await story.types("Owen", "held")
    assert "It was with Priya Invented." in listed, listed.text
    asked = [m for m in await story.messages("Owen") if _ASKED in m and "5 November" in m]
    assert asked
    assert "It was with Priya Invented." in asked[-1], asked[-1].text


async def test_after_a_change_of_supervisor_both_note_what_was_before(story: Telling) -> None:
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S101, S202, 09/11/2026"))
    await story.waits_until(at(10, 12))
    noted = await _notes(story, "Amara", "Priya Invented", "2026-11-05")
    assert "Priya Invented is asked whether it took place" in noted
    assert "Yes, it took place" in (await message(story, "Priya", "5 November")).buttons
    noted = await _notes(story, "Priya", "Amara Example", "2026-11-04")
    assert "It counts once you have said what was discussed." in noted
