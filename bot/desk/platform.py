"""The desk as a chat platform: its messages are rows in our own database."""

from __future__ import annotations

import asyncio

from bot.desk import TRAITS
from bot.platform import Address, Sent
from bot.wiring import Bot
from cards.model import Card, card_to_json
from storage import desk


class Desk:
    """Implements ``bot.platform.Platform``. Everybody in the database can be reached. ``changed`` tells open pages."""

    traits = TRAITS

    def __init__(self) -> None:
        self.bot: Bot | None = None
        self.version = 0
        self._news = asyncio.Condition()

    def attach(self, bot: Bot) -> None:
        self.bot = bot

    async def send(self, to: Address, key: str, card: Card) -> Sent:
        reference = await asyncio.to_thread(self._put, to.person_id, key, card_to_json(card))
        await self.refresh_pages()
        return Sent(str(reference))

    async def find(self, _to: Address, key: str) -> Sent | None:
        found = await asyncio.to_thread(self._find, key)
        return Sent(str(found)) if found else None

    async def replace(self, _to: Address, sent: Sent, card: Card) -> None:
        await asyncio.to_thread(self._change, int(sent.reference), card_to_json(card))
        await self.refresh_pages()

    def _put(self, person_id: int, key: str, card: str) -> int:
        with self._bot.work() as work:
            return desk.put(work, person_id, key, card)

    def _find(self, key: str) -> int | None:
        with self._bot.read() as work:
            return desk.find(work, key)

    def _change(self, message_id: int, card: str) -> None:
        with self._bot.work() as work:
            desk.change(work, message_id, card)

    @property
    def _bot(self) -> Bot:
        assert self.bot, "the desk was not attached to its bot"
        return self.bot

    async def refresh_pages(self) -> None:
        """Wakes the pages that wait for news."""
        async with self._news:
            self.version += 1
            self._news.notify_all()

    async def news_after(self, version: int) -> int:
        """Waits until something changed after that version; the new one."""
        async with self._news:
            await self._news.wait_for(lambda: self.version > version)
            return self.version
