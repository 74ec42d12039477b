"""A quiet week, told where this is imported: in the fork server, before the first life. The rule set has been read
then, and what SQLAlchemy works out for a statement on SQLite is kept by the engine that each life is lent."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import MovableClock
from bot.desk.platform import Desk
from bot.moving_clock import advance
from bot.settings import read_settings
from bot.wiring import Bot, versions_of
from tests.infra.databases import SqliteDatabases, Templates
from tests.infra.engines import lent
from tests.stories import council


async def _week(folder: Path) -> None:
    url = council.copied(SqliteDatabases(folder, Templates(folder)))
    clock, desk = MovableClock(council.START), Desk()
    bot = Bot(lent(url), council.a_book(), clock)
    bot.platforms = {"desk": desk}
    desk.attach(bot)
    await advance(bot, clock, council.START + timedelta(days=7))
    bot.engine.dispose()


versions_of(read_settings(_env_file=None))
with TemporaryDirectory() as _folder:
    asyncio.run(_week(Path(_folder)))
