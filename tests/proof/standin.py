"""The stand-in for a chat platform that can be asked what arrived: an HTTP server in the test's process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from storage import tables as t
from tests.proof.killing import Killer
from tests.proof.outside import Arrived

NAME = "standin"


@dataclass(slots=True)
class StandIn:
    """Implements ``tests.proof.outside.Outside``. ``kept``: each copy as it was sent, with the card it shows now."""

    name: str = NAME
    killer: Killer = field(default_factory=Killer)
    kept: list[dict[str, Any]] = field(default_factory=list)

    def contact(self, person_id: int, number: str, _base: str) -> t.Contact:
        return t.Contact(person_id=person_id, platform=NAME, external_id=number, data={"user": number})

    def arrived(self) -> list[Arrived]:
        return [
            Arrived(one["to"], one["key"], one["card"]["title"], list(buttons(one["card"])))
            for one in self.kept
        ]

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        app = web.Application(client_max_size=1 << 24, middlewares=[self.killer.middleware])
        for path, answer in (("/send", self._send), ("/find", self._find), ("/replace", self._replace)):
            app.router.add_post(path, answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    async def _send(self, request: web.Request) -> web.Response:
        self.kept.append(await request.json())
        return web.json_response({"reference": len(self.kept)})

    async def _find(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        found = (n for n, one in enumerate(self.kept, 1) if wanted.items() <= one.items())
        return web.json_response({"reference": next(found, None)})

    async def _replace(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        self.kept[wanted["reference"] - 1]["card"] = wanted["card"]
        return web.json_response({})


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
