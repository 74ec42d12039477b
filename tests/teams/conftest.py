"""A council, a bot with its Teams side, and the fake Teams: what tests of the endpoint itself start from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from bot.wiring import Bot
from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.chat import CouncilOn, Counted, counted

if TYPE_CHECKING:
    from tests.teams.driver import Running
    from tests.teams.fake import FakeTeams

#: Only a council that uses Teams installs what it needs; its cards are pure.
collect_ignore_glob = [] if find_spec("botbuilder") else ["test_[!c]*.py"]

Place: TypeAlias = "CouncilOn[FakeTeams, Running]"


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    return sqlite


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


def _served(bot: Bot, fake: FakeTeams, limits: Any, **given: Any) -> Running:
    from tests.teams.driver import UNHURRIED, Running, settings

    return Running(bot, fake, settings(fake, **given), limits or UNHURRIED)


@pytest.fixture
def place(databases: Databases, fake: FakeTeams) -> Place:
    return CouncilOn(council.copied(databases), fake, _served)


@pytest.fixture
async def running(place: Place) -> AsyncIterator[Running]:
    async with place.running() as made:
        yield made


@pytest.fixture
def rows(place: Place) -> Counted:
    return partial(counted, place.url)
