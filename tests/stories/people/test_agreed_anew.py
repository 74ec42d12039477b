"""A change of supervisor ends how often two had agreed to meet: both of the new pair read so and agree anew."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message
from tests.stories.people.test_leaving import _LINES, at

pytestmark = pytest.mark.policy("southwark")


async def _agreed(story: Telling, supervisor: str, supervisee: str) -> None:
    await story.types(supervisor, f"agreement @{supervisee}")
    await story.fills(supervisor, "Sign and send", often="8 weeks")
    await story.waits_until(at(3, 10))
    await story.presses(supervisee, "Sign", on="Your supervision agreement")


_ANEW = "Agreement made anew with a new supervisor: Amara Example"
_ENDED = "That has ended, and nothing is agreed in its place yet."


async def test_both_read_that_it_ended_and_it_is_asked_for_until_they_agree(story: Telling) -> None:
    """They read that the one supervises the other, and no more: eight weeks were the policy's six again."""
    await _agreed(story, "Priya", "Amara")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 05/11/2026"))
    await story.waits_until(at(5, 10))
    told = await message(story, "Amara", "Owen Placeholder supervises you now")
    assert f"You and Priya Invented had agreed to meet every 8 weeks. {_ENDED}" in told, told.text
    assert "Start the agreement" in told.buttons
    mine = await message(story, "Owen", "You supervise Amara Example now")
    assert f"Amara Example and Priya Invented had agreed to meet every 8 weeks. {_ENDED}" in mine, mine.text
    assert "agreed to meet" not in await message(story, "Priya", "Owen Placeholder supervises Amara Example")
    await message(story, "Owen", _ANEW)
    await story.waits_until(at(30, 10))
    for words in ("due", "due @Amara"):
        listed = await story.types("Owen", words)
        assert _ANEW in listed, (words, listed.text)
    assert _ANEW in await story.types("Amara", "due")
    await story.presses("Amara", "Start the agreement", on="supervises you now")
    await story.fills("Amara", "Sign and send", often="6 weeks")
    await story.waits_until(at(30, 10, 10))
    told = await message(story, "Amara", "Owen Placeholder supervises you now")
    assert not told.buttons, "it waits for the other's answer"
    await story.presses("Owen", "Sign", on="every 6 weeks")
    for who in ("Amara", "Owen"):
        assert _ANEW not in await story.types(who, "due"), who
    await story.waits_until(at(30, 10, 20))
    told = await message(story, "Amara", "Owen Placeholder supervises you now")
    assert "had agreed" not in told, told.text


async def test_what_waits_for_the_pairs_agreement_has_the_way_to_one(story: Telling) -> None:
    """“It waits for what the pair's agreement says”, with “Book a session” alone."""
    await _agreed(story, "Helen", "Priya")
    imports(story.bot, rows("relationships", _LINES, "S201, S401, 05/11/2026"))
    await story.waits_until(at(5, 10))
    listed = await story.types("Adel", "due")
    assert "it waits for what the pair's agreement says" in listed, listed.text
    assert "Start the agreement" in listed.buttons
    assert "Start the agreement" in (await story.types("Priya", "my")).buttons
    await story.presses("Priya", "Start the agreement", on="Adel Madeup supervises you now")
    await story.fills("Priya", "Sign and send", often="6 weeks")
    assert "Start the agreement" not in (await story.types("Priya", "my")).buttons
    await story.waits_until(at(5, 10, 10))
    await story.presses("Adel", "Sign", on="every 6 weeks")
    for who in ("Adel", "Priya"):
        listed = await story.types(who, "due")
        about = listed.text.partition("Supervision for Priya Invented")[2][:60]
        assert "2026" in about, (who, listed.text)
