"""York: what was done before the bot came still starts what follows from it (Y7), and a case file audit has its place
in supervision (Y18, Y24)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message

pytestmark = pytest.mark.policy("york")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def test_a_review_in_may_has_its_progress_review_in_november(story: Driver) -> None:
    """The bot began in October."""
    await story.types("Priya", "done @Amara pdr")
    saved = await story.fills("Priya", "Record", on="2026-05-11", by="S201")
    assert not saved.errors
    await story.waits_until(at(4, 9, 5))
    due = await story.types("Priya", "due")
    assert (
        "Progress review 6 months after the Performance Development Review, recorded by the manager who does it: "
        "Amara Example" in due
    )
    assert "Wednesday 11 November 2026" in due
    await story.waits_until(at(12, 9, 5))
    late = await message(story, "Priya", "Progress review 6 months after the Performance")
    assert "11 November 2026" in late


async def test_what_a_case_file_audit_found_stands_in_the_next_session(story: Driver) -> None:
    form = await story.types("Priya", "audit CB-10234")
    assert form.title == "Audit of CB-10234: a learning point or action"
    found = {
        "what": "Chronology to be brought up to date",
        "why": "The last entry is of March",
        "owner": "S101",
    }
    saved = await story.fills("Priya", "Save the point", **found)
    assert not saved.errors
    await story.waits_until(at(9, 15, 31))
    held = await story.presses("Priya", "Yes, it took place", on="Did case supervision")
    assert "Chronology to be brought up to date" in held
