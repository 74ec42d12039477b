"""A chat platform over HTTP, as the bot sees it: the client of the stand-in."""

from __future__ import annotations

import json
import os
from typing import Any

import aiohttp

from bot.platform import Address, Sent, Traits, TryLaterError
from cards.model import Card, card_to_json
from tests.proof.killing import PROCESS
from tests.proof.standin import NAME


class StandInPlatform:
    """Implements ``bot.platform.Platform``."""

    traits = Traits(NAME, "the stand-in", can_be_asked=True)

    def __init__(self, base: str) -> None:
        self._base = base

    async def send(self, to: Address, key: str, card: Card) -> Sent:
        body = {"to": dict(to.data)["user"], "key": key, "card": json.loads(card_to_json(card))}
        return Sent(str((await self._post("/send", body))["reference"]))

    async def find(self, to: Address, key: str) -> Sent | None:
        found = (await self._post("/find", {"to": dict(to.data)["user"], "key": key}))["reference"]
        return Sent(str(found)) if found else None

    async def replace(self, _to: Address, sent: Sent, card: Card) -> None:
        await self._post(
            "/replace", {"reference": int(sent.reference), "card": json.loads(card_to_json(card))}
        )

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        whose = {PROCESS: str(os.getpid())}
        async with (
            aiohttp.ClientSession(headers=whose) as session,
            session.post(self._base + path, json=body) as answer,
        ):
            if answer.status >= 500:
                raise TryLaterError(str(answer.status))
            found: dict[str, Any] = await answer.json()
            return found
