"""A longer interval ends aloud: before its last day, on it, and where an event ends it (C6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message, no_message

pytestmark = pytest.mark.policy("cambridgeshire-peterborough")
EVERYBODY = ("Tomasz", "Priya", "Helen")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def grant(story: Driver, until: str) -> None:
    """Every 12 weeks for Tomasz's CB-10300, granted by Helen, on the record."""
    await story.types("Tomasz", "interval CB-10300")
    await story.fills(
        "Tomasz", "Ask for less often", every="12 weeks", why="Settled since summer", until=until
    )
    await story.waits_until(at(3, 9, 5))
    await story.presses("Helen", "Grant", on="Every 12 weeks for CB-10300?")
    await story.waits_until(at(3, 9, 10))
    await story.presses("Priya", "It is on the supervision record")


async def test_a_grant_ends_aloud_before_its_last_day_and_on_it(story: Driver) -> None:
    await grant(story, "2026-11-27")
    await story.waits_until(at(19, 17))
    for who in EVERYBODY:
        await no_message(story, who, "is about to end")
    await story.waits_until(at(24, 9, 5))
    for who in EVERYBODY:
        told = await message(story, who, "CB-10300: every 12 weeks is about to end")
        assert "Its last day is Friday 27 November 2026." in told
    await story.waits_until(at(27, 9, 5))
    for who in EVERYBODY:
        told = await message(story, who, "CB-10300: every 12 weeks ends today")
        assert "From tomorrow the policy's own interval holds again" in told
    await story.waits_until(at(20, 9, 5, month=12))
    for who in ("Adel", "Amara"):
        await no_message(story, who, "every 12 weeks ends")


async def test_a_concern_that_ends_a_grant_tells_whoever_granted_it(story: Driver) -> None:
    await grant(story, "2027-01-29")
    await story.types("Tomasz", "event CB-10300")
    await story.fills("Tomasz", "Record it", what="safeguarding_concern", on="2026-11-03")
    await story.waits_until(at(3, 9, 30))
    for who in ("Priya", "Helen"):
        told = await message(story, who, "CB-10300: the longer interval of 12 weeks has ended")
        assert "which ends it" in told
    await story.waits_until(at(29, 10, month=1).replace(year=2027))
    for who in EVERYBODY:
        await no_message(story, who, "is about to end")
