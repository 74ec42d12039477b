"""More than a list shows beside other things: how many more there are is said, and all of them open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import covered_until_friday
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver
from tests.stories.driver import Seen, message
from tests.stories.records.test_record import at

pytestmark = pytest.mark.parametrize("stage", ["desk"])

#: Amara holds more cases than a page of a list shows.
MANY = {
    f"CB-{20100 + n}": ("Amara", "family_support", "cin", date(2026, 9, 1), date(2026, 10, 20))
    for n in range(24)
}
CAST = replace(council.CENTRAL, cases={**council.CENTRAL.cases, **MANY}, name="central, many cases")


@pytest.fixture
async def story(databases: Databases) -> AsyncIterator[DeskDriver]:
    async with desk_story(databases, CAST) as driver:
        yield driver


async def discusses_all(story: DeskDriver, who: str) -> None:
    await story.presses(who, "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options(who).items() if label in MANY]
    await story.fills(who, "Save: it took place", minutes="80", cases=picked)


def first_page(shown: Seen) -> None:
    assert "And 16 more, later than these" in shown
    assert "All of these" in shown.buttons


async def test_records_of_somebody_who_is_away_are_counted_and_open(story: DeskDriver) -> None:
    """From the twenty-first on they were left out, and nothing said so."""
    await story.waits_until(at(9, 15, 40))
    await discusses_all(story, "Priya")
    await away(story, "Helen", "Priya", first="2026-11-10")
    await story.waits_until(at(12, 9, 1))
    first_page(await story.types("Helen", "due"))
    every = await story.presses("Helen", "All of these")
    assert every.title == "Not recorded yet, by somebody who is away"
    assert "1 to 20 of 24 things" in every
    assert "Recorded" not in every.buttons, "they are Priya's to write"
    assert "Record CB-20123" in await story.presses("Helen", "Show the rest")
    await story.waits_until(at(24, 9, 1))
    asked = await message(story, "Helen", "Arrange supervision while")
    assert "Not recorded yet: 24 records" in asked
    assert "And 16 more." in asked


async def test_what_a_cover_is_asked_for_still_opens(story: DeskDriver) -> None:
    await covered_until_friday(story)
    await story.types("Owen", "book @Amara 26 november 10am")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(26, 16))
    await discusses_all(story, "Owen")
    await story.waits_until(at(30, 9, 5))
    first_page(await message(story, "Priya", "Still asked of whoever covered for you"))
    first_page(await story.types("Priya", "due"))
    every = await story.presses("Priya", "All of these", on="And 16 more")
    assert every.title == "Still asked of whoever covered for you"
    assert "Owen Placeholder: Record CB-20100" in every


async def test_beside_a_time_stands_how_many_limits_there_are_besides(story: DeskDriver) -> None:
    assert "And 24 more, later than these." in await story.types("Priya", "book @amara 12 november 2pm")
    await story.types("Priya", "move")
    assert "And 23 more, later than these." in await story.presses("Priya", "Move it", on="Amara")
    await story.waits_until(at(9, 15, 40))
    await discusses_all(story, "Priya")
    assert "more, later than these." in await story.presses("Priya", "Book the next one")


async def test_of_what_is_settled_ten_are_listed_and_the_others_open(story: DeskDriver) -> None:
    """A reminder of 24 records became as many lines once they were written."""
    await story.waits_until(at(9, 15, 40))
    await discusses_all(story, "Priya")
    await story.waits_until(at(12, 9, 1))
    await message(story, "Priya", "24 records")
    await story.types("Priya", "due")
    await story.presses("Priya", "All 24 recorded", on="Record CB-20100")
    told = await message(story, "Priya", "Record CB-20100")
    assert told.text.count("Nothing more is needed") == 10
    assert "And 14 more with nothing to do here" in told
    done = await story.presses("Priya", "What was done", on="And 14 more")
    assert "Record CB-20123" in done
