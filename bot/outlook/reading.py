"""Reads beside the clock when people are busy, so that whoever books finds it known and waits for no network."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.logs import log
from bot.outlook.faults import OutlookError
from bot.outlook.graph import AHEAD, MOST, Graph, Schedule
from bot.wiring import Bot
from storage import calendar_readings
from storage.calendar_readings import Mailbox
from storage.states import OutlookFault


async def read_due(bot: Bot, graph: Graph) -> None:
    """Everybody whose turn it is, a call for each twenty; after a call that brought nothing the others are left for
    the next time."""
    while mailboxes := await asyncio.to_thread(_take, bot):
        if not await _read(bot, graph, mailboxes):
            return


async def _read(bot: Bot, graph: Graph, mailboxes: Sequence[Mailbox]) -> bool:
    """No transaction is open while Graph is asked."""
    since = bot.clock.now()
    try:
        found = await graph.schedules([m.email for m in mailboxes], since, since + AHEAD)
    except OutlookError as error:
        log.warning("outlook.failed", why=error.why, word=error.word)
        found = dict.fromkeys((m.email for m in mailboxes), error.why)
        await asyncio.to_thread(_keep, bot, mailboxes, since, found)
        return False
    await asyncio.to_thread(_keep, bot, mailboxes, since, found)
    return True


def _take(bot: Bot) -> list[Mailbox]:
    with bot.work() as work:
        return calendar_readings.take(work, MOST)


def _keep(bot: Bot, mailboxes: Sequence[Mailbox], since: datetime, found: dict[str, Schedule]) -> None:
    by_person = {m.person_id: found[m.email] for m in mailboxes}
    read = {who: said for who, said in by_person.items() if not isinstance(said, OutlookFault)}
    with bot.work() as work:
        calendar_readings.keep(work, since, read)
        for why in OutlookFault:
            calendar_readings.fail(work, [who for who, said in by_person.items() if said is why], why)
