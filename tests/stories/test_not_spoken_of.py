"""What one policy doesn't know isn't spoken of under it, nor offered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message


@pytest.mark.policy("cambridgeshire-peterborough")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_where_nothing_is_prepared_nor_recorded_neither_is_spoken_of(story: Driver) -> None:
    page = await story.types("Amara", "my")
    assert "This page is yours." in page
    assert "prepare" not in page.text.lower(), page.text
    assert "prepare" not in (await story.types("Amara", "help")).text.lower()
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-04", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(datetime(2026, 11, 4, 9, 5, tzinfo=UTC))
    told = await message(story, "Amara", "Owen Placeholder covers for Priya Invented")
    assert "preparation" not in told.text, told.text
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "record" not in told.text, told.text
    assert "What is left to do of sessions Priya Invented held stays theirs" in told
