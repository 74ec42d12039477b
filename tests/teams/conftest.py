"""A council, a bot with its Teams side, and the fake Teams: what tests of the door itself start from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import MovableClock
from bot.wiring import Bot
from storage.engine import open_engine
from tests.infra.databases import Databases, SqliteDatabases, Templates
from tests.stories import council

if TYPE_CHECKING:
    from tests.teams.driver import Running
    from tests.teams.fake import FakeTeams

#: Only a council that uses Teams installs what it needs; its cards are pure.
collect_ignore_glob = [] if find_spec("botbuilder") else ["test_[!c]*.py"]


@pytest.fixture
def databases(tmp_path: Path, templates: Templates) -> Iterator[Databases]:
    """SQLite only: the stories show both."""
    made = SqliteDatabases(tmp_path, templates)
    yield made
    made.remove()


@pytest.fixture
async def fake() -> AsyncIterator[FakeTeams]:
    """Everybody of the stories' council has an account, and nobody the app yet."""
    from tests.teams.fake import FakeTeams

    teams = FakeTeams()
    for name in council.STAFF:
        teams.add(name, f"{name.lower()}@example.org", council.NAMES[name])
    await teams.start()
    yield teams
    await teams.stop()


@dataclass
class Place:
    """The council's database, and bots on it."""

    url: str
    fake: FakeTeams

    def bot(self) -> Bot:
        return Bot(open_engine(self.url), council.a_book(), MovableClock(council.START))

    @asynccontextmanager
    async def running(self, patience: Any = None, **given: Any) -> AsyncIterator[Running]:
        from tests.teams.driver import UNHURRIED, Running, settings

        running = Running(self.bot(), self.fake, settings(self.fake, **given), patience or UNHURRIED)
        await running.start()
        try:
            yield running
        finally:
            await running.stop()


@pytest.fixture
def place(databases: Databases, fake: FakeTeams) -> Place:
    return Place(council.copied(databases), fake)


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
