"""A session cancelled for days away, of which no rule asks another, stands in every list of whoever is to arrange it
until there is one."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_uncovered import at
from tests.stories.driver import Driver, message

pytestmark = pytest.mark.policy("southwark")

_WAS = "It was booked for Monday 9 November 2026 at 2:00 pm."


@pytest.mark.parametrize("who", ["Priya", "Amara"])
async def test_it_stands_with_whoever_arranges_it_until_another_is_booked(story: Driver, who: str) -> None:
    """It was told once, and stood in neither `due` nor `team`; of one for the supervisee's own days nor on the page of
    whoever supervises."""
    await story.types(who, "away")
    await story.fills(who, "Save", first="2026-11-09", last="2026-11-11")
    await story.waits_until(at(12, 10))
    assert any(b.startswith("Book Thursday 12") for b in (await message(story, "Priya", _WAS)).buttons)
    for day in (12, 27):
        await story.waits_until(at(day, 10, 5))
        for words in ("my", "due", "team", "due @Amara"):
            listed = await story.types("Priya", words)
            assert _WAS in listed, (words, listed.text)
            ways = [b for b in listed.buttons if b == "Find a time" or b == "Another time"]
            assert ways, (words, listed.buttons)
        for words in ("my", "due"):
            listed = await story.types("Amara", words)
            assert _WAS in listed, (words, listed.text)
            assert {"Propose a time", "Another time"} & set(listed.buttons), (words, listed.buttons)
    await story.types("Priya", "due @Amara")
    form = await story.presses("Priya", "Find a time")
    assert "date" in form.fields, form.fields
    booked = await story.fills("Priya", "Book it", date="2026-11-30", time="14:00")
    assert "Monday 30 November" in booked, (booked.text, booked.errors)
    for name, some in (("Priya", ("my", "due", "team", "due @Amara")), ("Amara", ("my", "due"))):
        for words in some:
            assert _WAS not in await story.types(name, words), (name, words)
