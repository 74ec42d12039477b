"""What ends the bot's process at a request of its own: on its way to the platform, on the way back, or after."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

#: How a request can end the bot: it never arrived, it arrived unanswered, it arrived and was answered.
WAYS = ("unkept", "unanswered", "answered")


@dataclass(slots=True)
class Killer:
    """``kill``: a way, and how many requests from now. ``victim``: the bot's process id."""

    requests: int = 0
    kill: tuple[str, int] | None = None
    victim: int | None = None

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        way = self._way()
        if way == "unkept":
            self._end()
            return web.json_response({}, status=500)
        response = await handler(request)
        if way == "unanswered":
            self._end()
        if way == "answered":
            with suppress(ConnectionError):
                await response.prepare(request)
                await response.write_eof()
            self._end()
        return response

    def _way(self) -> str | None:
        self.requests += 1
        if self.kill is None or self.victim is None:
            return None
        way, left = self.kill
        self.kill = (way, left - 1) if left > 1 else None
        return None if left > 1 else way

    def _end(self) -> None:
        assert self.victim
        os.kill(self.victim, signal.SIGKILL)
        self.victim = None
