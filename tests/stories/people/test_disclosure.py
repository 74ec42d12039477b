"""What belongs to the two is discussed with others: said with a reason, traced, and told to the supervisee (B28, Y21,
S20)."""

from __future__ import annotations

from datetime import UTC, datetime

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


SAID = {"of": "personal", "to": "human_resources", "on": "2026-11-02", "why": WHY}
BACK = "took back that your personal supervision was discussed"


async def test_what_was_said_by_mistake_is_taken_back_and_whoever_was_told_is_told(story: Driver) -> None:
    await story.types("Priya", "disclosed @Amara")
    saved = await story.fills("Priya", SAVE, **SAID)
    assert saved.buttons == ("Take it back",)
    await message(story, "Amara", TOLD)
    listed = await story.types("Priya", "disclosed")
    assert "Personal supervision of Amara Example" in listed
    done = await story.presses("Priya", "Take it back", on="Personal supervision of Amara")
    assert "Amara Example is told that it was a mistake." in done
    told = await message(story, "Amara", BACK)
    assert "was not discussed with Human Resources on Monday 2 November 2026" in told
    assert "Of whom? Write it like:" in await story.types("Priya", "disclosed")
    await story.types("Priya", "disclosed @Amara")
    assert "Amara Example is told" in await story.fills("Priya", SAVE, **SAID), "said anew, it is told anew"


async def test_for_two_working_days_by_whoever_said_it(story: Driver) -> None:
    await story.types("Priya", "disclosed @Amara")
    await story.fills("Priya", SAVE, **SAID)
    await story.waits_until(datetime(2026, 11, 6, 10, 0, tzinfo=UTC))
    late = await story.presses("Priya", "Take it back", on="Saved: discussed with others")
    assert "more than two working days ago" in late
    await no_message(story, "Amara", BACK)
