"""What belongs to the two is discussed with others: said with a reason, traced, and told to the supervisee (B28, Y21,
S20)."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message

WHY = "A complaint named what was agreed"
TOLD = "discussed your personal supervision with others"
SAVE = "Save and tell them"


async def test_the_supervisee_is_told_and_alone_reads_why(story: Driver) -> None:
    shown = await story.types("Priya", "disclosed @Amara")
    assert "always with the supervisee's knowledge" in shown
    asked = await story.fills("Priya", SAVE, of="personal", to="human_resources", on="2026-11-30")
    assert asked.errors == {
        "on": "That day is still to come. Record it once it is done.",
        "why": "Say why, in a few words: they read it.",
    }
    saved = await story.fills("Priya", SAVE, on="2026-11-02", why=WHY)
    assert "Amara Example is told" in saved
    told = await message(story, "Amara", TOLD)
    assert "with Human Resources on Monday 2 November 2026" in told
    assert WHY not in told
    for who in ("Helen", "Owen", "Sam"):
        await no_message(story, who, TOLD)
    assert WHY in await story.presses("Amara", "Read why", on=TOLD)


async def test_it_is_said_once_and_who_reads_it_can_do_something_about_it(story: Driver) -> None:
    said = {"of": "personal", "to": "human_resources", "on": "2026-11-02", "why": WHY}
    await story.types("Priya", "disclosed @Amara")
    await story.fills("Priya", SAVE, **said)
    await story.types("Priya", "disclosed @Amara")
    twice = await story.fills("Priya", SAVE, **said)
    assert twice.errors == {"on": "Just this is noted already: Amara Example was told."}
    other = await story.fills("Priya", SAVE, **{**said, "to": "line_manager"})
    assert "Amara Example is told" in other
    way = await story.presses("Amara", "A concern about supervision", on="with Human Resources")
    assert way.title == "If supervision isn't as it should be"


async def test_only_a_supervisor_says_it_of_those_they_supervise(story: Driver) -> None:
    refused = "Only whoever supervises them says what was discussed with others."
    for who in ("Owen", "Helen", "Sam"):
        assert refused in await story.types(who, "disclosed @Amara")
    asked = await story.types("Priya", "disclosed")
    assert "Of whom? Write it like:" in asked
    assert "disclosed @Amara" in asked


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_policy_that_says_nothing_of_it_asks_for_nothing(story: Driver) -> None:
    assert "doesn't say with whom this may be discussed" in await story.types("Priya", "disclosed @Amara")
    assert "disclosed" not in (await story.types("Priya", "help")).text
