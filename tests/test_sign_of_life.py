"""A watcher hears of the bot only while it is well; one that is away stops nothing, and its address isn't logged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.sign_of_life import signs_of_life


@pytest.fixture
async def watched() -> AsyncIterator[tuple[str, list[str]]]:
    asked: list[str] = []

    async def heard(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_get("/alive", heard)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    await runner.cleanup()


async def test_only_while_all_is_well(watched: tuple[str, list[str]]) -> None:
    address, asked = watched
    answers = iter([True, False, True, False])

    async def well() -> bool:
        return next(answers, False)

    async with signs_of_life(f"{address}/alive", well, every=0.01):
        await asyncio.sleep(0.3)
    assert len(asked) == 2


async def test_one_that_is_away_stops_nothing_and_isnt_named(watched: tuple[str, list[str]]) -> None:
    address, _ = watched
    tried: list[bool] = []

    async def well() -> bool:
        tried.append(True)
        return True

    with capture_logs() as logged:
        async with signs_of_life(f"{address}/secret-token", well, every=0.01):
            await asyncio.sleep(0.3)
    assert len(tried) > 2
    assert {line["event"] for line in logged} == {"heartbeat.failed"}
    assert "secret-token" not in str(logged)
