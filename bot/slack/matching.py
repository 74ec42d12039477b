"""Joins members of staff to their accounts before either first writes: everybody on the list who isn't met yet is
looked for by email, those of a new import within minutes, and whoever isn't found again each day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from bot.logs import log
from bot.platform import TryLaterError, UnreachableError
from bot.slack.people import StrangerError, find_by_email
from bot.slack.workspaces import Workspaces
from bot.wiring import Bot
from storage import reach
from storage.reach import Unmet

#: Seconds between looks for somebody new on the list.
EVERY = 300.0


class Matching:
    """``run`` until it is cancelled. Slack's Retry-After is waited out between two people."""

    def __init__(
        self, bot: Bot, workspaces: Workspaces, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._bot, self._workspaces, self._sleep = bot, workspaces, sleep
        self._asked, self._day = set[tuple[int, str]](), date.min

    async def run(self) -> None:
        while True:
            try:
                await self.match()
            except (TryLaterError, UnreachableError, SQLAlchemyError) as error:
                log.warning("slack.matching.later", why=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - named, and kept from ending the matching for good
                log.error("slack.fault", error=type(error).__name__, exc_info=error)
            await self._sleep(EVERY)

    async def match(self) -> int:
        """How many were met. Each is asked for once a day; a guest's or a deactivated account isn't taken. Raises
        TryLaterError or UnreachableError where Slack can't be asked; the rest is left for the next time."""
        today = self._bot.book.calendar.day_of(self._bot.clock.now())
        if today != self._day:
            self._asked, self._day = set(), today
        met = 0
        for one in await asyncio.to_thread(self._unmet):
            met += await self._met(one)
            self._asked.add((one.person_id, one.email))
        if met:
            log.info("slack.matched", number=met)
        return met

    def _unmet(self) -> list[Unmet]:
        with self._bot.look() as work:
            found = reach.unmet(work, "slack")
        return [u for u in found if u.email and not u.stopped and (u.person_id, u.email) not in self._asked]

    async def _met(self, one: Unmet) -> bool:
        while True:
            try:
                await find_by_email(self._bot, self._workspaces, one.person_id, one.email)
            except StrangerError:
                return False
            except TryLaterError as error:
                if error.reason != "ratelimited":
                    raise
                await self._sleep(error.after or 1.0)
            else:
                return True
