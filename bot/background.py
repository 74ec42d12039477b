"""What runs beside everything else for as long as something is open."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import faults
from bot.logs import log
from bot.platform import TryLaterError, UnreachableError


@asynccontextmanager
async def meanwhile(*running: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """While this is open. Each is cancelled at its end, and waited for: else it may open a connection after all were
    closed."""
    tasks = [asyncio.create_task(one) for one in running]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def repeat(
    name: str,
    act: Callable[[], Awaitable[object]],
    seconds: float,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    **references: object,
) -> None:
    """Until it is cancelled, with so many seconds between. What passes is logged as ``NAME.later``, a fault of ours as
    ``NAME.fault``: neither ends it."""
    while True:
        try:
            await act()
        except (TryLaterError, UnreachableError, SQLAlchemyError) as error:
            log.warning(f"{name}.later", why=type(error).__name__, **references)
        except Exception as error:  # noqa: BLE001 - named, and kept from ending it for good
            faults.report(f"{name}.fault", error, **references)
        await sleep(seconds)
