"""The tick: what is due is assessed again, or told. It costs what is due, never what exists."""

from __future__ import annotations

import asyncio

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.dispatcher import dispatch
from bot.logs import log
from bot.wiring import Bot
from handlers.attend import attend
from storage import duties, obligations


def tick(bot: Bot) -> int:
    """Assesses and attends to all that is due at the clock's moment; how many things that was."""
    done = 0
    while batch := _reassess_some(bot):
        done += batch
    while batch := _attend_some(bot):
        done += batch
    return done


def _reassess_some(bot: Bot) -> int:
    """One batch of subjects whose stored answer may no longer hold, in a transaction of its own."""
    with bot.look() as work:
        if not obligations.due_subjects(work, 1):
            return 0
    with bot.work() as work:
        subjects = obligations.due_subjects(work)
        obligations.reassess(work, subjects)
    return len(subjects)


def _attend_some(bot: Bot) -> int:
    with bot.look() as work:
        ids = duties.needing_attention(work)
    for obligation_id in ids:
        with bot.work() as work:
            attend(work, obligation_id)
    return len(ids)


async def run_once(bot: Bot) -> None:
    """What the real scheduler calls: a tick, then whatever it left to send."""
    done = await asyncio.to_thread(tick, bot)
    sent = await dispatch(bot)
    if done or sent:
        log.info("tick", due=done, sent=sent)


def schedule(bot: Bot, seconds: float) -> AsyncIOScheduler:
    """APScheduler is only the clock: one short interval job, in UTC; all due dates are in our tables."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        run_once,
        IntervalTrigger(seconds=seconds, timezone="UTC"),
        args=[bot],
        id="tick",
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    return scheduler
