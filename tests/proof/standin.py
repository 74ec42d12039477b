"""The stand-in for a chat platform: an HTTP server in the test's process that keeps what arrived, and that can end the
bot's process before it answers or after."""

from __future__ import annotations

import os
import signal
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

#: How a request can end the bot: it never arrived, it arrived unanswered, it arrived and was answered.
WAYS = ("unkept", "unanswered", "answered")


@dataclass(slots=True)
class Arrived:
    """One copy of a message: whose it is, under which key, and the card it shows now."""

    reference: int
    to: str
    key: str
    card: dict[str, Any]


@dataclass(slots=True)
class StandIn:
    """``kill``: a way, and how many requests from now. ``victim``: the bot's process id."""

    arrived: list[Arrived] = field(default_factory=list)
    requests: int = 0
    kill: tuple[str, int] | None = None
    victim: int | None = None

    def copies(self) -> dict[str, list[Arrived]]:
        found: dict[str, list[Arrived]] = defaultdict(list)
        for one in self.arrived:
            found[one.key].append(one)
        return found

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        way = self._way()
        if way == "unkept":
            self._end()
            return web.json_response({}, status=500)
        answer = getattr(self, f"_{request.path.strip('/')}")(body)
        if way == "unanswered":
            self._end()
        response = web.json_response(answer)
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

    def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        one = Arrived(len(self.arrived) + 1, body["to"], body["key"], body["card"])
        self.arrived.append(one)
        return {"reference": one.reference}

    def _find(self, body: dict[str, Any]) -> dict[str, Any]:
        found = [a for a in self.arrived if a.key == body["key"] and a.to == body["to"]]
        return {"reference": found[0].reference if found else None}

    def _replace(self, body: dict[str, Any]) -> dict[str, Any]:
        self.arrived[body["reference"] - 1].card = body["card"]
        return {}


@asynccontextmanager
async def served(stand_in: StandIn) -> AsyncIterator[str]:
    """The base URL while it listens."""
    app = web.Application(client_max_size=1 << 24)
    for path in ("/send", "/find", "/replace"):
        app.router.add_post(path, stand_in.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def buttons(card: Any) -> Iterator[tuple[str, str]]:
    """Every button of a card with its token, top to bottom."""
    if isinstance(card, dict):
        if card.get("token") and "label" in card:
            yield card["label"], card["token"]
        for value in card.values():
            yield from buttons(value)
    elif isinstance(card, list):
        for value in card:
            yield from buttons(value)
