"""What ends the bot's process at a request of its own: on its way to the platform, on the way back, or after."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

#: How a request can end the bot: it never arrived, it arrived unanswered, it arrived and was answered.
WAYS = ("unkept", "unanswered", "answered")


#: In a request: whose it is, where several bots ask at once.
PROCESS = "X-Process"


@dataclass(slots=True)
class Killer:
    """``aims``: of each process that is to die, in which way and at how many requests from now."""

    requests: int = 0
    aims: dict[int, tuple[str, int]] = field(default_factory=dict)

    def aim(self, process: int, way: str, request: int) -> None:
        self.aims[process] = (way, request)

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        victim = self._asking(request)
        way = self._way(victim)
        if way == "unkept":
            os.kill(victim, signal.SIGKILL)
            return web.json_response({}, status=500)
        response = await handler(request)
        if way == "unanswered":
            os.kill(victim, signal.SIGKILL)
        if way == "answered":
            with suppress(ConnectionError):
                await response.prepare(request)
                await response.write_eof()
            os.kill(victim, signal.SIGKILL)
        return response

    def _asking(self, request: web.Request) -> int:
        """The process; the only one that is to die where the request doesn't say."""
        said = request.headers.get(PROCESS)
        return int(said) if said else next(iter(self.aims), 0)

    def _way(self, process: int) -> str | None:
        """How this request ends that process; None if it doesn't."""
        self.requests += 1
        way, left = self.aims.pop(process, ("", 0))
        if left > 1:
            self.aims[process] = (way, left - 1)
        return way if left == 1 else None
