"""Whoever covers reads what is shared with them, as long as they cover."""

from __future__ import annotations

from tests.stories.driver import Driver, no_message
from tests.stories.preparing.test_prepare import SECRET, at, nobody_knows, shares


async def owen_covers(story: Driver) -> None:
    """Priya falls ill on 5 November; on the 15th day Helen names Owen as Amara's cover."""
    await story.waits_until(at(5, 9, 1))
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-05", last="")
    await story.waits_until(at(19, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202")


async def test_whoever_covers_sees_what_is_shared_after_they_were_named(story: Driver) -> None:
    await shares(story)
    await owen_covers(story)
    await no_message(story, "Owen", "has prepared")
    form = await story.types("Amara", "prepare CB-10240")
    assert "Then Owen Placeholder can read it at once, and Priya Invented on return." in form
    await shares(story, "CB-10240", worrying="After Owen was named")
    assert "After Owen was named" in await story.presses("Owen", "Read", on="has prepared CB-10240")
    await no_message(story, "Owen", "has prepared CB-10234")


async def test_what_was_shared_before_waits_for_the_supervisee(story: Driver) -> None:
    await shares(story)
    await owen_covers(story)
    seen = await story.types("Amara", "prepare")
    assert "Owen Placeholder covers and can't read what you shared before." in seen
    shared = await story.presses("Amara", "Share with Owen Placeholder", on="CB-10234: not shared with Owen")
    assert shared.title == "Shared with Owen Placeholder: CB-10234"
    assert SECRET in await story.presses("Owen", "Read", on="has prepared CB-10234")
    assert "Share with Owen Placeholder" not in (await story.types("Amara", "prepare")).buttons
    await nobody_knows(story, SECRET)


async def test_a_cover_that_ended_reads_no_more(story: Driver) -> None:
    await shares(story)
    await owen_covers(story)
    await shares(story, "CB-10240", worrying="After Owen was named")
    await story.presses("Owen", "Read", on="has prepared CB-10240")
    await story.types("Helen", "back @Priya 2 December")
    await story.fills("Helen", "Save")
    await story.waits_until(at(2, 9, 1, month=12))
    refused = await story.presses("Owen", "Read", on="has prepared CB-10240")
    assert "This wasn't shared with you." in refused
    assert SECRET in await story.presses("Priya", "Read", on="has prepared CB-10234")


async def test_a_cancelled_session_leaves_what_was_shared_for_the_next(story: Driver) -> None:
    await shares(story)
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Amara Example")
    await story.fills("Priya", "Cancel the session", reason="work")
    seen = await story.types("Amara", "prepare")
    assert "prepared" in seen
    assert "Change CB-10234" in seen.buttons
    assert SECRET in await story.presses("Priya", "Read", on="has prepared CB-10234")
