"""One bot on two platforms at once: people on the one and on the other meet, and each is told where they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import Telling, bots, on_slack, on_teams


@dataclass
class Both:
    slack: Telling
    teams: Telling


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    return sqlite


@pytest.fixture
async def both(databases: Databases) -> AsyncIterator[Both]:
    bot = bots(council.copied(databases), council.a_book())()
    async with AsyncExitStack() as opened:
        slack = await opened.enter_async_context(on_slack(lambda: bot, socket=False))
        on_one = dict(bot.platforms)
        teams = await opened.enter_async_context(on_teams(lambda: bot))
        bot.platforms = {**on_one, **bot.platforms}
        assert set(bot.platforms) == {"slack", "teams"}
        yield Both(slack, teams)


async def titles(driver: Telling, who: str) -> list[str]:
    return [seen.title for seen in await driver.messages(who)]


async def test_each_is_told_where_they_are(both: Both) -> None:
    await both.slack.types("Amara", "due")
    await both.teams.types("Priya", "book @Amara tuesday 17 november 2pm")
    await both.teams.presses("Priya", "Book it")
    assert any("is booked" in title for title in await titles(both.slack, "Amara"))
    assert not any("is booked" in title for title in await titles(both.teams, "Amara"))


async def test_whoever_moves_to_the_other_is_told_there(both: Both) -> None:
    await both.slack.types("Amara", "due")
    await both.teams.types("Amara", "due")
    await both.teams.types("Priya", "book @Amara tuesday 17 november 2pm")
    await both.teams.presses("Priya", "Book it")
    assert any("is booked" in title for title in await titles(both.teams, "Amara"))
    assert not any("is booked" in title for title in await titles(both.slack, "Amara"))
