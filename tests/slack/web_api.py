"""Slack's Web API on loopback: it keeps state, and refuses what Slack refuses."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

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


class WebApi:
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
        self.trigger_seconds = 3.0
        self.url = ""
        self.grants: dict[str, Json] = {}
        self.numbers = count(1)
        self.triggers: dict[str, tuple[str, float]] = {}
        self.responses: dict[str, tuple[str, int]] = {}

    def add(self, user: str, email: str, name: str = "", **more: Any) -> Account:
        self.accounts[user] = Account(user, email, name or user, **more)
        return self.accounts[user]

    def channel(self, user: str) -> str:
        return f"D{user}"

    def history(self, user: str) -> list[Json]:
        """Newest first."""
        return self.messages[self.channel(user)][::-1]

    # The Web API

    async def api(self, request: web.Request) -> web.StreamResponse:
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
        self.sound(arguments)
        if arguments["channel"].removeprefix("D") not in self.accounts:
            raise RefusedError("channel_not_found")
        ts = f"{1_790_000_000 + next(self.numbers)}.000100"
        self.messages[arguments["channel"]].append({**arguments, "ts": ts})
        return {"channel": arguments["channel"], "ts": ts}

    def _chat_update(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        self.sound(arguments)
        for message in self.messages[arguments["channel"]]:
            if message["ts"] == arguments["ts"]:
                message.update(arguments)
                return {"channel": arguments["channel"], "ts": arguments["ts"]}
        raise RefusedError("message_not_found")

    def sound(self, message: Json) -> None:
        if not message.get("text"):
            raise RefusedError("no_text")
        wrong = blocks_faults(message.get("blocks") or [], "message") if message.get("blocks") else []
        if wrong:
            self.refused += wrong
            raise RefusedError(
                "msg_blocks_too_long" if wrong == ["msg_blocks_too_long"] else "invalid_blocks"
            )

    def _trigger(self, arguments: Json) -> Account:
        user, at = self.triggers.pop(arguments["trigger_id"], ("", 0.0))
        if not user:
            raise RefusedError("exchanged_trigger_id")
        if time.monotonic() - at > self.trigger_seconds:
            raise RefusedError("expired_trigger_id")
        return self.accounts[user]

    def view(self, view: Json) -> Json:
        wrong = view_faults(view)
        self.refused += wrong
        if wrong:
            raise RefusedError(
                "view_too_large" if any("250 kB" in fault for fault in wrong) else "invalid_arguments"
            )
        return {
            **view,
            "id": f"V{next(self.numbers)}",
            "hash": str(next(self.numbers)),
            "state": _initial(view),
        }

    def _views_open(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        account = self._trigger(arguments)
        account.modals = [self.view(arguments["view"])]
        return {"view": account.modals[-1]}

    def _views_push(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        account = self._trigger(arguments)
        if len(account.modals) >= 3:
            raise RefusedError("push_limit_reached")
        below = account.modals[-1]["id"] if account.modals else None
        account.modals.append(self.view(arguments["view"]) | {"previous_view_id": below})
        return {"view": account.modals[-1]}

    def _views_update(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        for account in self.accounts.values():
            for n, old in enumerate(account.modals):
                if old["id"] == arguments["view_id"]:
                    account.modals[n] = self.updated(old, arguments["view"])
                    return {"view": account.modals[n]}
        raise RefusedError("not_found")

    def updated(self, old: Json, view: Json) -> Json:
        """What was entered stays where block and action ids are the same."""
        new = self.view(view) | {"id": old["id"], "previous_view_id": old.get("previous_view_id")}
        for block_id, elements in new["state"]["values"].items():
            for action_id in elements:
                kept = old["state"]["values"].get(block_id, {}).get(action_id)
                if kept is not None:
                    elements[action_id] = kept
        return new

    def _views_publish(self, arguments: Json, _scopes: frozenset[str]) -> Json:
        self._account(arguments["user_id"]).home = self.view(arguments["view"])
        return {}

    # What the bot says through a response URL

    async def respond(self, request: web.Request) -> web.Response:
        user, uses = self.responses.get(request.match_info["id"], ("", 0))
        if not user or uses >= 5:
            return web.Response(status=404)
        self.responses[request.match_info["id"]] = (user, uses + 1)
        message = await request.json()
        self.sound(message)
        if message.get("response_type") != "ephemeral":
            self.refused.append("an answer for all to see")
        self.accounts[user].said.append(message)
        return web.Response(text="ok")


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
