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
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.slack.web_api import SECRET, TEAM, Json, WebApi


class NotDispatchedError(AssertionError):
    """What a person sees as “failed because the app did not respond”."""


class FakeSlack(WebApi):
    """Its Web API, and the people who use it."""

    def __init__(self) -> None:
        super().__init__()
        self.acknowledged: list[float] = []
        self.acknowledge_seconds = 3.0
        self.socket_mode = False
        self.events_url = ""
        self._sockets: dict[web.WebSocketResponse, web.Request] = {}
        self._connected = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    # Running

    async def start(self) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self.api)
        app.router.add_post("/response/{id}", self.respond)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self._session.close()
        await self._runner.cleanup()

    def sockets(self) -> list[tuple[web.WebSocketResponse, web.Request]]:
        """Those that the bot holds, and what asked for each."""
        return list(self._sockets.items())

    # What people do

    def trigger(self, user: str) -> str:
        name = f"{next(self.numbers)}.trigger"
        self.triggers[name] = (user, time.monotonic())
        return name

    def response_url(self, user: str) -> str:
        name = f"r{next(self.numbers)}"
        self.responses[name] = (user, 0)
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
            self.sound(said)
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
            "action_ts": str(next(self.numbers)),
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
        more |= {"action_ts": str(next(self.numbers)), "response_url": self.response_url(user)}
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
            account.modals.append(self.view(said["view"]) | {"previous_view_id": view["id"]})
        elif kind == "update":
            account.modals[-1] = self.updated(view, said["view"])
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
        event_id = event_id or f"Ev{next(self.numbers)}"
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
        envelope = f"e{next(self.numbers)}"
        self._waiting[envelope] = asyncio.get_running_loop().create_future()
        await list(self._sockets)[-1].send_json(
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
        self._sockets[socket] = request
        self._connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                said = json.loads(message.data)
                if said.get("envelope_id") in self._waiting:
                    self._waiting[said["envelope_id"]].set_result(said)
        del self._sockets[socket]
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
