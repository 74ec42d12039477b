"""Moves a clock through every moment at which something is due, in order: the desk, ``simulate`` and the stories."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.clock import MovableClock
from bot.dispatcher import dispatch
from bot.scheduler import tick
from bot.wiring import Bot
from storage.next_due import next_due


async def settle_now(bot: Bot) -> datetime | None:
    """Everything due at this very moment, until nothing is or nothing more can be done; the next moment at which
    something is due."""
    idle = 0
    while True:
        following = await asyncio.to_thread(next_moment, bot)
        if following is None or following > bot.clock.now() or idle > 1:
            return following
        done = await asyncio.to_thread(tick, bot)
        # What isn't told, since its day moved, is attended to by the next tick: nothing was done, something is due.
        idle = 0 if await dispatch(bot) or done else idle + 1


async def nobody_acts() -> bool:
    return False


async def advance(
    bot: Bot, clock: MovableClock, to: datetime, act: Callable[[], Awaitable[bool]] = nobody_acts
) -> None:
    """Stops at each moment at which something is due, then at ``to``. ``act``: what people do then, asked until it says
    that they did nothing. Raises RuntimeError where it would not end."""
    following = await _settle(bot, act)
    while following is not None and following <= to:
        if following <= clock.now():
            raise RuntimeError(
                f"what was due at {following.isoformat()} is still due after it was attended to"
            )
        clock.move_to(following)
        following = await _settle(bot, act)
    clock.move_to(max(to, clock.now()))
    await _settle(bot, act)


async def _settle(bot: Bot, act: Callable[[], Awaitable[bool]]) -> datetime | None:
    following = await settle_now(bot)
    while await act():
        following = await settle_now(bot)
    return following


def next_message_due(bot: Bot) -> datetime | None:
    """The next instant at which somebody may be told something: what a person at the desk waits for."""
    with bot.read() as work:
        return next_due(work).next_message()


def next_moment(bot: Bot) -> datetime | None:
    """The next instant at which anything is due; while an import is being applied, when the clock may take it up."""
    with bot.read() as work:
        return next_due(work).anything()
