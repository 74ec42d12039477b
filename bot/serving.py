"""Runs one aiohttp application until it is stopped, and shows how the bot is."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final, TypeVar

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot import faults, metrics
from bot.platform import Connection
from bot.settings import SettingsError
from bot.wiring import Bot
from handlers.shared import typed_moments
from storage.council import council
from storage.health import Backlog, backlog
from storage.work import Work

Answer = TypeVar("Answer")

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


@contextlib.asynccontextmanager
async def beside(app: web.Application, at: socket.socket) -> AsyncIterator[int]:
    """Another application served meanwhile, and on which port."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.SockSite(runner, at).start()
        yield at.getsockname()[1]
    finally:
        await runner.cleanup()


async def run_site(app: web.Application, at: socket.socket, ready: Callable[[int], None]) -> None:
    """Serves, says on which port, and waits for SIGTERM or Ctrl-C; then finishes what is under way."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl-C interrupts instead
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
    async with beside(app, at) as port:
        warming = asyncio.create_task(asyncio.to_thread(typed_moments.warm))
        ready(port)
        await stop.wait()
        await warming


def add_health(
    app: web.Application, bot: Bot, tick_seconds: float, connections: Sequence[Connection] = ()
) -> None:
    """``/healthz`` and ``/readyz``. A platform that can't reach us is said, and doesn't make the process
    unwell: a restart wouldn't mend it. Ready: well, past the first tick, and not told to stop."""

    async def healthz(_request: web.Request) -> web.Response:
        said = await _health(bot, tick_seconds, _connected(connections))
        return web.json_response(said, status=200 if said["well"] else 503)

    async def readyz(_request: web.Request) -> web.Response:
        said = await _health(bot, tick_seconds, _connected(connections))
        beat = bot.heartbeat
        ready = bool(said["well"]) and beat.ticked and not beat.stopping.is_set()
        return web.json_response({"ready": ready, **said}, status=200 if ready else 503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)


def add_metrics(app: web.Application, bot: Bot, connections: Sequence[Connection] = ()) -> None:
    """``/metrics``."""

    async def shown(_request: web.Request) -> web.Response:
        page = metrics.page(await _answered(bot, _outbox), bot.heartbeat, _connected(connections))
        return web.Response(body=page, headers={"Content-Type": metrics.CONTENT_TYPE})

    app.router.add_get("/metrics", shown)


async def is_well(bot: Bot, tick_seconds: float) -> bool:
    """As /healthz says it."""
    return bool((await _health(bot, tick_seconds, {}))["well"])


def _connected(connections: Sequence[Connection]) -> dict[str, bool]:
    return {c.platform.traits.name: c.connected for c in connections}


async def _health(bot: Bot, tick_seconds: float, platforms: dict[str, bool]) -> dict[str, object]:
    reachable, beat = await _answered(bot, council) is not None, bot.heartbeat
    return {
        "well": reachable and not beat.failing and beat.age < max(STUCK, 4 * tick_seconds),
        "database": reachable,
        "last_tick_seconds": round(beat.age, 1),
        "ticks_failing": beat.failing,
        "platforms": platforms,
    }


def _outbox(work: Work) -> Backlog | None:
    """None in a database that isn't, or is no longer, a council's: as /healthz has it."""
    return backlog(work) if council(work) else None


async def _answered(bot: Bot, asked: Callable[[Work], Answer | None]) -> Answer | None:
    """What the database says within five seconds; None where it doesn't answer."""

    def ask() -> Answer | None:
        with bot.read() as work:
            return asked(work)

    try:
        return await asyncio.wait_for(asyncio.to_thread(ask), timeout=5)
    except (SQLAlchemyError, TimeoutError) as error:
        faults.unreachable(error)
        return None
