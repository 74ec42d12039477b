"""When people are busy, as Microsoft Graph says it: ``calendar: getSchedule``, over plain HTTP.

Of an answer only from when until when is looked at. Subjects and places, which Graph may add, are let go unread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from bot.diary import Schedule
from bot.logs import log
from bot.outlook.calls import Calls
from bot.outlook.faults import OutlookError
from bot.settings import Settings
from cards.sessions.times import DAYS_SEEN
from policy.folding import fold
from storage.diary import Stretch
from storage.states import OutlookFault

#: Mailboxes in one call, and how far ahead they are asked for: Microsoft takes 20, and less than 62 days.
MOST: Final = 20
AHEAD: Final = timedelta(days=DAYS_SEEN)
#: How Graph is asked for times.
IN_UTC: Final = 'outlook.timezone="UTC"'
#: As in calendar files: what takes no time, or may not take place.
_NOT_BUSY: Final = frozenset(("free", "tentative", "workingelsewhere"))
_CODES: Final = {
    "ErrorMailRecipientNotFound": OutlookFault.NO_MAILBOX,
    "ErrorNoFreeBusyAccess": OutlookFault.NOT_ALLOWED,
}
_STATUS: Final = {403: OutlookFault.NOT_ALLOWED, 404: OutlookFault.OWN_MAILBOX}


class Graph:
    """What is read: ``bot.diary.Diary``."""

    at_once: Final = MOST
    ahead: Final = AHEAD

    def __init__(self, settings: Settings, calls: Calls) -> None:
        mailbox = quote(settings.outlook_mailbox, safe="@")
        self._path, self._calls = f"/users/{mailbox}/calendar/getSchedule", calls

    async def schedules(self, emails: Sequence[str], since: datetime, until: datetime) -> dict[str, Schedule]:
        """By address, of at most ``MOST`` and for less than 62 days, between two instants. Raises OutlookError where
        nothing can be read at all."""
        body = {
            "schedules": list(emails),
            "startTime": moment(since),
            "endTime": moment(until),
            "availabilityViewInterval": 1440,
        }
        answer = await self._calls.ask("POST", self._path, body, [IN_UTC])
        if answer.status != 200:
            raise OutlookError(_STATUS.get(answer.status, OutlookFault.NO_ANSWER), str(answer.status))
        found = {fold(str(one.get("scheduleId", ""))): one for one in _objects(answer.said)}
        return {email: _schedule(found.get(fold(email), {})) for email in emails}


def moment(at: datetime) -> dict[str, str]:
    """An instant as Graph takes it."""
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _objects(said: Any) -> list[dict[str, Any]]:
    """Raises OutlookError for what isn't a list of schedules."""
    value = said.get("value") if isinstance(said, dict) else None
    if not isinstance(value, list):
        raise OutlookError(OutlookFault.NO_ANSWER, "no schedules")
    return [one for one in value if isinstance(one, dict)]


def _schedule(one: Mapping[str, Any]) -> Schedule:
    """An answer that can't be read through is none: half a calendar would pass for a free day."""
    error = one.get("error")
    if error:
        code = str(error.get("responseCode", ""))[:60] if isinstance(error, dict) else ""
        log.info("outlook.unread", code=code)
        return _CODES.get(code, OutlookFault.NO_ANSWER)
    try:
        return [
            _stretch(item) for item in one["scheduleItems"] if str(item["status"]).casefold() not in _NOT_BUSY
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        return OutlookFault.NO_ANSWER


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
