"""Sessions as events of Outlook's, as Microsoft Graph takes them: made, changed and taken out, over plain HTTP.

Nobody is invited, so that Outlook writes to nobody. An event is known again by a key of ours: Graph refuses to make two
with one ``transactionId``, and finds by an extended property what it made when its answer was lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from bot.outlook.calls import Calls, GraphAnswer
from bot.outlook.faults import OutlookError
from bot.outlook.graph import IN_UTC, moment
from storage.states import OutlookFault

#: Ids that stay while an event is moved between calendars of one mailbox.
_PREFER: Final = (IN_UTC, 'IdType="ImmutableId"')
#: The property in which an event keeps our key: a set of names that is ours alone.
PROPERTY: Final = "String {6b1f3f0e-0c52-4d0c-9f0a-5f2f7a1d8c43} Name SupervisionSession"
_TWICE: Final = "ErrorDuplicateTransactionId"
_NO_EVENT: Final = "ErrorItemNotFound"


@dataclass(frozen=True, slots=True)
class EventDetails:
    """What an event shows; ``text``: below its title. Its times are instants (UTC)."""

    title: str
    text: str
    starts_at: datetime
    ends_at: datetime
    provisional: bool

    @property
    def digest(self) -> str:
        return sha256(repr(self).encode()).hexdigest()[:32]

    def body(self) -> dict[str, Any]:
        return {
            "subject": self.title,
            "body": {"contentType": "text", "content": self.text},
            "start": moment(self.starts_at),
            "end": moment(self.ends_at),
            "showAs": "tentative" if self.provisional else "busy",
            "sensitivity": "private",
        }


class Events:
    """Each may raise OutlookError."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def make(self, email: str, key: str, shown: EventDetails, *, again: bool) -> str | None:
        """Its id; None where it was made with this key before and isn't there any more. ``again``: an earlier try may
        have made it, as it was to be then."""
        ours = [{"id": PROPERTY, "value": key}]
        body = {**shown.body(), "transactionId": key, "singleValueExtendedProperties": ours}
        answer = await self._ask("POST", f"{_user(email)}/calendar/events", body)
        if answer.status == 201 and not again:
            return _id(answer.said)
        if answer.status != 201 and answer.code != _TWICE:
            raise _refused(answer)
        event = _id(answer.said) if answer.status == 201 else await self.find(email, key)
        return event if event and await self.change(email, event, shown) else None

    async def change(self, email: str, event: str, shown: EventDetails) -> bool:
        """False where it isn't there any more."""
        answer = await self._ask("PATCH", _event(email, event), shown.body())
        if answer.status != 200 and answer.code != _NO_EVENT:
            raise _refused(answer)
        return answer.status == 200

    async def take_out(self, email: str, event: str) -> None:
        """Also where its owner did already."""
        answer = await self._ask("DELETE", _event(email, event))
        if answer.status != 204 and answer.code != _NO_EVENT:
            raise _refused(answer)

    async def find(self, email: str, key: str) -> str | None:
        """Of the owner's events, the id of the one with our key; nothing else of it or any other is asked for."""
        ours = f"singleValueExtendedProperties/Any(ep: ep/id eq '{PROPERTY}' and ep/value eq '{key}')"
        answer = await self._ask("GET", f"{_user(email)}/events?$select=id&$filter={quote(ours, safe='')}")
        if answer.status != 200:
            raise _refused(answer)
        found = answer.said.get("value") if isinstance(answer.said, dict) else None
        if not isinstance(found, list):
            raise OutlookError(OutlookFault.NO_ANSWER, "no events")
        return _id(found[0]) if found else None

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> GraphAnswer:
        return await self._calls.ask(method, path, body, _PREFER)


def _user(email: str) -> str:
    return f"/users/{quote(email, safe='@')}"


def _event(email: str, event: str) -> str:
    return f"{_user(email)}/events/{quote(event, safe='')}"


def _id(said: Any) -> str:
    found = said.get("id") if isinstance(said, dict) else None
    if not isinstance(found, str) or not found:
        raise OutlookError(OutlookFault.NO_ANSWER, "no id")
    return found


def _refused(answer: GraphAnswer) -> OutlookError:
    why = {403: OutlookFault.NOT_ALLOWED, 404: OutlookFault.NO_MAILBOX}
    return OutlookError(why.get(answer.status, OutlookFault.NO_ANSWER), answer.code or str(answer.status))
