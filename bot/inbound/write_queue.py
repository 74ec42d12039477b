"""A request that changes something is answered once it has committed, in time, or changes nothing and says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from bot.wiring import Bot
from storage import resends
from storage.transactions import write_transaction
from storage.work import Work

Answer = TypeVar("Answer")


class TooLateError(Exception):
    """It took too long; nothing was changed."""


class DuplicateError(Exception):
    """It was taken before: a resend."""


class RequestTimeout:
    """Settles, once and for both sides, whether a request commits or is given up."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._decided = ""

    def commit(self) -> None:
        """The last word before the commit. Raises TooLateError if the asker was told that nothing happened."""
        with self._lock:
            if self._decided == "given up":
                raise TooLateError
            self._decided = "commits"

    def give_up(self) -> bool:
        """Whether it can still be given up: from then on it can't commit."""
        with self._lock:
            if self._decided != "commits":
                self._decided = "given up"
            return self._decided == "given up"

    @property
    def given_up(self) -> bool:
        return self._decided == "given up"


@dataclass(slots=True)
class BotInTime(Bot):
    """The bot for one request. ``claim`` is taken in the same transaction as what the request changes; ``asks``: as of
    ``Work``."""

    timeout: RequestTimeout = field(default_factory=RequestTimeout)
    claim: str = ""
    asks: bool = False

    @contextmanager
    def work(self) -> Iterator[Work]:
        if self.timeout.given_up:
            raise TooLateError
        with write_transaction(self.engine, self.config, self.clock.now(), self.timeout.commit) as work:
            if not resends.take(work, self.claim):
                raise DuplicateError
            work.asks = self.asks
            yield work


class WriteQueue:
    """Where a platform's requests wait for the one writer, in the order they came. Whoever waits too long goes away
    unserved."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writes")

    async def serve(
        self, claim: str, act: Callable[[Bot], Answer], seconds: float, *, asks: bool = False
    ) -> Answer:
        """What ``act`` returns, committed, within so many seconds. Raises TooLateError (nothing was changed),
        DuplicateError or, where it ``asks``, NotAskedError."""
        b, timeout = self._bot, RequestTimeout()
        bot = BotInTime(
            b.engine, b.config, b.clock, b.platforms, b.heartbeat, b.changed, b.diary, timeout, claim, asks
        )
        under_way = asyncio.get_running_loop().run_in_executor(self._one, _unless_late(timeout, act), bot)
        done, _ = await asyncio.wait({under_way}, timeout=max(seconds, 0.0))
        if not done and timeout.give_up():
            under_way.add_done_callback(_forget)
            raise TooLateError
        return await under_way

    def close(self) -> None:
        self._one.shutdown(wait=False, cancel_futures=True)


def _unless_late(timeout: RequestTimeout, act: Callable[[Bot], Answer]) -> Callable[[Bot], Answer]:
    def first(bot: Bot) -> Answer:
        if timeout.given_up:
            raise TooLateError
        return act(bot)

    return first


def _forget(future: asyncio.Future[Answer]) -> None:
    """Nobody waits for it any more, and it changed nothing."""
    if not future.cancelled():
        future.exception()
