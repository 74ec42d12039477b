"""A council, a bot with its Slack side, and the fake Slack: what tests of the door itself start from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.slack.requests import TimeLimits
from bot.wiring import Bot
from storage.engine import open_engine
from tests.infra.databases import Databases, SqliteDatabases, Templates
from tests.slack.driver import Running, settings
from tests.slack.fake import FakeSlack
from tests.stories import council


@pytest.fixture
def databases(tmp_path: Path, templates: Templates) -> Iterator[Databases]:
    """SQLite only: the stories show both."""
    made = SqliteDatabases(tmp_path, templates)
    yield made
    made.remove()


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Everybody of the stories' council has an account."""
    slack = FakeSlack()
    for name in council.STAFF:
        slack.add(f"U{name.upper()}", f"{name.lower()}@example.org", council.NAMES[name])
    await slack.start()
    yield slack
    await slack.stop()


@dataclass
class Place:
    """The council's database, and bots on it."""

    url: str
    fake: FakeSlack
    cast: council.Cast = council.CENTRAL

    def bot(self) -> Bot:
        config = council.a_book(self.cast.rules)
        return Bot(open_engine(self.url), config, MovableClock(council.START))

    @asynccontextmanager
    async def running(self, limits: TimeLimits = TimeLimits(60, 90), **given: Any) -> AsyncIterator[Running]:  # noqa: B008
        running = Running(self.bot(), self.fake, settings(self.fake, **given), limits)
        await running.start()
        try:
            yield running
        finally:
            await running.stop()


BOOK = council.a_book()


@pytest.fixture
def place(databases: Databases, fake: FakeSlack, request: pytest.FixtureRequest) -> Place:
    """Central Bedfordshire's, or the policy's that ``@pytest.mark.policy("york")`` names."""
    policy = request.node.get_closest_marker("policy")
    cast = council.CASTS[policy.args[0]] if policy else council.CENTRAL
    fake.trigger_seconds = fake.acknowledge_seconds = 90
    return Place(council.copied(databases, cast), fake, cast)


@pytest.fixture
async def running(place: Place) -> AsyncIterator[Running]:
    async with place.running() as made:
        yield made


Counted = Callable[[], dict[str, int]]


@pytest.fixture
def rows(place: Place) -> Counted:
    """How many rows each table holds but that of requests taken: what a refused one must leave as it is."""
    from sqlalchemy import func, select
    from sqlmodel import SQLModel

    from storage.engine import reading

    def counted() -> dict[str, int]:
        engine = open_engine(place.url)
        with reading(engine) as connection:
            found = {
                t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
                for t in SQLModel.metadata.sorted_tables
                if t.name != "claim"
            }
        engine.dispose()
        return found

    return counted
