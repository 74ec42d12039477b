"""A Slack of our own: a Web API on loopback that keeps state and refuses what Slack refuses, and people who use it.

Its requests to the bot are really signed, over HTTP or a real websocket. What a person's Slack would check before it
sends (required fields, lengths) is left to whoever fills in: a request is untrusted whatever the form said.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.slack.blocks import blocks_faults, view_faults

Json = dict[str, Any]
TEAM, SECRET, TOKEN, APP_TOKEN = "T01COUNCIL", "s1gn1ng", "xoxb-council", "xapp-council"
SCOPES = frozenset(("commands", "chat:write", "im:write", "im:history", "users:read", "users:read.email"))
NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "users.info": "users:read",
    "users.lookupByEmail": "users:read.email",
    "conversations.open": "im:write",
    "conversations.history": "im:history",
}


class RefusedError(Exception):
    """``{"ok": false, "error": …}``."""


class NotDispatchedError(AssertionError):
    """What a person sees as “failed because the app did not respond”."""


@dataclass
class Account:
    id: str
    email: str
    name: str
    deleted: bool = False
    guest: bool = False
    team: str = TEAM
    enterprise: str = ""
    modals: list[Json] = field(default_factory=list)
    home: Json | None = None
    said: list[Json] = field(default_factory=list)

    def info(self, with_email: bool) -> Json:
        profile = {"email": self.email} if with_email else {}
        flags = {"deleted": self.deleted, "is_bot": False, "is_restricted": self.guest}
        grid = {"enterprise_user": {"enterprise_id": self.enterprise}} if self.enterprise else {}
        return {"id": self.id, "team_id": self.team, "name": self.name, "profile": profile, **flags, **grid}


class FakeSlack:
    """``faults[method]`` are met in turn: ``("429", seconds)``, ``("error", word)``, ``("slow", seconds)``,
    ``("answers", status, content type, text)``,
    ``("lost",)`` (done, and the answer lost), ``("cut",)`` (cut off before it was done). ``refused``: what blocks and
    views were refused for; a story ends with none."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.tokens: dict[str, frozenset[str]] = {TOKEN: SCOPES}
        self.faults: dict[str, deque[tuple[Any, ...]]] = defaultdict(deque)
        self.calls: list[tuple[str, Json]] = []
        self.verbs: dict[str, set[str]] = defaultdict(set)
        self.refused: list[str] = []
        self.acknowledged: list[float] = []
        self.trigger_seconds = self.acknowledge_seconds = 3.0
        self.socket_mode = False
        self.url = self.events_url = ""
        self.grants: dict[str, Json] = {}
        self._numbers = count(1)
        self._triggers: dict[str, tuple[str, float]] = {}
        self._responses: dict[str, tuple[str, int]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._connected = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    # Running

    async def start(self) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._respond)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self._session.close()
        await self._runner.cleanup()

    def add(self, user: str, email: str, name: str = "", **more: Any) -> Account:
        self.accounts[user] = Account(user, email, name or user, **more)
        return self.accounts[user]

    def channel(self, user: str) -> str:
        return f"D{user}"

    def history(self, user: str) -> list[Json]:
        """Newest first."""
        return self.messages[self.channel(user)][::-1]

    # The Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.verbs[method].add(request.method)
        fault = self.faults[method].popleft() if self.faults[method] else ("",)
        if fault[0] == "429":
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(fault[1])}
            )
        if fault[0] == "answers":
            return web.Response(status=fault[1], content_type=fault[2], text=fault[3])
        if fault[0] == "slow":
            await asyncio.sleep(fault[1])
        if fault[0] == "cut":
            return self._hang_up(request)
        try:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            said = self._called(method, arguments, token)
        except RefusedError as error:
            said = {"ok": False, "error": str(error)}
        if fault[0] == "error":
            said = {"ok": False, "error": fault[1]}
        if fault[0] == "lost":
            return self._hang_up(request)
        return web.json_response({"ok": True, **said})

    @staticmethod
    def _hang_up(request: web.Request) -> web.StreamResponse:
        if request.transport:
            request.transport.close()
        return web.Response()

    def _called(self, method: str, arguments: Json, token: str) -> Json:
        self.calls.append((method, arguments))
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise RefusedError("not_allowed_token_type" if token in self.tokens else "invalid_auth")
            return {"url": self.url.replace("http", "ws", 1) + "/socket"}
        if method == "oauth.v2.access":
            return self._granted(arguments)
        if token not in self.tokens:
            raise RefusedError("invalid_auth")
        scopes = self.tokens[token]
        if scopes == frozenset(("revoked",)):
            raise RefusedError("token_revoked")
        if NEEDS.get(method, "commands") not in scopes:
            raise RefusedError("missing_scope")
        answer: Json = getattr(self, "_" + method.replace(".", "_"))(arguments, scopes)
        return answer

    def _granted(self, arguments: Json) -> Json:
        code = arguments.get("code") or arguments.get("refresh_token") or ""
        if code not in self.grants:
            raise RefusedError("invalid_code")
        return self.grants.pop(code)

    def _auth_test(self, _arguments: Json, _scopes: frozenset[str]) -> Json:
        return {"team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT", "is_enterprise_install": False}

    def _account(self, user: str) -> Account:
        if user not in self.accounts:
            raise RefusedError("user_not_found")
        return self.accounts[user]

    def _users_info(self, arguments: Json, scopes: frozenset[str]) -> Json:
        return {"user": self._account(arguments["user"]).info("users:read.email" in scopes)}

    def _users_lookupByEmail(self, arguments: Json, _scopes: frozenset[str]) -> Json:  # noqa: N802
        found = [
            a
            for a in self.accounts.values()
            if a.email.lower() == arguments["email"].lower() and not a.deleted
        ]
        if not found:
            raise RefusedError("users_not_found")
        return {"user": found[0].info(True)}

    def _conversations_open(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        return {"channel": {"id": self.channel(self._account(arguments["users"]).id)}}

    def _conversations_history(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        found = self.messages[arguments["channel"]][::-1][: int(arguments.get("limit", 100))]
        return {"messages": found if arguments.get("include_all_metadata") else [_without(m) for m in found]}

    def _chat_postMessage(self, arguments: Json, _scopes: frozenset[str]) -> Json:  # noqa: N802
        self._sound(arguments)
        if arguments["channel"].removeprefix("D") not in self.accounts:
            raise RefusedError("channel_not_found")
        ts = f"{1_790_000_000 + next(self._numbers)}.000100"
        self.messages[arguments["channel"]].append({**arguments, "ts": ts})
        return {"channel": arguments["channel"], "ts": ts}

    def _chat_update(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        self._sound(arguments)
        for message in self.messages[arguments["channel"]]:
            if message["ts"] == arguments["ts"]:
                message.update(arguments)
                return {"channel": arguments["channel"], "ts": arguments["ts"]}
        raise RefusedError("message_not_found")

    def _sound(self, message: Json) -> None:
        if not message.get("text"):
            raise RefusedError("no_text")
        wrong = blocks_faults(message.get("blocks") or [], "message") if message.get("blocks") else []
        if wrong:
            self.refused += wrong
            raise RefusedError(
                "msg_blocks_too_long" if wrong == ["msg_blocks_too_long"] else "invalid_blocks"
            )

    def _trigger(self, arguments: Json) -> Account:
        user, at = self._triggers.pop(arguments["trigger_id"], ("", 0.0))
        if not user:
            raise RefusedError("exchanged_trigger_id")
        if time.monotonic() - at > self.trigger_seconds:
            raise RefusedError("expired_trigger_id")
        return self.accounts[user]

    def _view(self, view: Json) -> Json:
        wrong = view_faults(view)
        self.refused += wrong
        if wrong:
            raise RefusedError(
                "view_too_large" if any("250 kB" in fault for fault in wrong) else "invalid_arguments"
            )
        return {
            **view,
            "id": f"V{next(self._numbers)}",
            "hash": str(next(self._numbers)),
            "state": _initial(view),
        }

    def _views_open(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        account = self._trigger(arguments)
        account.modals = [self._view(arguments["view"])]
        return {"view": account.modals[-1]}

    def _views_push(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        account = self._trigger(arguments)
        if len(account.modals) >= 3:
            raise RefusedError("push_limit_reached")
        below = account.modals[-1]["id"] if account.modals else None
        account.modals.append(self._view(arguments["view"]) | {"previous_view_id": below})
        return {"view": account.modals[-1]}

    def _views_update(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        for account in self.accounts.values():
            for n, old in enumerate(account.modals):
                if old["id"] == arguments["view_id"]:
                    account.modals[n] = self._updated(old, arguments["view"])
                    return {"view": account.modals[n]}
        raise RefusedError("not_found")

    def _updated(self, old: Json, view: Json) -> Json:
        """What was entered stays where block and action ids are the same."""
        new = self._view(view) | {"id": old["id"], "previous_view_id": old.get("previous_view_id")}
        for block_id, elements in new["state"]["values"].items():
            for action_id in elements:
                kept = old["state"]["values"].get(block_id, {}).get(action_id)
                if kept is not None:
                    elements[action_id] = kept
        return new

    def _views_publish(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        self._account(arguments["user_id"]).home = self._view(arguments["view"])
        return {}

    # What the bot says through a response URL

    async def _respond(self, request: web.Request) -> web.Response:
        user, uses = self._responses.get(request.match_info["id"], ("", 0))
        if not user or uses >= 5:
            return web.Response(status=404)
        self._responses[request.match_info["id"]] = (user, uses + 1)
        message = await request.json()
        self._sound(message)
        if message.get("response_type") != "ephemeral":
            self.refused.append("an answer for all to see")
        self.accounts[user].said.append(message)
        return web.Response(text="ok")

    # What people do

    def trigger(self, user: str) -> str:
        name = f"{next(self._numbers)}.trigger"
        self._triggers[name] = (user, time.monotonic())
        return name

    def response_url(self, user: str) -> str:
        name = f"r{next(self._numbers)}"
        self._responses[name] = (user, 0)
        return f"{self.url}/response/{name}"

    async def types(self, user: str, text: str, **changes: Any) -> None:
        body = {
            "command": "/supervision",
            "text": text,
            "team_id": self.accounts[user].team,
            "user_id": user,
            "channel_id": "C01GENERAL",
            "trigger_id": self.trigger(user),
            "response_url": self.response_url(user),
            **changes,
        }
        said = await self.send("slash_commands", body)
        if said:
            self._sound(said)
            assert said.get("response_type") == "ephemeral"
            self.accounts[user].said.append(said)

    def _interaction(self, user: str, kind: str, **more: Any) -> Json:
        account = self.accounts[user]
        who = {"id": user, "team_id": account.team}
        return {
            "type": kind,
            "user": who,
            "team": {"id": account.team},
            "trigger_id": self.trigger(user),
            **more,
        }

    async def presses(self, user: str, value: str, view: Json | None = None, ephemeral: bool = False) -> None:
        """A button, in a view or on a message."""
        action = {
            "type": "button",
            "action_id": "press0",
            "block_id": "buttons",
            "value": value,
            "action_ts": str(next(self._numbers)),
        }
        more: Json = {"actions": [action]}
        if view:
            more |= {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        else:
            container = {"type": "message", "message_ts": "1.0", "is_ephemeral": ephemeral}
            more |= {"container": container, "response_url": self.response_url(user)}
        await self.send("interactive", self._interaction(user, "block_actions", **more))

    async def uses_shortcut(self, user: str, callback_id: str, text: str) -> None:
        """From the menu of somebody's message, which comes whole with the request."""
        message = {"type": "message", "user": "USOMEBODY", "ts": "1790000000.000100", "text": text}
        more = {
            "callback_id": callback_id,
            "message": message,
            "channel": {"id": "C01GENERAL", "name": "general"},
        }
        more |= {"action_ts": str(next(self._numbers)), "response_url": self.response_url(user)}
        await self.send("interactive", self._interaction(user, "message_action", **more))

    async def submits(self, user: str) -> dict[str, str]:
        """The view on top; the errors that Slack then shows beside its fields."""
        account = self.accounts[user]
        view = account.modals[-1]
        said = await self.send("interactive", self._interaction(user, "view_submission", view=view))
        kind = said.get("response_action")
        if kind == "errors":
            inputs = {b["block_id"] for b in view["blocks"] if b["type"] == "input"}
            assert set(said["errors"]) <= inputs, "an error for a block that is no input"
            return dict(said["errors"])
        if kind == "push":
            account.modals.append(self._view(said["view"]) | {"previous_view_id": view["id"]})
        elif kind == "update":
            account.modals[-1] = self._updated(view, said["view"])
        else:
            account.modals.pop()
        return {}

    async def searches(self, user: str, words: str) -> list[Json]:
        view = self.accounts[user].modals[-1] if self.accounts[user].modals else {}
        body = self._interaction(
            user, "block_suggestion", action_id="entry", block_id="x", value=words, view=view
        )
        return list((await self.send("interactive", body)).get("options", []))

    async def opens_home(self, user: str) -> Json | None:
        await self.event({"type": "app_home_opened", "user": user, "tab": "home"}, user)
        return self.accounts[user].home

    async def says(self, user: str, words: str, **more: Any) -> None:
        """Written into the bot's own tab."""
        said = {"type": "message", "channel_type": "im", "channel": self.channel(user), "user": user}
        await self.event({**said, "text": words, **more}, user)

    async def event(self, event: Json, user: str = "", event_id: str = "", retry: int = 0) -> None:
        team = self.accounts[user].team if user else TEAM
        event_id = event_id or f"Ev{next(self._numbers)}"
        body = {"type": "event_callback", "team_id": team, "event_id": event_id, "event": event}
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        await self.send("events_api", body, headers)

    # To the bot

    async def send(self, kind: str, body: Json, headers: dict[str, str] | None = None) -> Json:
        """Delivers it and returns what the acknowledgement says. Raises NotDispatchedError where a person would see an
        error: no acknowledgement within three seconds, or none at all."""
        began = time.monotonic()
        deliver = (
            self._over_socket(kind, body) if self.socket_mode else self._over_http(kind, body, headers or {})
        )
        try:
            said = await asyncio.wait_for(deliver, 10 + self.acknowledge_seconds)
        finally:
            self.acknowledged.append(time.monotonic() - began)
        if self.acknowledged[-1] > self.acknowledge_seconds:
            raise NotDispatchedError(f"acknowledged after {self.acknowledged[-1]:.1f} s")
        return said

    async def _over_http(self, kind: str, body: Json, headers: dict[str, str]) -> Json:
        status, text = await self.post(
            encoded(kind, body), headers=signed(encoded(kind, body), kind) | headers
        )
        if status != 200:
            raise NotDispatchedError(f"{status} {text[:200]}")
        return (
            json.loads(text)
            if text.startswith("{")
            else {"response_type": "ephemeral", "text": text}
            if text
            else {}
        )

    async def post(self, body: bytes | BytesIO, headers: dict[str, str]) -> tuple[int, str]:
        async with self._session.post(self.events_url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def _over_socket(self, kind: str, body: Json) -> Json:
        await asyncio.wait_for(self._connected.wait(), 5)
        envelope = f"e{next(self._numbers)}"
        self._waiting[envelope] = asyncio.get_running_loop().create_future()
        await self._sockets[-1].send_json(
            {
                "envelope_id": envelope,
                "type": kind,
                "payload": body,
                "accepts_response_payload": kind != "events_api",
            }
        )
        said = await self._waiting[envelope]
        del self._waiting[envelope]
        return dict(said.get("payload") or {})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        self._connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                said = json.loads(message.data)
                if said.get("envelope_id") in self._waiting:
                    self._waiting[said["envelope_id"]].set_result(said)
        self._sockets.remove(socket)
        if not self._sockets:
            self._connected.clear()
        return socket


def encoded(kind: str, body: Json) -> bytes:
    """As Slack sends it over HTTP."""
    if kind == "events_api":
        return json.dumps(body).encode()
    return urlencode(body if kind == "slash_commands" else {"payload": json.dumps(body)}).encode()


def signed(
    body: bytes, kind: str = "slash_commands", secret: str = SECRET, at: float | None = None
) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))  # noqa: TID251 - Slack signs with the real time
    made = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    kind_of = "application/json" if kind == "events_api" else "application/x-www-form-urlencoded"
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}", "Content-Type": kind_of}


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    given = {**request.query, **await request.post()}
    return {name: json.loads(str(v)) if str(v)[:1] in ("{", "[") else v for name, v in given.items()}


def _without(message: Json) -> Json:
    return {name: value for name, value in message.items() if name != "metadata"}


def _initial(view: Json) -> Json:
    """The state of a view that nobody has touched: what its inputs began with."""
    values = {}
    for block in view.get("blocks", ()):
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {element["action_id"]: entered(element["type"], _began(element))}
    return {"values": values}


def _began(element: Json) -> Any:
    if "initial_options" in element:
        return [option["value"] for option in element["initial_options"]]
    if "initial_option" in element:
        return element["initial_option"]["value"]
    names = ("initial_value", "initial_date", "initial_time")
    return next((element[name] for name in names if name in element), None)


def entered(kind: str, value: Any) -> Json:
    """One input's state."""
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": [{"value": v} for v in value or ()]}
    if kind in ("radio_buttons", "static_select", "external_select"):
        return {"type": kind, "selected_option": {"value": value} if value else None}
    name = {"datepicker": "selected_date", "timepicker": "selected_time"}.get(kind, "value")
    return {"type": kind, name: value or None}
