"""The night's checks, as the tick (``bot/scheduler.py``) calls them: once, then deletion of all that has been kept for
its term, and a comparison of every subject, both in small steps. A policy's version that comes into force this day is
seen first."""

from __future__ import annotations

from functools import partial

from bot import faults
from bot.logs import log
from bot.retention import run_in_steps
from bot.start import see_rules
from bot.wiring import Bot
from handlers import nightly
from storage import nightly_checks, obligations
from storage.engine import UNAVAILABLE
from storage.importing import runs


def once_a_night(bot: Bot) -> int:
    """The checks, which are due; how many were made."""
    try:
        see_rules(bot)
        with bot.work() as work:
            if nightly_checks.due(work):
                nightly.run_nightly(work, bot.in_use)
        run_in_steps(bot.work, stops=partial(_stops, bot))
    except UNAVAILABLE:
        raise
    except Exception as error:  # noqa: BLE001 - named, and kept from stopping the clock until the next night
        faults.report("night.failed", error)
        with bot.work() as work:
            nightly_checks.begin(work)
    return 1


def _stops(bot: Bot) -> bool:
    bot.heartbeat.beat()
    return bot.heartbeat.stopping.is_set()


def compare_some(bot: Bot) -> int:
    """The next step of tonight's comparison, if one is under way, no import is, and nothing waits to be assessed, as it
    does when the clock is stopped before it came to that; how many differences it found and put right."""
    with bot.read() as work:
        over = nightly_checks.comparing(work) is None
        if over or runs.applying(work) or obligations.due_subjects(work, 1):
            return 0
    with bot.work() as work:
        found = nightly_checks.compare(work)
    for one in found:
        log.error(
            "drift.found",
            subject=str(one.key.subject.kind),
            id=one.key.subject.id,
            duty=one.key.duty,
            what=one.what,
        )
    return len(found)
