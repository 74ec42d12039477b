"""Asks an address for as long as all is well, so that whoever watches it hears of a machine that is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import aiohttp

from bot.background import meanwhile, repeat
from bot.logs import log

#: Seconds between two, and at most for one.
EVERY: Final = 60.0
_PATIENCE: Final = aiohttp.ClientTimeout(total=10)


@asynccontextmanager
async def signs_of_life(
    address: str, is_well: Callable[[], Awaitable[bool]], every: float = EVERY
) -> AsyncIterator[None]:
    """While this is open. A watcher that can't be reached is logged each time, without its address, which is a
    secret."""
    async with meanwhile(_give(address, is_well, every)):
        yield


async def _give(address: str, is_well: Callable[[], Awaitable[bool]], every: float) -> None:
    async with aiohttp.ClientSession(timeout=_PATIENCE) as session:

        async def one() -> None:
            if await is_well():
                await _one(session, address)

        await repeat("heartbeat", one, every)


async def _one(session: aiohttp.ClientSession, address: str) -> None:
    try:
        async with session.get(address) as answer:
            answer.raise_for_status()
    except (aiohttp.ClientError, TimeoutError) as error:
        log.warning("heartbeat.failed", error=type(error).__name__)
