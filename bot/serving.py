"""Runs one aiohttp application until it is stopped, and shows how the bot is."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Sequence
from typing import Final

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.logs import log
from bot.platform import Connection
from bot.settings import SettingsError
from bot.wiring import Bot
from handlers.shared import dates
from storage.council import council
from storage.health import Backlog, backlog

#: Without a sign of life from the clock for this many seconds, or four ticks if that is longer, it counts as stuck.
STUCK: Final = 60.0


ANOTHER_PORT: Final = "choose another port, 0 for any free one"


def bound(host: str, port: int, remedy: str = ANOTHER_PORT) -> socket.socket:
    """A socket that holds the address. Raises SettingsError where it cannot be had, before anything else is done."""
    if not 0 <= port <= 65535:
        raise SettingsError(f"port {port} cannot be used: write a number from 0 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise SettingsError(f"{host}, port {port} cannot be used ({why}): {remedy}") from None


async def run_site(app: web.Application, at: socket.socket, ready: Callable[[int], None]) -> None:
    """Serves, says on which port, and waits for SIGTERM or Ctrl-C; then finishes what is under way."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl-C interrupts instead
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.SockSite(runner, at).start()
        warming = asyncio.create_task(asyncio.to_thread(dates.warm))
        ready(at.getsockname()[1])
        await stop.wait()
        await warming
    finally:
        await runner.cleanup()


def add_health(
    app: web.Application, bot: Bot, tick_seconds: float, connections: Sequence[Connection] = ()
) -> None:
    """``/healthz`` and ``/metrics``. A platform that can't reach us is said, and doesn't make the process unwell: a
    restart wouldn't mend it."""

    async def healthz(_request: web.Request) -> web.Response:
        reachable, age = await _reachable(bot), bot.heartbeat.age
        well = reachable and age < max(STUCK, 4 * tick_seconds)
        platforms = {c.platform.traits.name: c.connected for c in connections}
        said = {
            "well": well,
            "database": reachable,
            "last_tick_seconds": round(age, 1),
            "platforms": platforms,
        }
        return web.json_response(said, status=200 if well else 503)

    async def shown(_request: web.Request) -> web.Response:
        connected = {c.platform.traits.name: c.connected for c in connections}
        page = metrics.page(await asyncio.to_thread(_backlog, bot), bot.heartbeat, connected)
        return web.Response(body=page, headers={"Content-Type": metrics.CONTENT_TYPE})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", shown)


async def _reachable(bot: Bot) -> bool:
    """Whether the database answers within five seconds."""
    try:
        return await asyncio.wait_for(asyncio.to_thread(_asked, bot), timeout=5)
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("database.unreachable", error=type(error).__name__)
        return False


def _asked(bot: Bot) -> bool:
    with bot.read() as work:
        return council(work) is not None


def _backlog(bot: Bot) -> Backlog:
    with bot.read() as work:
        return backlog(work)
