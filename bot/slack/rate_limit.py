"""How fast one conversation is written to: Slack allows about one message a second, and short bursts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

#: Messages at once, then seconds for each.
BURST: Final = 4
EVERY: Final = 1.0


class RateLimiter:
    """A bucket for each conversation, kept only while it isn't full."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._free: dict[str, float] = {}

    async def wait(self, channel: str) -> None:
        """Until the next message may go there."""
        now = self._clock()
        self._free = {name: at for name, at in self._free.items() if at > now}
        at = max(self._free.get(channel, now), now) + EVERY
        self._free[channel] = at
        if (ahead := at - now - BURST * EVERY) > 0:
            await self._sleep(ahead)
