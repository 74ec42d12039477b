"""What comes up at one moment is done together, in one transaction: halved where something in it fails."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

from storage.engine import UNAVAILABLE

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def by_halves(
    items: Sequence[Item],
    act: Callable[[Sequence[Item]], Sequence[Answer]],
    alone: Callable[[Item, Exception], Answer],
) -> list[Answer]:
    """An answer for each: ``act`` gives them all or, when it fails, each half of them. What fails by itself must not
    stop the others: ``alone`` answers for it. Raises what is in UNAVAILABLE: there is no database for any."""
    try:
        return list(act(items))
    except UNAVAILABLE:
        raise
    except Exception as error:  # noqa: BLE001 - each caller names it; nothing of this attempt was kept
        if len(items) == 1:
            return [alone(items[0], error)]
    half = len(items) // 2
    return [*by_halves(items[:half], act, alone), *by_halves(items[half:], act, alone)]


class Together(Generic[Item, Answer]):
    """Several callers' items, at most ``most`` in one go: those that were given while ``lock`` was held. ``act``
    answers for each in their order, in a thread (of ``executor``, else any); what it raises is raised to each who
    waits for that."""

    def __init__(
        self,
        lock: asyncio.Lock,
        act: Callable[[Sequence[Item]], Sequence[Answer]],
        *,
        most: int = sys.maxsize,
        executor: Executor | None = None,
    ) -> None:
        self._lock, self._act, self._most, self._executor = lock, act, most, executor
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._doing: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        self._doing = self._doing or asyncio.create_task(self._do())
        return await answer

    async def _do(self) -> None:
        await asyncio.sleep(0)  # what else has come up joins in
        while self._waiting:
            async with self._lock:
                some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._answer(some)
        self._doing = None

    async def finished(self) -> None:
        """Everybody who waits is answered."""
        while self._doing:
            await self._doing

    async def _answer(self, some: Sequence[tuple[Item, asyncio.Future[Answer]]]) -> None:
        """Nobody waits any more for what was cancelled."""
        try:
            loop, items = asyncio.get_running_loop(), [item for item, _ in some]
            found = await loop.run_in_executor(self._executor, self._act, items)
        except Exception as error:  # noqa: BLE001 - raised to each who waits
            for answer in (answer for _, answer in some if not answer.done()):
                answer.set_exception(error)
            return
        for (_, answer), one in zip(some, found, strict=True):
            if not answer.done():
                answer.set_result(one)
