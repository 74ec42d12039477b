"""Somebody on the staff list whose account isn't there yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.infra.databases import Databases
from tests.slack.driver import SlackDriver
from tests.slack.fake import FakeSlack
from tests.stories import council
from tests.stories.conftest import bots
from tests.stories.driver import message


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    return sqlite


@pytest.fixture
async def story(databases: Databases) -> AsyncIterator[SlackDriver]:
    """Priya has an account, with another email than the staff list's."""
    fake = FakeSlack()
    await fake.start()
    driver = SlackDriver(bots(council.copied(databases), council.a_book()), fake)
    fake.accounts["UPRIYA"].email = "p.invented@example.com"
    await driver.start()
    yield driver
    await driver.stop()
    await fake.stop()


async def test_who_is_matched_later_gets_all_of_it_as_one(story: SlackDriver) -> None:
    """Until then the administrator knows whom, and what there is to do."""
    await story.waits_until(datetime(2026, 11, 12, 16, tzinfo=ZoneInfo("Europe/London")))
    told = await message(story, "Sam", "Priya Invented can't be reached")
    assert "No account there has the email of the staff list." in told
    assert not await story.messages("Priya")
    story.fake.accounts["UPRIYA"].email = "priya@example.org"
    await story.types("Priya", "due")
    (digest,) = await story.messages("Priya")
    assert "things" in digest.title
