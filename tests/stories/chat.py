"""What tests of every chat platform share: a bot with its side of the platform on a web server, and people who stay
where they are while the bot restarts."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from aiohttp import web
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.clock import MovableClock
from bot.moving_clock import advance, settle_now
from bot.wiring import Bot
from storage.engine import open_engine, reading
from tests.stories import council
from tests.stories.driver import Seen


async def at_once(_seconds: float) -> None:
    """In place of waiting for a conversation's turn: a story's clock stands still."""
    await asyncio.sleep(0)


class Connection(Protocol):
    """A platform's side of the bot, as ``serve`` starts it."""

    def routes(self, app: web.Application) -> None: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Served:
    """A bot with its side of a chat platform on a web server of its own, as ``serve`` has it. ``listens``: told of the
    server's address before the side starts."""

    def __init__(self, bot: Bot, side: Connection, listens: Callable[[str], None]) -> None:
        self.bot, self._connection, self._listens = bot, side, listens

    async def start(self) -> None:
        app = web.Application(client_max_size=2 * 1024 * 1024)
        self._connection.routes(app)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._listens(self.url)
        try:
            await self._connection.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        await self._connection.stop()
        await self._runner.cleanup()
        self.bot.engine.dispose()


class ChatDriver(ABC):
    """What every platform's driver does alike for ``tests.stories.driver.Driver``."""

    def __init__(self, made: Callable[[], Bot]) -> None:
        self._made = made

    @abstractmethod
    def _serve(self) -> Served:
        """The bot's side, not yet started."""

    @abstractmethod
    def _shown(self, who: str) -> Seen:
        """What is before somebody's eyes: a form, else the last answer."""

    @abstractmethod
    async def messages(self, who: str) -> list[Seen]:
        """The newest first."""

    async def start(self) -> None:
        self.bot = self._made()
        assert isinstance(self.bot.clock, MovableClock)
        self.clock = self.bot.clock
        self._running = self._serve()
        await self._open()
        await settle_now(self.bot)

    async def _open(self) -> None:
        """The bot's side starts, and people have the app."""
        await self._running.start()

    async def stop(self) -> None:
        await self._running.stop()

    async def restarts(self) -> None:
        now = self.clock.now()
        await self.stop()
        await self.start()
        self.clock.move_to(now)

    async def waits_until(self, moment: datetime) -> None:
        await advance(self.bot, self.clock, moment)

    async def _then(self, who: str) -> Seen:
        await settle_now(self.bot)
        return self._shown(who)

    async def _no_button(self, who: str, button: str, on: str, latest: Any) -> AssertionError:
        there = [(s.title, s.buttons) for s in await self.messages(who)]
        return AssertionError(f"{who} has no button “{button}” on “{on}”, only: {latest} {there}")


RunningT = TypeVar("RunningT", bound=Served)
FakeT = TypeVar("FakeT")


@dataclass
class CouncilOn(Generic[FakeT, RunningT]):
    """A council's database before a platform's stand-in, and bots on it. ``serve``: the bot's side with settings of the
    test's own (``given``) and its limits, the driver's where it gives none."""

    url: str
    fake: FakeT
    serve: Callable[..., RunningT]
    cast: council.Cast = council.CENTRAL

    def bot(self) -> Bot:
        return Bot(open_engine(self.url), council.a_book(self.cast.rules), MovableClock(council.START))

    @asynccontextmanager
    async def running(self, limits: Any = None, **given: Any) -> AsyncIterator[RunningT]:
        made = self.serve(self.bot(), self.fake, limits, **given)
        await made.start()
        try:
            yield made
        finally:
            await made.stop()


Counted = Callable[[], dict[str, int]]


def counted(url: str) -> dict[str, int]:
    """How many rows each table holds but that of requests taken: what a refused one must leave as it is."""
    engine = open_engine(url)
    with reading(engine) as connection:
        found = {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in SQLModel.metadata.sorted_tables
            if t.name != "claim"
        }
    engine.dispose()
    return found


def known(answers: dict[str, object], fields: dict[str, Any]) -> None:
    """That a form has the fields that a story fills in."""
    missing = set(answers) - set(fields)
    assert not missing, f"no such field: {missing}; there are {set(fields)}"


def joined(text: str) -> str:
    return " ".join(text.split())
