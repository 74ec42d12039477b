"""Calls to the Bot Framework's connector, which carries what the bot says into Teams.

Over the bot's own HTTP session: the SDK's client runs a thread for each call and hides what it tries again."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, Final, NoReturn, TypeAlias
from urllib.parse import quote

import aiohttp

from bot.platform import NotAllowedError, NotSignedInError, RefusedError, TryLaterError, UnreachableError
from bot.settings import Settings
from bot.teams.credentials import Credentials

Json: TypeAlias = dict[str, Any]

#: Answers that pass. Anything from 500 on does too.
PASSING: Final = frozenset((408, 412, 429))
#: Tries of one call, and the seconds before the second; twice as long before each one after.
TRIES: Final = 3
FIRST_WAIT: Final = 0.4
#: A longer wait than this is left to whoever called.
LONGEST: Final = 3.0
#: Seconds that the connector has for one answer.
PATIENCE: Final = 10.0
#: Members in one answer.
PAGE: Final = 200

_compact = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


class Connector:
    """``sleep`` and ``chance`` are the tests' to replace."""

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._credentials = Credentials(settings)
        self._sleep, self._chance = sleep, chance
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(PATIENCE)
            self._session = aiohttp.ClientSession(timeout=timeout, json_serialize=_compact)
        return self._session

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def check(self) -> None:
        """Raises as ``Credentials.header``."""
        await self._credentials.header(self.session)

    # What is asked of it: each raises TryLaterError or UnreachableError

    async def send(self, service: str, conversation: str, activity: Json, answers: str = "") -> str:
        """The new message's id. ``answers``: the id of the one it answers. In a group, one with a ``recipient`` is
        shown to that member alone."""
        path = f"conversations/{quote(conversation, safe='')}/activities"
        if "recipient" in activity:
            path += "?isTargetedActivity=true"
        said = await self._call(
            "POST", service, f"{path}/{quote(answers, safe='')}" if answers else path, activity
        )
        return str(said.get("id", ""))

    async def update(self, service: str, conversation: str, message: str, activity: Json) -> None:
        path = f"conversations/{quote(conversation, safe='')}/activities/{quote(message, safe='')}"
        await self._call("PUT", service, path, activity | {"id": message})

    async def begin(self, service: str, tenant: str, bot: str, user: str) -> str:
        """The id of the bot's conversation with one person, begun if there is none."""
        wanted = {"bot": {"id": bot}, "members": [{"id": user}], "isGroup": False, "tenantId": tenant}
        wanted |= {"channelData": {"tenant": {"id": tenant}}}
        return str((await self._call("POST", service, "conversations", wanted)).get("id") or _no_answer())

    async def member(self, service: str, conversation: str, user: str) -> Json:
        path = f"conversations/{quote(conversation, safe='')}/members/{quote(user, safe='')}"
        return await self._call("GET", service, path)

    async def members(self, service: str, conversation: str) -> AsyncIterator[Json]:
        """Everybody in a conversation, page by page."""
        path, token = f"conversations/{quote(conversation, safe='')}/pagedmembers?pageSize={PAGE}", ""
        while True:
            more = f"&continuationToken={quote(token, safe='')}" if token else ""
            page = await self._call("GET", service, path + more)
            for member in page.get("members") or ():
                yield member
            token = str(page.get("continuationToken") or "")
            if not token:
                return

    # How

    async def _call(self, method: str, service: str, path: str, body: Json | None = None) -> Json:
        """What passes is tried again, later each time and never quite at the same moment as others."""
        for number in range(TRIES):
            try:
                return await self._once(method, f"{service.rstrip('/')}/v3/{path}", body)
            except TryLaterError as error:
                wait = self._wait(number, error.after)
                if not isinstance(error, _NotNowError) or number + 1 == TRIES or wait > LONGEST:
                    raise
            await self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _wait(self, number: int, asked: float | None) -> float:
        return max(asked or 0.0, FIRST_WAIT * (1 << number)) * (1 + self._chance() / 2)

    async def _once(self, method: str, url: str, body: Json | None) -> Json:
        headers = await self._credentials.header(self.session)
        try:
            async with self.session.request(method, url, json=body, headers=headers) as answer:
                if answer.status >= 300:
                    text = await _lenient(answer)
                    raise self._meaning(answer.status, answer.headers.get("Retry-After", ""), text)
                text = await answer.text()
                return _answer(text) if text else {}
        except aiohttp.ClientConnectorError as error:  # nobody was there to take it
            raise RefusedError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise TryLaterError(type(error).__name__) from error

    def _meaning(self, status: int, after: str, text: str) -> Exception:
        """What a refusal means to us. Its text stays out of logs: only its own word is kept."""
        why = _word(text) or str(status)
        if status == 401:
            self._credentials.forget()
            return _TokenRefusedError(why)
        if status in PASSING or status >= 500:
            return _NotNowError(
                why if status != 429 else "ratelimited", float(after) if after.isdigit() else None
            )
        if status == 404:
            return GoneError(why)
        return UnreachableError(why) if status == 403 else NotAllowedError(why)


class GoneError(UnreachableError):
    """There is no such conversation, message or member."""


class _NotNowError(RefusedError):
    """The connector answered that it wouldn't now: nothing was sent, so it may be tried again at once."""


class _TokenRefusedError(NotSignedInError, _NotNowError):
    """The token was refused: another is asked for."""


async def _lenient(answer: aiohttp.ClientResponse) -> str:
    """What a refusal says, as far as it can be read: its status means what it means."""
    try:
        return await answer.text(errors="replace")
    except (aiohttp.ClientError, TimeoutError):
        return ""


def _word(text: str) -> str:
    """The connector's own word in a refusal; empty where it has none."""
    try:
        said = json.loads(text)
    except ValueError:
        return ""
    error = said.get("error") if isinstance(said, dict) else None
    return str(error.get("code") or "")[:60] if isinstance(error, dict) else ""


def _answer(text: str) -> Json:
    """Raises TryLaterError for what is no answer of the connector's."""
    found = json.loads(text)
    return found if isinstance(found, dict) else _no_answer()


def _no_answer() -> NoReturn:
    raise TryLaterError("not the connector's answer")
