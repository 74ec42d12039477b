"""What runs beside everything else for as long as something is open."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from bot import faults
from bot.logs import log
from bot.platform import TryLaterError, UnreachableError

#: Seconds that a round waits for what it begins: what takes longer goes on while the next ones come.
HANGS: Final = 1.0


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


class PerPerson:
    """What is under way for one person each, side by side: what hangs for one holds nobody else's."""

    def __init__(self) -> None:
        self._under_way: dict[int, asyncio.Task[int]] = {}

    @property
    def busy(self) -> frozenset[int]:
        """For whom something is under way, or ended and wasn't yet asked about."""
        return frozenset(self._under_way)

    def begin(self, person_id: int, act: Coroutine[Any, Any, int]) -> None:
        """For somebody who isn't busy."""
        assert person_id not in self._under_way
        self._under_way[person_id] = asyncio.create_task(act)

    async def wait(self, people: Iterable[int], seconds: float | None) -> None:
        """Until what is under way for these ended, or that long."""
        tasks = [self._under_way[person_id] for person_id in people]
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    def ended(self) -> int:
        """The sum of what those that ended since came to. Raises what one of them raised."""
        done = {person_id: task for person_id, task in self._under_way.items() if task.done()}
        for person_id in done:
            del self._under_way[person_id]
        for error in filter(None, [task.exception() for task in done.values()]):
            raise error  # everybody else's was tried
        return sum(task.result() for task in done.values())

    async def stop(self) -> None:
        """Each is cancelled, and waited for."""
        for task in self._under_way.values():
            task.cancel()
        await self.wait(self.busy, None)
        self._under_way.clear()


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
