"""A stand-in of Entra and Microsoft Graph: it knows mailboxes and what stands in them, and refuses what they refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

from aiohttp import web

TENANT, APP, SECRET = "00000000-0000-0000-0000-00000000a001", "app-of-the-bot", "its-secret"
#: The mailbox that calendars are asked for through.
OWN: Final = "supervision@council.example"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing in somebody's calendar."""

    starts: datetime
    ends: datetime
    status: str = "busy"
    subject: str = "A private matter"


@dataclass(slots=True)
class Kept:
    """An event that was written, in whose calendar; ``body``: as it was sent, with what was changed since."""

    email: str
    body: dict[str, Any]

    @property
    def starts(self) -> datetime:
        return _instant(self.body["start"])

    @property
    def ends(self) -> datetime:
        return _instant(self.body["end"])


@dataclass(slots=True)
class Answer:
    """As msal wants one of its HTTP client."""

    status_code: int
    text: str
    headers: dict[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise OSError(self.status_code)


@dataclass(slots=True)
class Standin:
    """``calendars``: by address. ``faults``: what the next calls of Graph get in place of an answer: a status with the
    seconds of Retry-After, a text, or None for no answer at all. ``permitted``: the app may read calendars;
    ``writable``: it may write events. ``lost``: how many of the next changes are made without their answer arriving.
    ``kept``: events that were written, by id; ``keys``: the id made with each ``transactionId``, also of events
    taken out since; ``changes``: what was asked for, in order. ``meanwhile`` is called while Graph is asked."""

    calendars: dict[str, list[Event]] = field(default_factory=lambda: {OWN: []})
    secret: str = SECRET
    permitted: bool = True
    faults: list[tuple[int, int] | str | None] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    calls: list[dict[str, Any]] = field(default_factory=list)
    writable: bool = True
    lost: int = 0
    kept: dict[str, Kept] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    entra_is_away: bool = False
    entra_is_broken: bool = False
    tenant: str = TENANT
    _numbers: Any = field(default_factory=count)

    # Entra, as msal asks it

    def get(self, url: str, **_: Any) -> Answer:
        if self.entra_is_away:
            raise OSError("no route")
        if "/common/discovery/instance" in url:
            return Answer(200, json.dumps({"metadata": [{"aliases": ["login.microsoftonline.com"]}]}))
        base = f"https://login.microsoftonline.com/{TENANT}"
        if "openid-configuration" not in url or self.tenant not in url:
            return Answer(400, json.dumps({"error": "invalid_tenant"}))
        known = {"authorization_endpoint": f"{base}/oauth2/v2.0/authorize", "issuer": f"{base}/v2.0"}
        return Answer(200, json.dumps({**known, "token_endpoint": f"{base}/oauth2/v2.0/token"}))

    def post(self, url: str, data: Any = None, **_: Any) -> Answer:
        if self.entra_is_away:
            raise OSError("no route")
        if self.entra_is_broken:
            return Answer(503, "down")
        given = dict(data)
        if (given["client_id"], given["client_secret"]) != (APP, self.secret):
            return Answer(
                401, json.dumps({"error": "invalid_client", "error_description": f"not {APP}'s secret"})
            )
        assert url.endswith("/oauth2/v2.0/token")
        assert given["grant_type"] == "client_credentials"
        assert given["scope"].endswith("/.default")
        token = f"token-{next(self._numbers)}"
        self.tokens.add(token)
        said = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        return Answer(200, json.dumps(said))

    def close(self) -> None:
        """Nothing is open."""

    # Graph

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v1.0/users/{mailbox}/calendar/getSchedule", self._schedule)
        app.router.add_post("/v1.0/users/{mailbox}/calendar/events", self._make)
        app.router.add_get("/v1.0/users/{mailbox}/events", self._find)
        app.router.add_route("*", "/v1.0/users/{mailbox}/events/{event}", self._event)
        return app

    def _refuses(self, request: web.Request) -> web.StreamResponse | None:
        """What is refused whatever is asked."""
        self.meanwhile()
        self.changes.append(request.method)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _refused(401, "InvalidAuthenticationToken")
        if self.faults:
            return _faulty(request, self.faults.pop(0))
        if not self.writable:
            return _refused(403, "ErrorAccessDenied")
        if request.match_info["mailbox"] not in self.calendars:
            return _refused(404, "ErrorInvalidUser")
        assert request.headers["Prefer"] == 'outlook.timezone="UTC", IdType="ImmutableId"'
        return None

    async def _make(self, request: web.Request) -> web.StreamResponse:
        """One with a key of before is the same event where nothing else differs, and refused where it does."""
        if refused := self._refuses(request):
            return refused
        body = await request.json()
        if not _well_made(body):
            return _refused(400, "ErrorInvalidRequest")
        key = body["transactionId"]
        if key not in self.keys:
            self.keys[key] = f"AAMk/{next(self._numbers)}+="
            self.kept[self.keys[key]] = Kept(request.match_info["mailbox"], body)
        event = self.keys[key]
        if event not in self.kept or self.kept[event].body != body:
            return _refused(400, "ErrorDuplicateTransactionId")
        return self._answer(request, 201, {"id": event, **body})

    async def _find(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refuses(request):
            return refused
        asked = re.fullmatch(
            r"singleValueExtendedProperties/Any\(ep: ep/id eq '(.+)' and ep/value eq '(.+)'\)",
            request.query["$filter"],
        )
        assert asked
        assert "+" not in request.rel_url.raw_query_string
        wanted = [{"id": asked[1], "value": asked[2]}]
        mine = [k for k, v in self._of(request).items() if v.body["singleValueExtendedProperties"] == wanted]
        return web.json_response({"value": [{"id": one} for one in mine]})

    async def _event(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refuses(request):
            return refused
        event = request.match_info["event"]
        if event not in self._of(request):
            return _refused(404, "ErrorItemNotFound")
        if request.method == "DELETE":
            del self.kept[event]
            return self._answer(request, 204, None)
        body = await request.json()
        if "transactionId" in body or not _well_made(self.kept[event].body | body):
            return _refused(400, "ErrorInvalidRequest")
        self.kept[event].body |= body
        return self._answer(request, 200, {"id": event})

    def _of(self, request: web.Request) -> dict[str, Kept]:
        return {k: v for k, v in self.kept.items() if v.email == request.match_info["mailbox"]}

    def _answer(self, request: web.Request, status: int, said: Any) -> web.StreamResponse:
        """It arrives, or the line goes dead first."""
        if self.lost:
            self.lost -= 1
            return _faulty(request, None)
        return web.json_response(said, status=status) if said else web.Response(status=status)

    async def _schedule(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append(body)
        self.meanwhile()
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _refused(401, "InvalidAuthenticationToken")
        if self.faults:
            return _faulty(request, self.faults.pop(0))
        if not self.permitted:
            return _refused(403, "ErrorAccessDenied")
        if request.match_info["mailbox"] not in self.calendars:
            return _refused(404, "ErrorInvalidUser")
        since, until = _instant(body["startTime"]), _instant(body["endTime"])
        if not 0 < len(body["schedules"]) <= 20:
            return _refused(400, "ErrorInvalidParameter")
        if not timedelta() < until - since < timedelta(days=62):
            return _refused(400, "ErrorInvalidTimeInterval")
        assert request.headers["Prefer"] == 'outlook.timezone="UTC"'
        return web.json_response({"value": [self._one(email, since, until) for email in body["schedules"]]})

    def _one(self, email: str, since: datetime, until: datetime) -> dict[str, Any]:
        """Graph looks addresses up whatever their case, and says them back as they were asked for."""
        theirs = next((v for k, v in self.calendars.items() if k.casefold() == email.casefold()), None)
        if theirs is None:
            error = {"message": f"Unable to resolve {email}", "responseCode": "ErrorMailRecipientNotFound"}
            return {"scheduleId": email, "error": error}
        written = [Event(k.starts, k.ends) for k in self.kept.values() if k.email == email]
        inside = [e for e in (*theirs, *written) if e.ends > since and e.starts < until]
        return {"scheduleId": email, "availabilityView": "2", "scheduleItems": [_item(e) for e in inside]}


def _well_made(body: dict[str, Any]) -> bool:
    """As Graph's schema has an event; one without attendees is nobody's meeting."""
    starts, ends = _instant(body["start"]), _instant(body["end"])
    assert body["body"]["contentType"] in ("text", "html")
    assert body["showAs"] in ("busy", "tentative")
    assert body["sensitivity"] == "private"
    return starts < ends and "attendees" not in body


def _item(event: Event) -> dict[str, Any]:
    return {
        "isPrivate": False,
        "status": event.status,
        "subject": event.subject,
        "location": "Somewhere private",
        "start": _said(event.starts),
        "end": _said(event.ends),
    }


def _said(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _instant(said: dict[str, str]) -> datetime:
    assert said["timeZone"] == "UTC"
    return datetime.fromisoformat(said["dateTime"]).replace(tzinfo=UTC)


def _refused(status: int, code: str, after: int | None = None) -> web.Response:
    headers = {"Retry-After": str(after)} if after is not None else {}
    error = {"error": {"code": code, "message": "words that name people"}}
    return web.json_response(error, status=status, headers=headers)


def _faulty(request: web.Request, fault: tuple[int, int] | str | None) -> web.StreamResponse:
    if isinstance(fault, tuple):
        return _refused(fault[0], "ApplicationThrottled", fault[1])
    if isinstance(fault, str):
        return web.Response(text=fault, content_type="application/json")
    with suppress(AttributeError):
        assert request.transport
        request.transport.close()
    return web.Response()
