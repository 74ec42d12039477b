"""Whether people's accounts are still the council's: Teams tells nobody when one is made a guest's, so each is asked
for again, once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.background import repeat
from bot.inbound import accounts
from bot.platform import UnreachableError
from bot.teams import TRAITS
from bot.teams.directory import Directory
from bot.wiring import Bot
from storage import conversations
from storage.conversations import Conversation

#: Seconds between looks for whoever wasn't asked for today.
EVERY: Final = 3600.0


class Rechecking:
    """``run`` until it is cancelled."""

    def __init__(
        self, bot: Bot, directory: Directory, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._bot, self._directory, self._sleep = bot, directory, sleep
        self._asked, self._day = set[str](), date.min

    async def run(self) -> None:
        await repeat("rechecking", self.recheck, EVERY, self._sleep, platform=TRAITS.name)

    async def recheck(self) -> None:
        """Everybody who wasn't asked for today, one after the other. Raises TryLaterError where Teams can't be asked:
        the rest is left for the next time."""
        today = self._bot.config.calendar.day_of(self._bot.clock.now())
        if today != self._day:
            self._asked, self._day = set(), today
        for place, user in await asyncio.to_thread(self._joined):
            if place.account not in self._asked:
                await self._ask(place, user)
                self._asked.add(place.account)

    def _joined(self) -> Sequence[tuple[Conversation, str]]:
        with self._bot.read() as work:
            return conversations.joined(work, TRAITS.name)

    async def _ask(self, place: Conversation, user: str) -> None:
        """One that isn't found is left as it is: what is sent there next says what became of it."""
        try:
            found = await self._directory.ask(place.address, place.id, user, place.place)
        except UnreachableError:
            return
        known = replace(found, name=place.account)
        await asyncio.to_thread(accounts.changed, self._bot, TRAITS, known)
