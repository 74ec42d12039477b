"""Away and back: B18–B20, B35."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.driver import Driver, Seen, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def away(
    story: Driver, who: str, whom: str, kind: str = "unplanned", first: str = "2026-11-03", last: str = "", **more: object
) -> Seen:
    """``who`` records that ``whom`` is away."""
    form = await story.types(who, "away" if who == whom else f"away @{whom}")
    assert form.title.endswith("away"), form.text
    return await story.fills(who, "Save", kind=kind, first=first, last=last, **more)


async def test_two_weeks_away_are_reported_arranged_and_covered_until_the_return(story: Driver) -> None:
    done = await away(story, "Helen", "Priya", sickness=["yes"])
    assert done.title == "Priya Invented: away"
    assert "Cancelled: 1 session" in done
    assert "Case supervision with Amara Example, Monday 9 November 2026 at 2:00 pm" in done
    await no_message(story, "Amara", "sick")
    await story.waits_until(at(16, 18))
    await no_message(story, "Amara", "still unavailable")
    await story.waits_until(at(17, 9, 1))
    asked = await message(story, "Amara", "Priya Invented is still unavailable")
    assert "The policy asks you to report this to Helen Fictional for other arrangements." in asked
    assert "B20, “Cancellation of case management supervisions”" in asked
    card = await message(story, "Helen", "Arrange supervision while Priya Invented is away")
    assert "Without a supervisor: Amara Example and Tomasz Sample" in card
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026, 8 days overdue" in card
    assert card.buttons == ("I'll cover", "Someone else covers", "Back on a date")
    said = await story.presses("Amara", "Report now", on="still unavailable")
    assert "You'll hear once it has arrived" in said
    assert "Helen Fictional has been told" not in said
    await story.waits_until(at(17, 9, 5))
    await message(story, "Helen", "Amara Example asks for other arrangements")
    await message(story, "Amara", "Helen Fictional has been told")
    form = await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    assert form.title == "Who covers for Priya Invented?"
    done = await story.fills("Helen", "Save", cover_S101="S202")
    assert done.title == "Part of the cover is arranged"
    assert "Still without a supervisor: Tomasz Sample" in done
    await story.presses("Helen", "I'll cover", on="Arrange supervision while")
    await message(story, "Helen", "You cover for Priya Invented")
    taken = await message(story, "Owen", "You cover for Priya Invented")
    assert "You supervise Amara Example while Priya Invented is unavailable" in taken
    assert "Discuss CB-10240" in taken
    await message(story, "Amara", "Owen Placeholder covers for Priya Invented")
    mine = await story.types("Owen", "due")
    assert "Discuss CB-10240" in mine
    await story.waits_until(at(30, 9, 1))
    await no_message(story, "Adel", "Arrange supervision while")
    form = await story.types("Helen", "back @Priya 2 December")
    assert form.values["back"] == "2026-12-02"
    await story.fills("Helen", "Save")
    ends = await message(story, "Owen", "Priya Invented is back on 2 December")
    assert "Your cover ends with the day before." in ends
    await message(story, "Amara", "Owen Placeholder's cover for you ends")
    await story.waits_until(at(2, 9, 1, month=12))
    mine = await story.types("Owen", "due")
    assert "CB-10240" not in mine
