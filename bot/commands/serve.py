"""``serve``: the bot at work, its clock ticking, until SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Final

from aiohttp import web

from bot.calendar_feed import add_calendars
from bot.clock import SystemClock
from bot.logs import log, set_up
from bot.platform import connect
from bot.scheduler import schedule
from bot.serving import add_health, bound, run_site
from bot.settings import Settings, read_settings
from bot.start import start
from bot.wiring import Bot, wire

NO_PLATFORM: Final = (
    "No chat platform is set (SUPERVISION_PLATFORMS): what is due is worked out, and what is to be told waits. "
    "docs/slack.md connects Slack; python app.py demo shows a sample council in the browser."
)
#: Seconds that a stop waits for the tick under way; what it leaves, the next start finds in the outbox.
GRACE: Final = 10.0


def serve() -> int:
    """Runs until SIGTERM or Ctrl-C. Raises SettingsError before anything is served."""
    return run(read_settings())


def run(settings: Settings) -> int:
    """As ``serve``, with these settings."""
    set_up(settings.log_level)
    with contextlib.ExitStack() as stack:
        at = stack.enter_context(contextlib.closing(bound(settings.host, settings.port)))
        bot = wire(settings, SystemClock())
        stack.callback(bot.engine.dispose)
        connections = [connect(name, bot, settings) for name in settings.platforms]
        bot.platforms = {c.platform.traits.name: c.platform for c in connections}
        start(bot, _marked)
        app = web.Application()
        for connection in connections:
            connection.serve_on(app)
        add_calendars(app, bot)
        add_health(app, bot, settings.tick_seconds, connections)
        asyncio.run(_run(bot, app, at, settings))
    return 0


def _marked(done: int, total: int) -> None:
    log.info("rules.changed.marked", done=done, total=total)


async def _run(bot: Bot, app: web.Application, at: socket.socket, settings: Settings) -> None:
    scheduler = schedule(bot, settings.tick_seconds)
    scheduler.start()

    def tick_now() -> None:
        scheduler.modify_job("tick", next_run_time=SystemClock().now())

    bot.changed = tick_now
    tick_now()

    def ready(port: int) -> None:
        log.info(
            "serve.ready", port=port, platforms=settings.platforms, rules=bot.config.versions.latest.name
        )
        print(
            f"Listening on http://{settings.host}:{port}/ (how it is: /healthz, /readyz, /metrics)",
            flush=True,
        )
        if not settings.platforms:
            print(NO_PLATFORM, flush=True)

    try:
        await run_site(app, at, ready)
    finally:
        scheduler.pause()
        finished = await bot.heartbeat.stop(GRACE)
        scheduler.shutdown()
        log.info("serve.stopped", finished=finished)
