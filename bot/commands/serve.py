"""``serve``: the bot at work, its clock ticking, until SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from functools import partial
from typing import Final

from aiohttp import web

from bot import outlook
from bot.calendar_feed import add_calendars
from bot.clock import SystemClock
from bot.logs import log, set_up
from bot.platform import connect, guides
from bot.scheduler import schedule
from bot.serving import add_health, add_metrics, beside, bound, is_well, run_site
from bot.settings import Settings, SettingsError, read_settings
from bot.sign_of_life import signs_of_life
from bot.start import start
from bot.wiring import Bot, wire

NO_PLATFORM: Final = (
    "No chat platform is set (SUPERVISION_PLATFORMS): what is due is worked out, and what is to be told waits. "
    f"{guides()}; python app.py demo shows a sample council in the browser."
)
#: Seconds that a stop waits for the tick under way; what it leaves, the next start finds in the outbox.
GRACE: Final = 10.0


def serve() -> int:
    """Runs until SIGTERM or Ctrl-C. Raises SettingsError before anything is served."""
    return run(read_settings())


def run(settings: Settings) -> int:
    """As ``serve``, with these settings."""
    set_up(settings.log_level)
    _need_outlook(settings)
    with contextlib.ExitStack() as stack:
        at = stack.enter_context(contextlib.closing(bound(settings.host, settings.port)))
        own = _metrics_socket(settings, stack)
        bot = wire(settings, SystemClock())
        stack.callback(bot.engine.dispose)
        connections = [connect(name, bot, settings) for name in settings.platforms]
        bot.platforms = {c.platform.traits.name: c.platform for c in connections}
        start(bot, _marked)
        app = web.Application()
        for connection in connections:
            connection.serve_on(app)
        add_calendars(app, bot)
        if bot.config.report_address is not None:
            _add_reports(app, bot)
        add_health(app, bot, settings.tick_seconds, connections)
        measured = app if own is None else web.Application()
        add_metrics(measured, bot, connections)
        asyncio.run(_run(bot, app, at, settings, (measured, own) if own else None))
    return 0


def _metrics_socket(settings: Settings, stack: contextlib.ExitStack) -> socket.socket | None:
    """Where /metrics is served alone, if it is."""
    if settings.metrics_port is None:
        return None
    return stack.enter_context(contextlib.closing(bound(settings.host, settings.metrics_port)))


def _need_outlook(settings: Settings) -> None:
    """Raises SettingsError for what reading calendars lacks."""
    lacks = outlook.lacking(settings)
    if lacks:
        raise SettingsError(lacks)


def _add_reports(app: web.Application, bot: Bot) -> None:
    """Imported where reports are given out: what makes workbooks takes 20 MB."""
    from bot.report_page import add_reports

    add_reports(app, bot)


def _outlook(bot: Bot, settings: Settings) -> contextlib.AbstractAsyncContextManager[None]:
    """Imported where it is switched on: only then is msal installed."""
    from bot.outlook.beside import beside_the_clock

    return beside_the_clock(bot, settings)


def _marked(done: int, total: int) -> None:
    log.info("rules.changed.marked", done=done, total=total)


async def _run(
    bot: Bot,
    app: web.Application,
    at: socket.socket,
    settings: Settings,
    measured: tuple[web.Application, socket.socket] | None,
) -> None:
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
        shown = "/healthz, /readyz" if measured else "/healthz, /readyz, /metrics"
        print(f"Listening on http://{settings.host}:{port}/ (how it is: {shown})", flush=True)
        if not settings.platforms:
            print(NO_PLATFORM, flush=True)

    try:
        async with contextlib.AsyncExitStack() as meanwhile:
            if measured:
                port = await meanwhile.enter_async_context(beside(*measured))
                print(f"Metrics on http://{settings.host}:{port}/metrics", flush=True)
            if settings.heartbeat_url:
                address = settings.heartbeat_url.get_secret_value()
                well = partial(is_well, bot, settings.tick_seconds)
                await meanwhile.enter_async_context(signs_of_life(address, well))
            if settings.outlook_mailbox:
                await meanwhile.enter_async_context(_outlook(bot, settings))
            await run_site(app, at, ready)
    finally:
        scheduler.pause()
        finished = await bot.heartbeat.stop(GRACE)
        scheduler.shutdown()
        log.info("serve.stopped", finished=finished)
