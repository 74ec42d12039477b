"""A council's policy changes on Monday 16 November 2026: what runs, what starts, and what holds that day, with no
restart."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.records.test_record import at, hold

KEEP = "{recompute: false}"
AGAIN = "{recompute: true, notice: 5 working days}"


@pytest.mark.next_version(KEEP)
async def test_what_runs_keeps_its_version_and_what_starts_takes_the_new_one(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(16, 9, 1))
    assert "Monday 16 November 2026" in await story.types("Priya", "due")
    why = await story.presses("Priya", "Why?", on="Record CB-10234")
    assert "Within 5 working days" in why
    assert "version 1" in why
    await story.types("Priya", "book @amara 18 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(18, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    done = await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    assert "to write in MOSAIC by Monday 23 November 2026" in done
    await story.types("Priya", "due")
    why = await story.presses("Priya", "Why?", on="Record CB-10240")
    assert "Within 3 working days" in why
    assert "version 2" in why


@pytest.mark.next_version(AGAIN)
async def test_what_runs_is_counted_again_with_notice(story: Driver) -> None:
    assert "Tuesday 15 December 2026" in await story.types("Priya", "due CB-10251")
    await story.waits_until(at(15, 12))
    assert "Tuesday 15 December 2026" in await story.types("Priya", "due CB-10251")
    await story.waits_until(at(16, 0, 1))
    # 2 months of 15 September were over on the day before: the notice holds.
    assert "Monday 23 November 2026" in await story.types("Priya", "due CB-10251")
    why = await story.presses("Priya", "Why?", on="Discuss CB-10251")
    assert "every 2 months" in why
    assert "A new version gives notice of 5 working days: Monday 23 November 2026" in why
    assert "version 2" in why


@pytest.mark.next_version(KEEP)
async def test_the_days_practice_and_forms_are_the_new_ones_without_a_restart(story: Driver) -> None:
    before = await story.types("Amara", "prepare CB-10240")
    assert "What is worrying me and/or others" in before
    await story.waits_until(at(16, 9, 1))
    after = await story.types("Amara", "prepare CB-10240")
    assert "What worries me" in after
    # Due on 15 December: reminded 8 working days before, no longer 5 (8 December).
    await story.waits_until(at(2, 12, month=12))
    await no_message(story, "Priya", "Discuss CB-10251")
    await story.waits_until(at(3, 9, 1, month=12))
    assert "Tuesday 15 December 2026" in await message(story, "Priya", "Discuss CB-10251")
