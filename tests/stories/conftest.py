"""Starts a story: the council on each database, the desk in front of it, and, when it ends, the drift check."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import MovableClock
from bot.desk.platform import Desk
from bot.wiring import Bot
from storage import desk as kept
from storage.engine import open_engine
from storage.obligations import drift, every_subject
from tests.stories import council
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver


@pytest.fixture
async def story(migrated_url: str) -> AsyncIterator[Driver]:
    """A driver over a fresh council; afterwards all is assessed anew and must equal what is stored."""
    book = council.a_book()
    engine = open_engine(migrated_url)
    council.build(engine, book)
    engine.dispose()

    def made() -> tuple[Bot, MovableClock, Desk]:
        desk = Desk()
        bot = Bot(open_engine(migrated_url), book, MovableClock(council.START), {"desk": desk})
        desk.attach(bot)
        return bot, bot.clock, desk  # type: ignore[return-value]

    driver = DeskDriver(made)
    await driver.start()
    try:
        yield driver
        assert not every_difference(driver.bot)
    finally:
        await driver.stop()


def every_difference(bot: Bot) -> list[object]:
    with bot.work() as work:
        kept.keep_clock(work)
    with bot.look() as work:
        return list(drift(work, every_subject(work)))
