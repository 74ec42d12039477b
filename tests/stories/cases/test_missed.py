"""A month that ends without supervision: overdue, told up the line, missed, and met after all when that is noted."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.driver import Driver, message, no_message

TOMASZ = "Supervision for Tomasz Sample"


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 10, tzinfo=UTC)


async def _booked(story: Driver, day: str) -> None:
    await story.types("Priya", f"book @tomasz {day} 2pm")
    await story.presses("Priya", "Book it")


async def _took_place(story: Driver, day: str) -> None:
    await story.types("Priya", "due")
    await story.presses("Priya", "Yes, it took place", on=day)
    await story.fills("Priya", "It took place, no case discussed", minutes="80", cases=[])


async def _noted(story: Driver, day: str) -> None:
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")["Tomasz Sample"]
    await story.fills("Priya", "Note it", person=who, date=day, time="14:00")
    await story.presses("Priya", "Say what was discussed")
    await story.fills("Priya", "It took place, no case discussed", minutes="80", cases=[])


async def test_a_month_without_supervision_is_missed_and_met_when_it_is_noted(story: Driver) -> None:
    await story.waits_until(at(12, 1))
    late = await message(story, "Priya", TOMASZ)
    assert "It was due on Monday 30 November 2026" in late
    await no_message(story, "Helen", TOMASZ)
    await story.waits_until(at(12, 7))
    assert "It was due on Monday 30 November 2026" in await message(story, "Helen", TOMASZ)

    await story.waits_until(at(1, 5, year=2027))
    due = await story.types("Priya", "due")
    assert "December 2026 went by too." in due
    assert "Missed: December 2026." in await story.types("Priya", "team")
    await _booked(story, "12 january")
    await story.waits_until(at(1, 12, 17, 2027))
    await _took_place(story, "Tuesday 12 January 2027")
    for who, command in (("Tomasz", "due"), ("Priya", "due @Tomasz")):
        assert f"{TOMASZ}, missed: November 2026 and December 2026." in await story.types(who, command)
    assert f"{TOMASZ}: done on Tuesday 12 January 2027" in await story.types("Priya", "due met")
    settled = await message(story, "Helen", TOMASZ)
    assert "Missed, and kept on record: November 2026 and December 2026." in settled

    await _noted(story, "2026-11-27")
    assert f"{TOMASZ}, missed: December 2026." in await story.types("Tomasz", "due")
    await story.waits_until(at(1, 13, 10, 2027))
    for who in ("Priya", "Helen"):
        told = await message(story, who, "It took place in its time after all")
        assert "November 2026 isn't missed" in told


async def test_a_month_away_throughout_is_explained_and_told_nobody_as_late(story: Driver) -> None:
    await story.types("Priya", "away @Tomasz")
    await story.fills("Priya", "Save", kind="unplanned", first="2026-11-02", last="")
    await story.waits_until(at(12, 10))
    await no_message(story, "Helen", TOMASZ)
    assert f"{TOMASZ}, missed: November 2026 (away throughout)." in await story.types("Tomasz", "due")
    assert f"{TOMASZ}, missed: November 2026 (away throughout)." in await story.types("Priya", "due @Tomasz")
