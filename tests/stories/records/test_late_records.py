"""Late records as those above whoever is to write them read of them."""

from __future__ import annotations

from tests.stories.driver import Driver, message
from tests.stories.records.test_record import at, hold


async def test_late_records_of_one_session_are_one_item(story: Driver) -> None:
    await hold(story, "CB-10234", "CB-10240")
    await story.waits_until(at(23, 9, 1))
    told = await message(story, "Helen", "Late records by Priya Invented")
    assert "session with Amara Example on Monday 9 November 2026: 2 records" in told, told.text
    assert "CB-10234, due on Monday 16 November 2026." in told
    assert told.text.count("session with Amara Example on") == 1
