"""Joins members of staff to their accounts before either first writes: whom the platform lists, by id or email, and
whoever else on the staff list isn't met yet by email; those of a new import, of an email that changed and of a join
that was ended within minutes, and whoever isn't found again each day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from typing import Final

from bot.background import repeat
from bot.inbound.accounts import Directory, StrangerError, find_by_email, join
from bot.logs import log
from bot.platform import TryLaterError
from bot.wiring import Bot
from policy.folding import fold
from storage import contacts
from storage.contacts import Unmet

#: Seconds between looks for somebody new on the list.
EVERY: Final = 300.0


class Matching:
    """``run`` until it is cancelled. The platform's Retry-After is waited out between two people."""

    def __init__(
        self, bot: Bot, directory: Directory, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._bot, self._directory, self._sleep = bot, directory, sleep
        self._asked, self._day = set[tuple[int, str, str]](), date.min

    async def run(self) -> None:
        await repeat("matching", self.match, EVERY, self._sleep, platform=self._name)

    @property
    def _name(self) -> str:
        return self._directory.traits.name

    async def match(self) -> int:
        """How many were met. Each is asked for once a day; a guest's or a deactivated account isn't taken. Raises
        TryLaterError or UnreachableError where the platform can't be asked; the rest is left for the next time."""
        met = 0
        wanted = await self._wanted()
        if wanted:
            met += await self._listed(
                {name for one in wanted for name in (fold(one.email), one.account) if name}
            )
            wanted = await self._wanted()
        for one in wanted:
            if self._directory.traits.finds_by_email and one.email and await self._met(one):
                met += 1
            else:
                self._asked.add(one.key)
        if met:
            log.info("matching.met", platform=self._name, number=met)
        return met

    async def _wanted(self) -> list[Unmet]:
        """Whoever isn't met and wasn't asked for today."""
        today = self._bot.config.calendar.day_of(self._bot.clock.now())
        if today != self._day:
            self._asked, self._day = set(), today
        found = await asyncio.to_thread(self._unmet)
        self._asked &= {
            one.key for one in found
        }  # whoever was met meanwhile, and isn't any more, is looked for
        return [u for u in found if not u.stopped and (u.email or u.account) and u.key not in self._asked]

    def _unmet(self) -> list[Unmet]:
        with self._bot.read() as work:
            return contacts.unmet(work, self._name)

    async def _listed(self, wanted: set[str]) -> int:
        met = 0
        for account in await self._directory.roster():
            if fold(account.email) in wanted or account.own_id in wanted:
                with suppress(StrangerError):
                    await asyncio.to_thread(join, self._bot, self._directory.traits, account)
                    met += 1
        return met

    async def _met(self, one: Unmet) -> bool:
        while True:
            try:
                await find_by_email(self._bot, self._directory, one.person_id, one.email)
            except StrangerError:
                return False
            except TryLaterError as error:
                if error.reason != "ratelimited":
                    raise
                await self._sleep(error.after or 1.0)
            else:
                return True
