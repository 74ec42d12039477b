"""Whom Teams knows, as accounts of ours: by their Entra object id in their tenant, never a guest's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from bot.inbound.accounts import Account
from bot.platform import UnreachableError
from bot.teams import TRAITS
from bot.teams.connector import Connector, Json
from bot.wiring import Bot
from policy.folding import fold
from storage import conversations
from storage.conversations import Conversation

#: Seconds for which a list of members is as good as new.
FRESH: Final = 240.0


class Directory:
    """Implements ``bot.inbound.accounts.Directory``. Teams has no search by email: whoever shares a team or a chat with
    the bot is listed, everybody else is met when the app is installed for them or they write."""

    traits = TRAITS

    def __init__(
        self, bot: Bot, connector: Connector, tenants: list[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bot, self._connector, self._tenants, self._clock = bot, connector, tenants, clock
        self._listed: list[Account] = []
        self._at = float("-inf")

    def forget(self) -> None:
        """Somebody may have come, or the app been installed somewhere."""
        self._at = float("-inf")

    async def by_email(self, email: str) -> Account | None:
        wanted = fold(email)
        return next((a for a in await self.roster() if fold(a.email) == wanted and not a.amiss), None)

    async def roster(self) -> list[Account]:
        """Members of every conversation in which somebody may be who isn't met."""
        if self._clock() - self._at > FRESH:
            places = await asyncio.to_thread(self._places)
            self._listed = [account for place in places for account in await self._members(place)]
            self._at = self._clock()
        return self._listed

    def _places(self) -> list[Conversation]:
        with self._bot.read() as work:
            return list(conversations.to_list(work, TRAITS.name))

    async def _members(self, place: Conversation) -> list[Account]:
        try:
            found = self._connector.members(place.address, place.id)
            return [self.account(member, place.place, place.address) async for member in found]
        except UnreachableError:
            return []

    async def ask(self, service: str, conversation: str, user: str, tenant: str) -> Account:
        """Raises TryLaterError or UnreachableError."""
        return self.account(await self._connector.member(service, conversation, user), tenant, service)

    def account(self, member: Json, tenant: str, service: str) -> Account:
        """One member as the connector describes them, of a conversation in that tenant."""
        home = str(member.get("tenantId") or tenant)
        email = str(member.get("email") or member.get("userPrincipalName") or "").strip().lower()
        user = str(member.get("id") or "")
        entra = str(member.get("aadObjectId") or member.get("objectId") or user)
        data = {"tenant": home, "user": user, "entra": entra, "service": service}
        return Account(account_name(home, entra), email, data, self._amiss(member, home))

    def _amiss(self, member: Json, home: str) -> str:
        """A guest of the tenant, or somebody from another organisation who shares a chat with one of ours."""
        outside = bool(self._tenants) and home not in self._tenants
        invited = "#ext#" in str(member.get("userPrincipalName") or "").lower()
        role = str(member.get("userRole") or "user").lower()
        return "guest" if outside or invited or role != "user" else ""


def account_name(tenant: str, entra: str) -> str:
    """The account's name among ours."""
    return f"{tenant}:{entra}"
