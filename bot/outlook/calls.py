"""One call of Microsoft Graph over plain HTTP: signed in, and made again where that may help."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.outlook.faults import OutlookError
from bot.outlook.sign_in import SignIn
from bot.settings import Settings
from storage.states import OutlookFault

#: Seconds for one answer; tries of one call; the longest wait, in seconds, before another.
PATIENCE: Final = 20.0
TRIES: Final = 3
LONGEST: Final = 60.0
_AGAIN: Final = frozenset((408, 429))


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """What Graph said; nothing where it said no JSON."""

    status: int
    said: Any

    @property
    def code(self) -> str:
        """Graph's own word for why it refused; never its text, which may name people."""
        error = self.said.get("error") if isinstance(self.said, dict) else None
        return str(error.get("code", ""))[:60] if isinstance(error, dict) else ""


class Calls:
    """``sleep`` is the tests' to replace."""

    def __init__(
        self,
        settings: Settings,
        sign_in: SignIn,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = f"{settings.outlook_graph_url.rstrip('/')}/v1.0"
        self._sign_in, self._sleep = sign_in, sleep

    async def ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, prefer: Sequence[str] = ()
    ) -> GraphAnswer:
        """At a path that is quoted already, which aiohttp leaves so. What passes is asked again, after as long as Graph
        wants, and a token that was refused is renewed. A refusal is an answer; raises OutlookError where there is none,
        or no signing in."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE)) as session:
            for left in reversed(range(TRIES)):
                answer, after = await self._once(session, method, path, body, prefer)
                if not _passes(answer.status):
                    return answer
                if answer.status == 401:
                    self._sign_in.forget()
                if not left or after > LONGEST:
                    why = OutlookFault.SIGN_IN if answer.status == 401 else OutlookFault.NO_ANSWER
                    raise OutlookError(why, str(answer.status))
                await self._sleep(after)
        raise AssertionError("the last try returns or raises")

    async def _once(
        self,
        session: aiohttp.ClientSession,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        prefer: Sequence[str],
    ) -> tuple[GraphAnswer, float]:
        """With how many seconds to wait before another try."""
        headers = {"Authorization": f"Bearer {await self._sign_in.token()}", "Prefer": ", ".join(prefer)}
        try:
            async with session.request(method, self._url + path, json=body, headers=headers) as answer:
                after = answer.headers.get("Retry-After", "")
                said = await _json(answer)
                return GraphAnswer(answer.status, said), float(after) if after.isdigit() else 1.0
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise OutlookError(OutlookFault.NO_ANSWER, type(error).__name__) from None


def _passes(status: int) -> bool:
    return status in _AGAIN or status >= 500 or status == 401


async def _json(answer: aiohttp.ClientResponse) -> Any:
    """Raises ValueError where what should be JSON isn't; a refusal may be a page of somebody's in between."""
    if answer.status == 204:
        return None
    try:
        return await answer.json(content_type=None)
    except ValueError:
        if answer.status < 300:
            raise
        return None
