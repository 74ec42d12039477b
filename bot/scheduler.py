"""The tick: what is due is assessed again, or told. It costs what is due, never what exists."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot import faults, metrics
from bot.background import HANGS
from bot.batches import by_halves
from bot.dispatcher import Dispatcher
from bot.logs import log
from bot.nightly import compare_some, once_a_night
from bot.unfinished_import import waits_for_import
from bot.wiring import Bot
from handlers.automatic_actions import AUTOMATIC_ACTIONS
from handlers.notifications import notifier
from handlers.notifications.due_nudges import give_due_nudges
from policy.facts import Subject
from storage import duties, obligations
from storage.next_due import next_due
from storage.transactions import Turns
from storage.work import Work

#: How long what failed is left alone before it is tried again.
SET_ASIDE: Final = timedelta(hours=1)

Item = TypeVar("Item")


def tick(bot: Bot) -> int:
    """Assesses and attends to all that is due at the clock's moment, unless asked to stop; how many things that was.
    None while an import is under way. A press that waits gets its turn between two batches."""
    done, reassessing, attending = 0, Turns(), Turns()
    while not bot.heartbeat.stopping.is_set():
        with bot.read() as work:
            now, due = work.now, next_due(work)
        if due.unfinished_import and waits_for_import(bot):
            break
        kinds = (
            (due.night, once_a_night),
            (due.assessment, partial(_reassess_some, reassessing)),
            (due.attention, partial(_attend_some, attending)),
        )
        if not (batch := next(filter(None, (some(bot) for at, some in kinds if at and at <= now)), 0)):
            break
        done += batch
        bot.heartbeat.beat()
    return done


def _reassess_some(turns: Turns, bot: Bot) -> int:
    """One batch of subjects whose stored answer may no longer hold, in a transaction of its own."""
    with bot.read() as work:
        subjects = obligations.due_subjects(work)
    if subjects:
        with turns.turn():
            _carefully(bot, subjects, obligations.reassess, _set_subject_aside)
    return len(subjects)


def _attend_some(turns: Turns, bot: Bot) -> int:
    with bot.read() as work:
        ids = duties.needing_attention(work)
    if ids:
        with turns.turn():
            _carefully(bot, ids, partial(give_due_nudges, actions=AUTOMATIC_ACTIONS), _set_obligation_aside)
    return len(ids)


def _carefully(
    bot: Bot,
    items: Sequence[Item],
    act: Callable[[Work, Sequence[Item]], None],
    aside: Callable[[Work, Item, datetime], None],
) -> None:
    """All in one transaction, or by halves: what fails alone is set aside until later, in the log and named to the
    administrators."""

    def together(some: Sequence[Item]) -> list[None]:
        with bot.work() as work:
            act(work, some)
        return [None] * len(some)

    def alone(item: Item, error: Exception) -> None:
        faults.report("tick.stuck", error, item=str(item))
        with bot.work() as work:
            aside(work, item, work.now + SET_ASIDE)

    by_halves(items, together, alone)


def _set_subject_aside(work: Work, subject: Subject, until: datetime) -> None:
    obligations.reassess_later(work, subject, until)
    notifier.notify_stuck(work, str(subject.kind), subject.id)


def _set_obligation_aside(work: Work, obligation_id: int, until: datetime) -> None:
    duties.set_next_attention(work, {obligation_id: until})
    notifier.notify_stuck(work, "obligation", obligation_id)


async def run_once(bot: Bot, dispatcher: Dispatcher) -> None:
    """What the real scheduler calls: a tick, then whatever it left to send."""
    with bot.heartbeat.ticking():
        done = await asyncio.to_thread(tick, bot)
        sent = await dispatcher.send_due(HANGS)
        await asyncio.to_thread(compare_some, bot)
    metrics.TICKS.inc()
    metrics.DUE.inc(done)
    if done or sent:
        log.info("tick", due=done, sent=sent)


async def _tick(bot: Bot, dispatcher: Dispatcher) -> None:
    """A tick that fails is over; the next one does what it left."""
    try:
        await run_once(bot, dispatcher)
    except Exception as error:  # noqa: BLE001 - named, and kept from the scheduler, which would quote it
        faults.report("tick.failed", error)


def schedule(bot: Bot, seconds: float) -> AsyncIOScheduler:
    """APScheduler is only the clock: one short interval job, in UTC; all due dates are in our tables."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        _tick,
        IntervalTrigger(seconds=seconds, timezone="UTC"),
        args=[bot, Dispatcher(bot)],
        id="tick",
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    return scheduler
