"""Whether a request is the Bot Framework's, for this bot: its token's signature, issuer, audience and expiry. Its
service is compared with the body's in ``app``, once that may be read.

Not left to the SDK: that fetches keys while everybody waits, takes tokens of the emulator's and of other bots too, and
fails on a key that is newer than the ones it has."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Final

import aiohttp
import jwt
from jwt.exceptions import PyJWTError

from bot.logs import log

ISSUER: Final = "https://api.botframework.com"
CHANNEL: Final = "msteams"
#: Seconds: how far two clocks may differ, how long keys are kept, and how soon an unknown one is looked for again.
SKEW: Final = 300
KEPT: Final = 24 * 3600
AGAIN: Final = 300


class ForgedError(Exception):
    """It isn't the Bot Framework's, or not for this bot. ``str`` is a word on why, never the token."""


class NoKeysError(Exception):
    """The keys can't be fetched: nothing can be told from them now."""


class Tokens:
    """``metadata_url``: where the Bot Framework says which keys it signs with."""

    def __init__(self, app_id: str, metadata_url: str) -> None:
        self._app_id, self._metadata_url = app_id, metadata_url
        self._keys: dict[str, Mapping[str, Any]] = {}
        self._fetched = float("-inf")
        self._fetching = asyncio.Lock()

    async def check(self, header: str) -> dict[str, Any]:
        """The claims of an ``Authorization`` header. Raises ForgedError or NoKeysError."""
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer" or not token:
            raise ForgedError("missing")
        try:
            key = await self._key(str(jwt.get_unverified_header(token).get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=SKEW,
                options={"require": ["exp", "iss", "aud"]},
            )
        except PyJWTError as error:
            raise ForgedError(type(error).__name__) from None
        return claims

    async def _key(self, kid: str) -> Any:
        found = await self._found(kid)
        if CHANNEL not in found.get("endorsements", [CHANNEL]):
            raise ForgedError("not endorsed for Teams")
        return jwt.PyJWK(dict(found), "RS256").key

    async def _found(self, kid: str) -> Mapping[str, Any]:
        async with self._fetching:
            age = time.monotonic() - self._fetched
            if age > KEPT or (kid not in self._keys and age > AGAIN):
                await self._fetch()
        if kid not in self._keys:
            raise ForgedError("unknown key")
        return self._keys[kid]

    async def _fetch(self) -> None:
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as session:
                metadata = await _json(session, self._metadata_url)
                found = (await _json(session, str(metadata["jwks_uri"])))["keys"]
                keys: dict[str, Mapping[str, Any]] = {str(key["kid"]): dict(key) for key in found}
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
            log.error("teams.keys.unreachable", error=type(error).__name__)
            raise NoKeysError from error
        self._keys = keys
        self._fetched = time.monotonic()


async def _json(session: aiohttp.ClientSession, url: str) -> dict[str, Any]:
    async with session.get(url) as answer:
        answer.raise_for_status()
        return dict(await answer.json(content_type=None))
