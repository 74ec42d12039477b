"""How fast Teams lets a bot write: to one conversation, and to a whole tenant."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from bot.platform import RefusedError

#: Messages in so many seconds, to one conversation and to one tenant.
CONVERSATION: Final = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
TENANT: Final = ((50, 1.0),)
#: Longer than this isn't waited out: others can be written to meanwhile.
PATIENCE: Final = 2.0

Limits = tuple[tuple[int, float], ...]


class RateLimiter:
    """Of what was sent in the last hour, when. Raises RefusedError where the wait would be long."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._sent: dict[str, deque[float]] = {}

    async def wait(self, conversation: str, tenant: str) -> None:
        """Until the next message may go there, and it counts as gone."""
        now = self._clock()
        self._forget(now)
        ahead = max(
            self._ahead(conversation, CONVERSATION, now), self._ahead(f"tenant {tenant}", TENANT, now)
        )
        if ahead > PATIENCE:
            raise RefusedError("throttled", ahead)
        for name, limits in ((conversation, CONVERSATION), (f"tenant {tenant}", TENANT)):
            self._sent.setdefault(name, deque(maxlen=max(most for most, _ in limits))).append(now + ahead)
        if ahead > 0:
            await self._sleep(ahead)

    def _ahead(self, name: str, limits: Limits, now: float) -> float:
        sent = self._sent.get(name, ())
        waits = (sent[-most] + seconds - now for most, seconds in limits if len(sent) >= most)
        return max((*waits, 0.0))

    def _forget(self, now: float) -> None:
        idle = [name for name, sent in self._sent.items() if sent[-1] < now - CONVERSATION[-1][1]]
        for name in idle:
            del self._sent[name]
