"""Slack as a chat platform: direct messages with buttons, found again by the key in their metadata."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from bot.inbound.accounts import StrangerError, changed, find_by_email
from bot.logs import log
from bot.platform import Address, RefusedError, Sent, TryLaterError, UnreachableError
from bot.slack import TRAITS
from bot.slack.directory import Directory, as_account
from bot.slack.rate_limit import RateLimiter
from bot.slack.workspaces import Json, Workspace, Workspaces
from bot.wiring import Bot
from cards.model import Card
from cards.slack import render_message
from storage import contacts

EVENT: Final = "supervision_message"
#: Messages of a conversation that are looked through for one that may have arrived: months of them.
LOOKED_AT: Final = 100
#: A message that can't be changed any more is as good as gone.
UNCHANGEABLE: Final = frozenset(
    ("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found")
)

#: Of a conversation that is to be opened anew.
CLOSED: Final = frozenset(("channel_not_found", "is_archived", "not_in_channel"))


@contextmanager
def _closed_passes() -> Iterator[None]:
    """Slack says that their account is there: a conversation that it says isn't will pass, and is no reason to wait
    until tomorrow. Raises RefusedError of one."""
    try:
        yield
    except UnreachableError as error:
        raise (RefusedError(error.reason) if error.reason in CLOSED else error) from None


class Slack:
    """Implements ``bot.platform.Platform``."""

    traits = TRAITS

    def __init__(self, bot: Bot, workspaces: Workspaces, directory: Directory, limiter: RateLimiter) -> None:
        self._bot, self._workspaces, self._directory, self._limiter = bot, workspaces, directory, limiter
        self._checked: dict[str, date] = {}

    async def send(self, to: Address, key: str, card: Card) -> Sent:
        workspace, data = await self._reached(to)
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        message = {**render_message(card), "metadata": metadata}
        try:
            return await self._posted(workspace, data["channel"], message)
        except (TryLaterError, UnreachableError) as error:
            if error.reason not in CLOSED:
                raise
        log.warning("slack.conversation.gone", person=to.person_id)
        return await self._posted_anew(to, workspace, data, message)

    async def _posted_anew(
        self, to: Address, workspace: Workspace, data: dict[str, str], message: Json
    ) -> Sent:
        with _closed_passes():
            return await self._posted(workspace, await self._opened(to.person_id, workspace, data), message)

    async def _posted(self, workspace: Workspace, channel: str, message: Json) -> Sent:
        await self._limiter.wait(channel)
        said = await self._workspaces.call(workspace, "chat.postMessage", channel=channel, **message)
        return Sent(f"{said['channel']} {said['ts']}")

    async def find(self, to: Address, key: str) -> Sent | None:
        workspace, data = await self._reached(to)
        arguments = {"channel": data["channel"], "include_all_metadata": True, "limit": LOOKED_AT}
        try:
            said = await self._workspaces.call(workspace, "conversations.history", **arguments)
        except UnreachableError as error:
            if error.reason not in CLOSED:
                raise
            return None  # sending opens it anew
        found = (m["ts"] for m in said["messages"] if _key(m) == key)
        return next((Sent(f"{data['channel']} {ts}") for ts in found), None)

    async def replace(self, to: Address, sent: Sent, card: Card) -> None:
        workspace, _ = await self._reached(to)
        channel, _, ts = sent.reference.partition(" ")
        message = {**render_message(card), "channel": channel, "ts": ts}
        try:
            await self._workspaces.call(workspace, "chat.update", **message)
        except (TryLaterError, UnreachableError) as error:
            if error.reason not in UNCHANGEABLE:
                raise

    async def _reached(self, to: Address) -> tuple[Workspace, dict[str, str]]:
        """The workspace, and the account's ids with its conversation. Whoever was never met is looked for by email."""
        data = dict(to.data)
        if "user" not in data:
            data = await self._met(to.person_id, data.get(contacts.EMAIL, ""))
        workspace = await self._workspaces.find(data["enterprise"], data["team"])
        if workspace is None:
            raise RefusedError("not installed")
        await self._still_there(workspace, data["user"])
        if "channel" not in data:
            with _closed_passes():
                data["channel"] = await self._opened(to.person_id, workspace, data)
        return workspace, data

    async def _met(self, person_id: int, email: str) -> dict[str, str]:
        try:
            await find_by_email(self._bot, self._directory, person_id, email)
        except StrangerError as error:
            raise UnreachableError(error.why) from None
        return await asyncio.to_thread(self._data, person_id)

    def _data(self, person_id: int) -> dict[str, str]:
        with self._bot.read() as work:
            found = contacts.contact_of(work, person_id, TRAITS.name)
            return dict(found.data) if found else {}

    async def _still_there(self, workspace: Workspace, user: str) -> None:
        """Once a day for each person: Slack takes a message to a deactivated account without a word."""
        today = self._bot.config.calendar.day_of(self._bot.clock.now())
        if self._checked.get(user) == today:
            return
        said = await self._workspaces.call(workspace, "users.info", user=user)
        account = as_account(workspace, said["user"])
        if account.amiss:
            raise UnreachableError(account.amiss)
        await asyncio.to_thread(changed, self._bot, TRAITS, account)
        self._checked[user] = today

    async def _opened(self, person_id: int, workspace: Workspace, data: dict[str, str]) -> str:
        said = await self._workspaces.call(workspace, "conversations.open", users=data["user"])
        channel = str(said["channel"]["id"])
        await asyncio.to_thread(self._keep, person_id, {"channel": channel})
        return channel

    def _keep(self, person_id: int, data: dict[str, str]) -> None:
        with self._bot.work() as work:
            contacts.keep_data(work, person_id, TRAITS.name, data)


def _key(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return (
        str((metadata.get("event_payload") or {}).get("key", ""))
        if metadata.get("event_type") == EVENT
        else ""
    )
