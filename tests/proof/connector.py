"""The fake Teams as the platform of a month of kills, where nothing that was sent can be asked for, and Teams' own
sending in the bot's process.

Each message carries its key, which Teams keeps and never shows, so that its copies are known from each other's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from itertools import count

from bot.platform import Address, Sent
from bot.settings import Settings
from bot.teams.app import TeamsConnection
from bot.teams.connector import Connector, Json
from bot.teams.directory import account_name
from bot.teams.platform import Teams
from bot.teams.rate_limit import RateLimiter
from bot.wiring import Bot
from cards.model import Card
from storage import tables as t
from tests.proof.killing import Killer
from tests.proof.outside import Arrived
from tests.stories.chat import at_once
from tests.stories.council import STAFF
from tests.teams.driver import settings
from tests.teams.fake import TENANT, FakeTeams
from tests.teams.reading import actions_in, words

NAME = "teams"


class TeamsOutside:
    """Implements ``tests.proof.outside.Outside``: everybody has the app, by their staff number."""

    name = NAME

    def __init__(self) -> None:
        self.killer, self._fake = Killer(), FakeTeams()
        for number in STAFF.values():
            self._fake.add(number, f"{number.lower()}@example.org")
            self._fake.personal(number).installed = True

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        await self._fake.start(self.killer.middleware)
        try:
            yield self._fake.url
        finally:
            await self._fake.stop()
        assert not self._fake.refused

    def contact(self, person_id: int, number: str, _base: str) -> t.Contact:
        account = self._fake.accounts[number]
        data = {"tenant": TENANT, "user": account.id, "entra": account.entra, "service": self._fake.service}
        name = account_name(TENANT, account.entra)
        return t.Contact(person_id=person_id, platform=NAME, external_id=name, data=data)

    def arrived(self) -> list[Arrived]:
        there = ((c.members[0], m) for c in self._fake.conversations.values() for m in c.messages)
        return [_arrived(to, message) for to, message in sorted(there, key=lambda one: int(one[1]["id"][1:]))]


def _arrived(to: str, message: Json) -> Arrived:
    card = message["attachments"][0]["content"]
    tokens = [(a["title"], a["data"]["token"]) for a in actions_in(card) if a["data"].get("token")]
    return Arrived(to, message["channelData"]["key"], words(card["body"][0]), tokens)


_key: ContextVar[str] = ContextVar("key")


class KeyedTeams(Teams):
    async def send(self, to: Address, key: str, card: Card) -> Sent:
        _key.set(key)
        return await super().send(to, key, card)


class KeyedConnector(Connector):
    async def send(self, service: str, conversation: str, activity: Json, answers: str = "") -> str:
        keyed = activity | {"channelData": {"key": _key.get()}}
        return await super().send(service, conversation, keyed, answers)


def platform(bot: Bot, base: str) -> Teams:
    """What ``serve`` sends with, in the bot's process."""
    given = _at(base)
    connector = KeyedConnector(given, sleep=at_once, chance=lambda: 0.0)
    hours = count(step=3600)
    limiter = RateLimiter(clock=lambda: float(next(hours)), sleep=at_once)
    side = TeamsConnection(bot, given, limiter, connector=connector)
    return KeyedTeams(bot, given, connector, side.directory, limiter)


def _at(base: str) -> Settings:
    fake = FakeTeams()
    fake.url = base
    return settings(fake)
