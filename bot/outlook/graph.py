"""When people are busy, as Microsoft Graph says it: ``calendar: getSchedule``, over plain HTTP.

Of an answer only from when until when is looked at. Subjects and places, which Graph may add, are let go unread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import aiohttp

from bot.logs import log
from bot.outlook.faults import OutlookError
from bot.outlook.sign_in import SignIn
from bot.settings import Settings
from storage.diary import Stretch
from storage.states import Unread

#: Mailboxes in one call, and how far ahead they are asked for: Microsoft takes 20, and less than 62 days.
MOST: Final = 20
AHEAD: Final = timedelta(days=60)
#: Seconds for one answer; tries of one call; the longest wait, in seconds, before another.
PATIENCE, TRIES, LONGEST = 20.0, 3, 60.0
_AGAIN: Final = frozenset((408, 429))
#: As in calendar files: what takes no time, or may not take place.
_NOT_BUSY: Final = frozenset(("free", "tentative", "workingelsewhere"))
_CODES: Final = {
    "ErrorMailRecipientNotFound": Unread.NO_MAILBOX,
    "ErrorNoFreeBusyAccess": Unread.NOT_ALLOWED,
}
_STATUS: Final = {401: Unread.SIGN_IN, 403: Unread.NOT_ALLOWED, 404: Unread.OWN_MAILBOX}

#: When somebody is busy, or why that can't be told.
Schedule: TypeAlias = Sequence[Stretch] | Unread


class Graph:
    """``sleep`` is the tests' to replace."""

    def __init__(
        self,
        settings: Settings,
        sign_in: SignIn,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        mailbox = quote(settings.outlook_mailbox, safe="@")
        self._url = f"{settings.outlook_graph_url.rstrip('/')}/v1.0/users/{mailbox}/calendar/getSchedule"
        self._sign_in, self._sleep = sign_in, sleep

    async def schedules(self, emails: Sequence[str], since: datetime, until: datetime) -> dict[str, Schedule]:
        """By address, of at most ``MOST`` and for less than 62 days, between two instants. Raises OutlookError where
        nothing can be read at all."""
        body = {
            "schedules": list(emails),
            "startTime": _moment(since),
            "endTime": _moment(until),
            "availabilityViewInterval": 1440,
        }
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE)) as session:
            said = await self._asked(session, body)
        found = {str(one.get("scheduleId", "")).casefold(): one for one in _objects(said)}
        return {email: _schedule(found.get(email.casefold(), {})) for email in emails}

    async def _asked(self, session: aiohttp.ClientSession, body: Mapping[str, Any]) -> Any:
        """What passes is asked again, after as long as Graph wants; a token that was refused is renewed once."""
        for left in reversed(range(TRIES)):
            status, after, said = await self._once(session, body)
            if status == 200:
                return said
            if status == 401:
                self._sign_in.forget()
            if not left or after > LONGEST or not (status in _AGAIN or status >= 500 or status == 401):
                raise OutlookError(_STATUS.get(status, Unread.NO_ANSWER), str(status))
            await self._sleep(after)
        raise AssertionError("the last try returns or raises")

    async def _once(self, session: aiohttp.ClientSession, body: Mapping[str, Any]) -> tuple[int, float, Any]:
        """The status, how many seconds to wait before another try, and what was said."""
        headers = {
            "Authorization": f"Bearer {await self._sign_in.token()}",
            "Prefer": 'outlook.timezone="UTC"',
        }
        try:
            async with session.post(self._url, json=body, headers=headers) as answer:
                after = answer.headers.get("Retry-After", "")
                said = await answer.json(content_type=None) if answer.status == 200 else None
                return answer.status, float(after) if after.isdigit() else 1.0, said
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise OutlookError(Unread.NO_ANSWER, type(error).__name__) from None


def _moment(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _objects(said: Any) -> list[dict[str, Any]]:
    """Raises OutlookError for what isn't a list of schedules."""
    value = said.get("value") if isinstance(said, dict) else None
    if not isinstance(value, list):
        raise OutlookError(Unread.NO_ANSWER, "no schedules")
    return [one for one in value if isinstance(one, dict)]


def _schedule(one: Mapping[str, Any]) -> Schedule:
    """An answer that can't be read through is none: half a calendar would pass for a free day."""
    error = one.get("error")
    if error:
        code = str(error.get("responseCode", ""))[:60] if isinstance(error, dict) else ""
        log.info("outlook.unread", code=code)
        return _CODES.get(code, Unread.NO_ANSWER)
    try:
        return [
            _stretch(item) for item in one["scheduleItems"] if str(item["status"]).casefold() not in _NOT_BUSY
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        return Unread.NO_ANSWER


def _stretch(item: Mapping[str, Any]) -> Stretch:
    """Raises ValueError for what ends before it begins."""
    starts, ends = _instant(item["start"]), _instant(item["end"])
    if ends < starts:
        raise ValueError("it ends before it begins")
    return starts, ends


def _instant(said: Mapping[str, str]) -> datetime:
    """Raises ValueError for another zone than the one that was asked for."""
    if said["timeZone"] != "UTC":
        raise ValueError("not in UTC")
    return datetime.fromisoformat(said["dateTime"]).replace(tzinfo=UTC)
