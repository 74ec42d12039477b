"""A council, a bot with its Slack side, and the fake Slack: what tests of the endpoint itself start from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any, TypeAlias

import pytest

from bot.slack.requests import TimeLimits
from bot.wiring import Bot
from tests.infra.databases import Databases
from tests.slack.driver import UNHURRIED, Running, settings
from tests.slack.fake import FakeSlack
from tests.stories import council
from tests.stories.chat import CouncilOn, Counted, counted

Place: TypeAlias = CouncilOn[FakeSlack, Running]
BOOK = council.a_book()


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    return sqlite


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Everybody of the stories' council has an account."""
    slack = FakeSlack()
    for name in council.STAFF:
        slack.add(f"U{name.upper()}", f"{name.lower()}@example.org", council.NAMES[name])
    await slack.start()
    yield slack
    await slack.stop()


def _served(bot: Bot, fake: FakeSlack, limits: TimeLimits | None, **given: Any) -> Running:
    return Running(bot, fake, settings(fake, **given), limits or UNHURRIED)


@pytest.fixture
def place(databases: Databases, fake: FakeSlack, request: pytest.FixtureRequest) -> Place:
    """Central Bedfordshire's, or the policy's that ``@pytest.mark.policy("york")`` names."""
    policy = request.node.get_closest_marker("policy")
    cast = council.CASTS[policy.args[0]] if policy else council.CENTRAL
    fake.trigger_seconds = fake.acknowledge_seconds = UNHURRIED.show
    return Place(council.copied(databases, cast), fake, _served, cast)


@pytest.fixture
async def running(place: Place) -> AsyncIterator[Running]:
    async with place.running() as made:
        yield made


@pytest.fixture
def rows(place: Place) -> Counted:
    return partial(counted, place.url)
