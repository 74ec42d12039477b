"""``python -m benchmarks.slack_sending``: the messages of the sample council's first morning sent through Slack, beside
as many posted by slack_sdk alone, as many at once. Slack is a process that answers constants, so each side waits for
the same."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, web
from rich.console import Console
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlmodel import col

from benchmarks import asking, councils, measure
from benchmarks.measure import Line
from benchmarks.slack_due import TEAM, settings_of, who
from bot.clock import MovableClock
from bot.dispatcher import AT_ONCE, dispatch
from bot.logs import set_up
from bot.sample import build, first_moment
from bot.scheduler import tick
from bot.slack.app import SlackConnection
from bot.slack.rate_limit import RateLimiter
from bot.wiring import Bot, wire
from storage import tables as t
from storage.cipher import new_key

MODULE: Final = "benchmarks.slack_sending"
#: About what a reminder of several things weighs.
TEXT: Final = "Discuss SC-10234 with Amara Example. It was due on Monday 2 November 2026. " * 10


def lines(folder: Path) -> Iterator[Line]:
    with asking.serving(MODULE, "slack", "", new_key()) as slack:
        sent, took = _morning(folder / "sending.db", slack.port)
        floor = asyncio.run(_plainly(slack.port, sent))
    yield Line(
        f"{sent} messages sent through Slack",
        f"{sent / took:,.0f} a second",
        took / floor,
        f"slack_sdk alone, {AT_ONCE} at once: {sent / floor:,.0f} a second",
    )


def _morning(file: Path, port: int) -> tuple[int, float]:
    """How many messages went out, and the seconds from when they were planned until each was marked as sent."""
    key, now = new_key(), first_moment("large")
    with councils.empty(file, now, key) as (bot, _, _):
        build(bot.engine, bot.config, "large")
        with bot.work() as work:
            staff = work.connection.execute(select(col(t.Person.id))).scalars()
            asking.meet(work.connection, "slack", {i: (f"{TEAM}:U{i}", _met(i)) for i in staff})
    settings = settings_of(str(file), port, encryption_keys=[key])
    bot = wire(settings, MovableClock(now))
    connection = SlackConnection(bot, settings, RateLimiter(sleep=_at_once))
    bot.platforms = {"slack": connection.platform}
    tick(bot)
    return asyncio.run(_sent(bot, connection))


async def _at_once(_seconds: float) -> None:
    """Slack's own limit of a message a second to one person is left out: the SDK alone keeps none."""


async def _sent(bot: Bot, connection: SlackConnection) -> tuple[int, float]:
    await connection.start()
    began = time.perf_counter()
    sent = await dispatch(bot)
    took = time.perf_counter() - began
    await connection.stop()
    bot.engine.dispose()
    return sent, took


def _met(number: int) -> dict[str, str]:
    return {"team": TEAM, "enterprise": "", "user": f"U{number}", "channel": f"D{number}"}


async def _plainly(port: int, number: int) -> float:
    """Seconds for as many posts by the SDK, as many at once as ours."""
    gate, address = asyncio.Semaphore(AT_ONCE), f"http://127.0.0.1:{port}/api/"

    async def post(client: AsyncWebClient, n: int) -> None:
        async with gate:
            await client.chat_postMessage(channel=f"D{n}", text=TEXT)

    async with ClientSession() as session:
        client = AsyncWebClient("xoxb-bench", base_url=address, session=session)
        began = time.perf_counter()
        await asyncio.gather(*(post(client, n) for n in range(number)))
        return time.perf_counter() - began


async def _serve() -> None:
    app = web.Application()
    app.router.add_route("*", "/api/auth.test", who)
    app.router.add_route("*", "/api/users.info", _account)
    app.router.add_route("*", "/api/chat.postMessage", _posted)
    await asking.serve(app, measure.free_port())


async def _account(request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "user": {"id": request.query["user"], "team_id": TEAM}})


async def _posted(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "channel": "D1", "ts": f"{next(_POSTED)}.000100"})


_POSTED: Final = count(1)


def main() -> None:
    set_up("error")
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(_serve())
        return
    with tempfile.TemporaryDirectory() as folder:
        measure.show(list(lines(Path(folder))), Console(width=160))


if __name__ == "__main__":
    main()
