"""A record written in the case system, and known from an import, is sent to its supervisee by night (B16)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from policy.facts import SubjectKind
from storage import tables as t
from tests.infra.databases import Databases
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver
from tests.stories.driver import message, no_message
from tests.stories.records.test_record import hold


@pytest.fixture
async def story(databases: Databases) -> AsyncIterator[DeskDriver]:
    """On the desk, on both databases."""
    async with desk_story(databases) as driver:
        yield driver


async def test_it_is_sent_for_agreement_once(story: DeskDriver) -> None:
    await hold(story, "CB-10234")
    with story.bot.work() as work:
        record = work.orm.execute(select(t.Record).where(t.Record.request == 0)).scalar_one()
        work.touch(SubjectKind.SESSION, record.session_id)
        record.recorded_on = date(2026, 11, 9)
    await no_message(story, "Amara", "Do you agree the record")
    await story.waits_until(datetime(2026, 11, 12, 9, 1, tzinfo=UTC))
    request = await message(story, "Amara", "Do you agree the record of CB-10234")
    assert "Please answer by Tuesday 17 November 2026" in request
    assert sum("Do you agree" in m.title for m in await story.messages("Amara")) == 1
