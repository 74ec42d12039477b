"""While an import is being applied the clock waits: nobody is told anything on half of its facts. One that was broken
off is brought in to its end first."""

from __future__ import annotations

from bot import faults
from bot.logs import log
from bot.wiring import Bot
from handlers.people import leaving
from handlers.upkeep import imports
from storage.engine import UNAVAILABLE
from storage.importing import runs
from storage.importing.run import go_on
from storage.importing.runs import Run


class _Stopping(Exception):  # noqa: N818 - no error: the process was asked to end
    """The rest waits for the next start."""


def waits_for_import(bot: Bot) -> bool:
    """Whether somebody is at one; one that nobody is at is brought in first."""
    with bot.read() as work:
        run = runs.applying(work)
    if run is None:
        return False
    return run.is_held(bot.clock.now()) or not _finish(bot, run)


def _finish(bot: Bot, run: Run) -> bool:
    """Whether the clock can go on. An import that can't be finished is given up, and the administrators are told."""

    def step(_what: str, _done: int, _total: int) -> None:
        bot.heartbeat.beat()
        if bot.heartbeat.stopping.is_set():
            raise _Stopping

    try:
        go_on(bot.engine, bot.config, bot.clock.now(), step)
    except UNAVAILABLE:
        raise
    except _Stopping:
        return False
    except Exception as error:  # noqa: BLE001 - named, and kept from stopping the clock for good
        faults.report("import.failed", error, run=run.id)
        with bot.work() as work:
            imports.failed(work, run.id)
        return True
    log.info("import.finished", run=run.id)
    with bot.work() as work:
        leaving.follow(work)
    return True
