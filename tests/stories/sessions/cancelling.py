"""A session is cancelled, by hand or by an absence."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.driver import Driver, Seen, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def cancels(story: Driver, who: str, reason: str, whose: str = "") -> Seen:
    """Monday's session is cancelled, on Tuesday 3 November unless time has passed."""
    await story.types(who, "cancel")
    form = await story.presses(who, "Cancel it", on="Case supervision")
    assert "Case supervision with" in form.title
    picked = story.options(who)
    answers = {"reason": picked[reason]} | ({"whose": picked[whose]} if whose else {})
    return await story.fills(who, "Cancel the session", **answers)


async def away(story: Driver, who: str, first: str, last: str) -> None:
    """Somebody records their own absence; the sessions inside it are cancelled by that."""
    await story.types(who, "away")
    form = await story.fills(who, "Save", kind="planned", first=first, last=last)
    assert not form.errors, form.errors


async def booked_unasked_on_monday(story: Driver) -> Seen:
    """Nobody chooses by the end of Friday 13 November: what Amara reads on Monday, and not before."""
    await story.waits_until(at(13, 16, 59))
    await no_message(story, "Amara", "a provisional time")
    await story.waits_until(at(16, 9, 1))
    return await message(story, "Amara", "a provisional time")
