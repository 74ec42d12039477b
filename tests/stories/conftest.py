"""Starts a story: the council, the desk or Slack in front of it, and, when it ends, the drift check."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import pytest

from bot.clock import MovableClock
from bot.desk.platform import Desk
from bot.wiring import Bot
from storage import desk as kept
from storage.drift import drift, every_subject
from storage.work import CouncilConfig
from tests.infra.availability import missing
from tests.infra.budget import left_out, stages
from tests.infra.databases import Databases, SqliteDatabases, Templates
from tests.infra.engines import lent
from tests.infra.reused import Shelf, lent_or_new
from tests.slack.driver import SlackDriver
from tests.slack.fake import FakeSlack
from tests.stories import council, two_versions
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver
from tests.stories.offered import every_refusal
from tests.stories.pressed import heard
from tests.stories.stored import every_sentence


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each story on the desk, on Slack and on Teams, but for those that say where: neither a database nor how Slack is
    reached knows of the other."""
    said = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "stage" in metafunc.fixturenames and "stage" not in said:
        metafunc.parametrize("stage", ("desk", *stages(metafunc.definition.nodeid)), indirect=True)


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def databases(
    stage: str, request: pytest.FixtureRequest, tmp_path: Path, templates: Templates, shelf: Shelf
) -> Iterator[Databases]:
    """Of the stage's own kind."""
    made: Databases = SqliteDatabases(tmp_path, templates)
    if stage.endswith("postgresql"):
        made = lent_or_new(request.getfixturevalue("pg_server"), templates, shelf)
    yield made
    made.remove()


@pytest.fixture
async def story(stage: str, council_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    """A driver over a fresh council, of the policy that ``@pytest.mark.policy("york")`` names or else Central
    Bedfordshire's (with ``@pytest.mark.next_version("{…}")`` in two versions, the next with that as its ``running``);
    afterwards all is assessed anew and must equal what is stored."""
    with heard(stage):
        async with _told(stage, bots(council_url, _book(request))) as driver:
            yield driver
            assert not every_difference(driver.bot)
            if stage == "desk" and not left_out(request.node.nodeid, 3):
                assert not every_refusal(driver.bot)
                assert not every_sentence(driver.bot)


class Telling(Driver, Protocol):
    """A driver, and the bot behind it as it is now."""

    bot: Bot


def _told(stage: str, made: Callable[[], Bot]) -> AbstractAsyncContextManager[Telling]:
    if stage.startswith("slack"):
        return on_slack(made, socket="socket" in stage)
    return on_teams(made) if stage.startswith("teams") else on_desk(made)


@pytest.fixture
def council_url(databases: Databases, request: pytest.FixtureRequest) -> str:
    """Where the story's council is kept."""
    running = request.node.get_closest_marker("next_version")
    return council.begun(databases, _cast(request), _book(request), running.args[0] if running else "")


def _cast(request: pytest.FixtureRequest) -> council.Cast:
    policy = request.node.get_closest_marker("policy")
    return council.CASTS[policy.args[0]] if policy else council.CENTRAL


def _book(request: pytest.FixtureRequest) -> CouncilConfig:
    running = request.node.get_closest_marker("next_version")
    return two_versions.both(running.args[0]) if running else council.book_for(_cast(request))


def bots(url: str, config: CouncilConfig) -> Callable[[], Bot]:
    """What makes the bot over a council, again after a restart."""
    return lambda: Bot(lent(url), config, MovableClock(council.START))


@asynccontextmanager
async def desk_story(
    databases: Databases,
    cast: council.Cast = council.CENTRAL,
    config: CouncilConfig | None = None,
    content: str = "",
) -> AsyncIterator[DeskDriver]:
    """A story of the desk alone, for tests of the desk and of endpoints that are the same on every platform. ``config``
    and ``content`` as `council.begun` has them."""
    url = council.begun(databases, cast, config, content)
    async with on_desk(bots(url, config or council.book_for(cast))) as driver:
        yield driver
        assert not every_difference(driver.bot)


@asynccontextmanager
async def on_desk(made: Callable[[], Bot]) -> AsyncIterator[DeskDriver]:
    def with_desk() -> tuple[Bot, MovableClock, Desk]:
        desk, bot = Desk(), made()
        bot.platforms = {"desk": desk}
        desk.attach(bot)
        return bot, bot.clock, desk  # type: ignore[return-value]

    driver = DeskDriver(with_desk)
    await driver.start()
    try:
        yield driver
    finally:
        await driver.stop()


@asynccontextmanager
async def on_slack(made: Callable[[], Bot], *, socket: bool) -> AsyncIterator[SlackDriver]:
    """Nothing that was shown may be what Slack would have refused, and nothing was acknowledged too late."""
    fake = FakeSlack()
    fake.socket_mode = socket
    await fake.start()
    driver = SlackDriver(made, fake)
    await driver.start()
    try:
        yield driver
        assert not fake.refused
    finally:
        await driver.stop()
        await fake.stop()


@asynccontextmanager
async def on_teams(made: Callable[[], Bot]) -> AsyncIterator[Telling]:
    """Nothing that was shown may be what Teams would have refused."""
    if find_spec("botbuilder") is None:
        missing("No botbuilder", "install requirements/teams.txt")
    from tests.teams.driver import TeamsDriver
    from tests.teams.fake import FakeTeams

    fake = FakeTeams()
    await fake.start()
    driver = TeamsDriver(made, fake)
    await driver.start()
    try:
        yield driver
        assert not fake.refused
    finally:
        await driver.stop()
        await fake.stop()


def every_difference(bot: Bot) -> list[object]:
    with bot.work() as work:
        kept.keep_clock(work)
    with bot.read() as work:
        return list(drift(work, every_subject(work)))
