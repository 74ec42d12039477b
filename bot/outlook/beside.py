"""What is done with Outlook's calendars beside the clock: the bot's own events written, then when people are busy read.
One after the other, so that no reading finds an event that is being moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from bot.background import meanwhile, repeat
from bot.diary_reading import read_due
from bot.outlook.calls import Calls
from bot.outlook.events import Events
from bot.outlook.graph import Graph
from bot.outlook.sign_in import SignIn
from bot.outlook.writing import write_due
from bot.settings import Settings
from bot.wiring import Bot

#: Seconds between looks for what is to be written and whose calendar is to be read.
LOOKS: Final = 60.0


@asynccontextmanager
async def beside_the_clock(bot: Bot, settings: Settings) -> AsyncIterator[None]:
    """While this is open; whoever books meanwhile can have it asked anew."""
    calls = Calls(settings, SignIn(settings))
    graph = Graph(settings, calls)
    look = partial(look_once, bot, graph, Events(calls))
    bot.diary = graph
    try:
        async with meanwhile(repeat("outlook", look, LOOKS)):
            yield
    finally:
        bot.diary = None


async def look_once(bot: Bot, graph: Graph, events: Events) -> None:
    if bot.config.outlook_events:
        await write_due(bot, events)
    await read_due(bot, graph)
