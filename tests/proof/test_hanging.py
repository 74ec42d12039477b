"""A call to one person that hangs: the ticks go on, and only that person's messages wait, each sent once and in its
order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

import pytest
from sqlalchemy import select

from bot.moving_clock import settle_now
from bot.platform import Address, Sent
from bot.scheduler import schedule
from cards.model import Card
from storage import tables as t
from tests.infra.counters import counter
from tests.proof.phone import Rig
from tests.proof.test_catch_up import at, event


class Hangs:
    """What a platform does with everything that is sent to one person, until it is freed."""

    def __init__(self, rig: Rig, who: str, patch: pytest.MonkeyPatch) -> None:
        self.asked, self.freed = asyncio.Event(), asyncio.Event()
        self._who, self._send = rig.ids[who], rig.phone.send
        patch.setattr(type(rig.phone), "send", lambda _phone, *given: self.send(*given))

    async def send(self, to: Address, key: str, card: Card) -> Sent:
        if to.person_id == self._who:
            self.asked.set()
            await self.freed.wait()
        return await self._send(to, key, card)


@asynccontextmanager
async def ticking(rig: Rig) -> AsyncIterator[None]:
    scheduler = schedule(rig.bot, 0.1)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        assert await rig.bot.heartbeat.stop(10)
        scheduler.shutdown()


async def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        await asyncio.sleep(0.03)
    raise AssertionError("never")


async def test_what_comes_up_meanwhile_for_others_goes_out(
    rigged: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_now(rigged.bot)
    rigged.clock.move_to(at(date(2026, 11, 10), 10))
    await settle_now(rigged.bot)
    hangs, before = Hangs(rigged, "Amara", monkeypatch), len(rigged.phone.arrived)

    def told(who: str) -> list[str]:
        return [copy.key for copy in rigged.phone.arrived[before:] if copy.person_id == rigged.ids[who]]

    async with ticking(rigged):
        event(rigged, "Amara", 1)
        event(rigged, "Priya", 2)
        await hangs.asked.wait()
        await until(lambda: len(told("Priya")) == 1)
        event(rigged, "Amara", 3)
        event(rigged, "Priya", 4)
        await until(lambda: len(told("Priya")) == 2)
        ticks = counter("ticks")
        await until(lambda: counter("ticks") >= ticks + 2)
        assert told("Amara") == []
        hangs.freed.set()
        await until(lambda: len(told("Amara")) == 2)
    with rigged.bot.read() as work:
        m = t.OutboxMessage.__table__
        in_order = work.connection.execute(select(m.c.key).order_by(m.c.id)).scalars().all()
    assert told("Amara") == [key for key in in_order if key in told("Amara")]
    assert len(set(told("Amara") + told("Priya"))) == 4


async def test_a_stop_waits_for_what_is_under_way(rigged: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await settle_now(rigged.bot)
    hangs, before = Hangs(rigged, "Amara", monkeypatch), len(rigged.phone.arrived)
    async with ticking(rigged):
        event(rigged, "Amara", 1)
        await hangs.asked.wait()
        ticks = counter("ticks")
        await until(lambda: counter("ticks") > ticks)
        assert not await rigged.bot.heartbeat.stop(0.1)
        hangs.freed.set()
    assert len(rigged.phone.arrived) == before + 1
