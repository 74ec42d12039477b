"""Teams as a chat platform: cards in each person's own conversation with the bot. What was sent can't be asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.inbound.accounts import StrangerError, find_by_email
from bot.platform import Address, RefusedError, Sent, TryLaterError, UnreachableError
from bot.settings import Settings
from bot.teams import TRAITS
from bot.teams.connector import Connector, GoneError, Json
from bot.teams.directory import Directory, account_name
from bot.teams.rate_limit import RateLimiter
from bot.teams.zones import elsewhere
from bot.wiring import Bot
from cards import teams
from cards.model import Card
from storage import contacts, conversations
from storage.conversations import Conversation


@contextmanager
def _not_sent_yet() -> Iterator[None]:
    """What fails while a reader is looked for: the message certainly didn't arrive. Raises RefusedError of it."""
    try:
        yield
    except RefusedError:
        raise
    except TryLaterError as error:
        raise RefusedError(error.reason, error.after) from error


class Teams:
    """Implements ``bot.platform.Platform``."""

    traits = TRAITS

    def __init__(
        self, bot: Bot, settings: Settings, connector: Connector, directory: Directory, limiter: RateLimiter
    ) -> None:
        self._bot, self._connector, self._directory, self._limiter = bot, connector, directory, limiter
        self._itself = f"28:{settings.teams_app_id}"

    async def send(self, to: Address, _key: str, card: Card) -> Sent:
        with _not_sent_yet():
            place = await self._reached(to)
        return await self.say(place, message(self._localised(to, card)))

    async def say(self, place: Conversation, activity: Json, answers: str = "") -> Sent:
        """Raises TryLaterError or UnreachableError. ``answers``: the id of the message that it answers."""
        await self._limiter.wait(place.id, place.place)
        sent = await self._connector.send(place.address, place.id, activity, answers)
        return Sent(f"{place.id} {sent}")

    async def find(self, _to: Address, _key: str) -> Sent | None:
        return None

    async def replace(self, to: Address, sent: Sent, card: Card) -> None:
        place = await self._reached(to)
        conversation, _, shown = sent.reference.rpartition(" ")
        await self._limiter.wait(conversation, place.place)
        try:
            await self._connector.update(
                place.address, conversation, shown, message(self._localised(to, card))
            )
        except GoneError:
            return

    def _localised(self, to: Address, card: Card) -> Card:
        there = elsewhere(dict(to.data).get(contacts.ZONE, ""), self._bot.clock.now())
        return there.card(card) if there else card

    async def _reached(self, to: Address) -> Conversation:
        """The person's own conversation, begun where they have none yet. Raises UnreachableError for whoever doesn't
        have the app (``not_installed``): they are written to once they have."""
        data = dict(to.data)
        if "user" not in data:
            data = await self._met(to.person_id, data.get(contacts.EMAIL, ""))
        return await self.own(account_name(data["tenant"], data["entra"]), data)

    async def own(self, account: str, data: Json) -> Conversation:
        """As ``_reached``, for an account and what is known of it."""
        kept = await asyncio.to_thread(self._kept, account)
        if kept:
            return kept
        try:
            begun = await self._connector.begin(data["service"], data["tenant"], self._itself, data["user"])
        except UnreachableError as error:
            raise UnreachableError("not_installed") from error
        found = Conversation(begun, account, data["service"], data["tenant"])
        await asyncio.to_thread(self.keep, found)
        return found

    def keep(self, found: Conversation) -> None:
        """Where the bot can write from now on."""
        with self._bot.work() as work:
            conversations.keep(work, TRAITS.name, found)

    def _kept(self, account: str) -> Conversation | None:
        with self._bot.read() as work:
            return conversations.of_account(work, TRAITS.name, account)

    async def _met(self, person_id: int, email: str) -> dict[str, str]:
        try:
            await find_by_email(self._bot, self._directory, person_id, email)
        except StrangerError as error:
            why = "not_installed" if error.why == "unknown" else error.why
            raise UnreachableError(why) from None
        return await asyncio.to_thread(self._data, person_id)

    def _data(self, person_id: int) -> dict[str, str]:
        with self._bot.read() as work:
            found = contacts.contact_of(work, person_id, TRAITS.name)
            return dict(found.data) if found else {}


def message(card: Card, *, answer: bool = False, fresh_for: str = "") -> Json:
    """A card as a message: its notice is all that a notification shows. ``answer``, ``fresh_for``: as in
    ``teams.render_message``."""
    shown = teams.attachment(teams.render_message(card, answer=answer, fresh_for=fresh_for))
    return {"type": "message", "summary": card.notice, "attachments": [shown]}
