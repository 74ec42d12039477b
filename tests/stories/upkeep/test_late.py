"""What stays late stays in sight, after its last reminder and for as long as it is late."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.driver import Driver, Seen, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def lines(story: Driver, who: str, words: str) -> list[Seen]:
    return [seen for seen in await story.messages(who) if words in seen.text]


async def test_what_nobody_does_is_said_each_week_to_whoever_answers_and_above(story: Driver) -> None:
    await story.waits_until(at(7, 9, 5))
    told = await message(story, "Priya", "things are late")
    assert "The oldest was due on Monday 9 November 2026." in told
    shown = await story.presses("Priya", "Show them", on="things are late")
    assert "Discuss CB-10240 with Amara Example" in shown
    above = await message(story, "Helen", "Late in your teams")
    assert "Priya Invented: 5, the oldest due on Monday 9 November 2026" in above
    assert "CB-" not in (await message(story, "Adel", "Late in your teams")).text
    await story.presses("Helen", "Show my team", on="Late in your teams")
    before = len(await lines(story, "Priya", "are late"))
    await story.waits_until(at(11, 17))
    assert len(await lines(story, "Priya", "are late")) == before
    await story.waits_until(at(14, 9, 5))
    assert len(await lines(story, "Priya", "are late")) == before + 1
    assert len(await lines(story, "Helen", "Late in your teams")) == before + 1


async def test_nobody_s_manager_hears_that_they_have_not_prepared(story: Driver) -> None:
    await story.waits_until(at(9, 9, 5, month=11))
    await no_message(story, "Priya", "Late in your teams")
    await no_message(story, "Amara", "late")
