"""Reads when people are busy: everybody's in turn beside the clock, and anew of those whom somebody is about to book. A
booking itself finds it known: no transaction is open while a network is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.diary import Diary, Schedule
from bot.logs import log
from bot.outlook.faults import OutlookError
from storage import calendar_readings
from storage.calendar_readings import Mailbox
from storage.states import OutlookFault

if TYPE_CHECKING:
    from bot.wiring import Bot

#: Seconds for which whoever books waits for it, and those that are left to them for the booking itself.
PATIENCE: Final = 1.2
RESERVE: Final = 1.0


async def read_due(bot: Bot, diary: Diary) -> None:
    """Everybody whose turn it is, a call for as many as it takes; after a call that brought nothing the others are left
    for the next time."""
    while mailboxes := await asyncio.to_thread(_take, bot, diary.at_once):
        if not await _read(bot, diary, mailboxes):
            return


async def read_now(bot: Bot, diary: Diary, person_ids: Collection[int], left: float) -> None:
    """Of these people, for somebody who has so many seconds left. What doesn't come in time counts as unread."""
    seconds = min(PATIENCE, left - RESERVE)
    if seconds > 0 and (mailboxes := await asyncio.to_thread(_take_of, bot, person_ids, diary.at_once)):
        await _read(bot, diary, mailboxes, seconds)


async def _read(bot: Bot, diary: Diary, mailboxes: Sequence[Mailbox], seconds: float | None = None) -> bool:
    """Whether an answer came."""
    since, emails = bot.clock.now(), [m.email for m in mailboxes]
    try:
        found, came = await _asked(diary, emails, since, seconds), True
    except OutlookError as error:
        log.warning("outlook.failed", why=error.why, word=error.word)
        found, came = dict.fromkeys(emails, error.why), False
    await asyncio.to_thread(_keep, bot, mailboxes, since, found)
    return came


async def _asked(
    diary: Diary, emails: Sequence[str], since: datetime, seconds: float | None
) -> dict[str, Schedule]:
    """Raises OutlookError, also where the seconds are over."""
    try:
        async with asyncio.timeout(seconds):
            return await diary.schedules(emails, since, since + diary.ahead)
    except TimeoutError as error:
        raise OutlookError(OutlookFault.NO_ANSWER, type(error).__name__) from None


def _take(bot: Bot, most: int) -> list[Mailbox]:
    with bot.work() as work:
        return calendar_readings.take(work, most)


def _take_of(bot: Bot, person_ids: Collection[int], most: int) -> list[Mailbox]:
    with bot.work() as work:
        return calendar_readings.take_of(work, person_ids, most)


def _keep(bot: Bot, mailboxes: Sequence[Mailbox], since: datetime, found: dict[str, Schedule]) -> None:
    by_person = {m.person_id: found[m.email] for m in mailboxes}
    read = {who: said for who, said in by_person.items() if not isinstance(said, OutlookFault)}
    with bot.work() as work:
        calendar_readings.keep(work, since, read)
        for why in OutlookFault:
            calendar_readings.fail(work, [who for who, said in by_person.items() if said is why], why)
