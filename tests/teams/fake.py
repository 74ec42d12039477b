"""A Teams of our own: a connector on loopback that keeps state and refuses what Teams refuses, with its own keys and
really signed tokens, and people who use it."""

from __future__ import annotations

import json
import time
import uuid
from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.teams.rules import CARD, attachment_faults, card_faults, message_faults

Json = dict[str, Any]
APP, SECRET, TENANT = "11111111-2222-3333-4444-555555555555", "s3cret", "aaaaaaaa-0000-0000-0000-00000000c0de"
BOT = f"28:{APP}"
ISSUER = "https://api.botframework.com"


class NotTakenError(AssertionError):
    """What a person sees as “Something went wrong”: the bot refused, failed, or took too long."""


@cache
def signing_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@dataclass
class Account:
    """``entra``: the object id; ``role``: as the connector calls a guest; ``zone``: of their device; ``dialog``: what
    lies open."""

    id: str
    email: str
    name: str
    entra: str
    tenant: str = TENANT
    role: str = "user"
    upn: str = ""
    zone: str = "Europe/London"
    dialog: Json | None = None
    said: list[Json] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)

    def says_where(self, kind: str) -> Json:
        """What a device says of itself: with a message by name, with a press in an entity."""
        if kind == "message":
            return {"localTimezone": self.zone}
        return {"entities": [{"type": "clientInfo", "timezone": self.zone}]} if kind == "invoke" else {}

    def member(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "aadObjectId": self.entra,
            "objectId": self.entra,
            "email": self.email,
            "userPrincipalName": self.upn or self.email,
            "tenantId": self.tenant,
            "userRole": self.role,
        }


@dataclass
class Conversation:
    id: str
    kind: str
    members: list[str]
    installed: bool = True
    messages: list[Json] = field(default_factory=list)


class FakeTeams:
    """``faults[what]`` (``send``, ``update``, ``begin``, ``member``, ``members``, ``token``) are met in turn:
    ``("status", 429, {headers})``, ``("lost",)`` (done, and the answer lost), ``("cut",)`` (cut off before it was
    done), ``("answers", status, content type, body, {headers})``. ``refused``: what
    cards were refused for; a story ends with none."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.conversations: dict[str, Conversation] = {}
        self.faults: dict[str, deque[tuple[Any, ...]]] = defaultdict(deque)
        self.calls: list[tuple[str, str]] = []
        self.refused: list[str] = []
        self.answered: list[float] = []
        self.key, self.kid = signing_key(), "key-1"
        self.endorsements = ["msteams", "webchat"]
        self.tokens = set[str]()
        self.bot_url = self.url = ""
        self._numbers = count(1)

    # Running

    async def start(self, *middlewares: Any) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024, middlewares=middlewares)
        app.router.add_get("/openid", self._metadata)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._token)
        at = "/connector/v3/conversations"
        app.router.add_post(at, self._called("begin", self._begin))
        app.router.add_post(at + "/{id}/activities", self._called("send", self._send))
        app.router.add_post(at + "/{id}/activities/{reply}", self._called("send", self._send))
        app.router.add_put(at + "/{id}/activities/{message}", self._called("update", self._update))
        app.router.add_get(at + "/{id}/members/{user}", self._called("member", self._member))
        app.router.add_get(at + "/{id}/pagedmembers", self._called("members", self._members))
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self._session.close()
        await self._runner.cleanup()

    @property
    def service(self) -> str:
        return f"{self.url}/connector/"

    def add(self, name: str, email: str, full: str = "", **more: Any) -> Account:
        entra = str(uuid.uuid5(uuid.NAMESPACE_DNS, name))
        self.accounts[name] = Account(f"29:{name}", email, full or name, entra, **more)
        return self.accounts[name]

    def by_id(self, user: str) -> Account | None:
        return next((a for a in self.accounts.values() if user in (a.id, a.entra)), None)

    def personal(self, name: str) -> Conversation:
        """The person's own conversation with the bot."""
        conversation_id = f"a:{name}"
        if conversation_id not in self.conversations:
            self.conversations[conversation_id] = Conversation(
                conversation_id, "personal", [name], installed=False
            )
        return self.conversations[conversation_id]

    def group(self, conversation_id: str, names: list[str], kind: str = "groupChat") -> Conversation:
        self.conversations[conversation_id] = Conversation(conversation_id, kind, names)
        return self.conversations[conversation_id]

    def history(self, name: str) -> list[Json]:
        """What was sent to somebody unasked, newest first."""
        return [m for m in self.personal(name).messages[::-1] if not m.get("replyToId")]

    # Tokens

    async def _metadata(self, _request: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        self.calls.append(("keys", ""))
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return web.json_response(
            {"keys": [{**public, "kid": self.kid, "use": "sig", "endorsements": self.endorsements}]}
        )

    def signed(self, **changes: Any) -> str:
        """An ``Authorization`` header as the connector sends it; ``changes`` to the claims, or ``kid``, ``key``."""
        now = int(time.time())  # noqa: TID251 - tokens are checked against the real time
        kid, key = changes.pop("kid", self.kid), changes.pop("key", self.key)
        claims = {"iss": ISSUER, "aud": APP, "nbf": now - 10, "exp": now + 3600, "serviceurl": self.service}
        kept = {name: value for name, value in (claims | changes).items() if value is not None}
        return f"Bearer {jwt.encode(kept, key, algorithm='RS256', headers={'kid': kid})}"

    async def _token(self, request: web.Request) -> web.Response:
        given = await request.post()
        fault = self._fault("token")
        if fault[0] == "status":
            return web.json_response({"error": "temporarily_unavailable"}, status=fault[1])
        if fault[0] == "answers":
            return _answers(*fault[1:])
        wrong = given.get("client_id") != APP or request.match_info["tenant"] != TENANT
        assertion = str(given.get("client_assertion") or "")
        if wrong or not (given.get("client_secret") == SECRET or assertion):
            return web.json_response({"error": "invalid_client"}, status=401)
        token = f"token{next(self._numbers)}"
        self.tokens.add(token)
        return web.json_response({"access_token": token, "expires_in": 3600})

    # The connector

    def _called(self, what: str, answer: Any) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            self.calls.append((what, request.match_info.get("id", "")))
            fault = self._fault(what)
            if fault[0] == "status":
                return _error(fault[1], "Faked", fault[2] if len(fault) > 2 else None)
            if fault[0] == "answers":
                return _answers(*fault[1:])
            if fault[0] == "cut":
                return _hung_up(request)
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in self.tokens:
                return _error(401, "Unauthorized")
            said = await answer(request)
            return _hung_up(request) if fault[0] == "lost" else said

        return handle

    def _fault(self, what: str) -> tuple[Any, ...]:
        return self.faults[what].popleft() if self.faults[what] else ("",)

    async def _begin(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        account = self.by_id(wanted["members"][0]["id"])
        if account is None or wanted["bot"]["id"] != BOT or wanted["tenantId"] != account.tenant:
            return _error(403, "BotNotInConversationRoster")
        name = account.id.removeprefix("29:")
        if not self.personal(name).installed:
            return _error(403, "BotNotInConversationRoster")
        return web.json_response({"id": self.personal(name).id}, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        there = self.conversations.get(request.match_info["id"].partition(";")[0])
        if there is None or not there.installed:
            return _error(403 if there else 404, "BotNotInConversationRoster")
        activity = await request.json()
        if wrong := message_faults(activity):
            self.refused += wrong
            return _error(400, "BadSyntax")
        if ("recipient" in activity) != (request.query.get("isTargetedActivity") == "true"):
            return _error(400, "BadArgument")
        kept = {**activity, "id": f"m{next(self._numbers)}", "replyToId": request.match_info.get("reply")}
        there.messages.append(kept)
        if there.kind == "personal" and kept["replyToId"]:
            self.accounts[there.members[0]].said.append(kept)
        return web.json_response({"id": kept["id"]}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        activity = await request.json()
        if wrong := message_faults(activity):
            self.refused += wrong
            return _error(400, "BadSyntax")
        there = self.conversations.get(request.match_info["id"])
        for message in there.messages if there else ():
            if message["id"] == request.match_info["message"]:
                message.update(activity)
                return web.json_response({"id": message["id"]})
        return _error(404, "ActivityNotFoundInConversation")

    async def _member(self, request: web.Request) -> web.Response:
        account = self.by_id(request.match_info["user"])
        there = self.conversations.get(request.match_info["id"])
        if account is None or there is None:
            return _error(404, "MemberNotFoundInConversation")
        return web.json_response(account.member())

    async def _members(self, request: web.Request) -> web.Response:
        """Two to a page, so that a second page is asked for."""
        there = self.conversations.get(request.match_info["id"])
        if there is None:
            return _error(404, "ConversationNotFound")
        start = int(request.query.get("continuationToken", "0"))
        found = [self.accounts[name].member() for name in there.members[start : start + 2]]
        more = {"continuationToken": str(start + 2)} if start + 2 < len(there.members) else {}
        return web.json_response({"members": found, **more})

    # What people do

    def activity(self, who: str, kind: str, where: Conversation | None = None, **more: Any) -> Json:
        account, there = self.accounts[who], where or self.personal(who)
        return {
            "type": kind,
            "id": f"i{next(self._numbers)}",
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": account.id, "name": account.name, "aadObjectId": account.entra},
            "recipient": {"id": BOT, "name": "Supervision"},
            "conversation": {"id": there.id, "conversationType": there.kind, "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            **(account.says_where(kind) | more),
        }

    async def installs(self, name: str, where: Conversation | None = None) -> None:
        await self.is_met(name, where)
        await self.send(self.activity(name, "installationUpdate", where, action="add"))

    async def is_met(self, name: str, where: Conversation | None = None) -> None:
        """The bot hears where it can write to somebody, and says nothing."""
        there = where or self.personal(name)
        there.installed = True
        await self.send(self.activity(name, "conversationUpdate", there, membersAdded=[{"id": BOT}]))

    async def removes(self, name: str) -> None:
        self.personal(name).installed = False
        await self.send(self.activity(name, "installationUpdate", action="remove"))

    async def types(self, name: str, text: str, where: Conversation | None = None) -> None:
        """In the person's own chat, or ``where``, where the bot is mentioned."""
        more: Json = {"text": text, "textFormat": "plain"}
        if where and where.kind != "personal":
            said = "<at>Supervision</at>"
            mention = {"type": "mention", "text": said, "mentioned": {"id": BOT, "name": "Supervision"}}
            more = {"text": f"{said} {text}", "entities": [mention]}
        else:
            self.personal(name).installed = True
        await self.send(self.activity(name, "message", where, **more))

    async def presses(self, name: str, message: Json, action: Json) -> None:
        """A button of a message in the person's own chat."""
        data = action["data"]
        if (data.get("msteams") or {}).get("type") == "task/fetch":
            await self._invokes_dialog(name, "task/fetch", {"data": data, "context": {"theme": "default"}})
            return
        value = {
            "action": {"type": action["type"], "verb": action.get("verb"), "data": data},
            "trigger": "manual",
        }
        before = len(self.accounts[name].said)
        said = await self.invokes(name, "adaptiveCard/action", value, replyToId=message.get("id"))
        if said.get("type") == CARD:
            self.refused += card_faults(said["value"], kept=True)
            message["attachments"] = [{"contentType": CARD, "content": said["value"]}]
            if len(self.accounts[name].said) == before:  # else what came of it was said beside
                self.accounts[name].said.append(message)
        else:
            self.accounts[name].toasts.append(str(said["value"]))

    async def sees(self, name: str, message: Json) -> None:
        """A message again, on a device that asks for it anew; what isn't a card leaves it as it was."""
        fresh = message["attachments"][0]["content"].get("refresh")
        if not fresh or self.accounts[name].id not in fresh["userIds"]:
            return
        value = {"action": fresh["action"], "trigger": "automatic"}
        said = await self.invokes(name, "adaptiveCard/action", value, replyToId=message["id"])
        if said["type"] == CARD:
            self.refused += card_faults(said["value"], kept=True)
            message["attachments"] = [{"contentType": CARD, "content": said["value"]}]

    async def submits(self, name: str, data: Json) -> None:
        """The dialog that lies open."""
        await self._invokes_dialog(name, "task/submit", {"data": data, "context": {"theme": "default"}})

    async def uses_extension(self, name: str, command: str, where: Conversation | None = None) -> None:
        value = {"commandId": command, "commandContext": "compose", "context": {"theme": "default"}}
        await self._invokes_dialog(name, "composeExtension/fetchTask", value, where)

    async def _invokes_dialog(
        self, name: str, what: str, value: Json, where: Conversation | None = None
    ) -> None:
        task = (await self.invokes(name, what, value, where))["task"]
        assert task["type"] == "continue"
        self.refused += attachment_faults(task["value"]["card"], kept=False)
        self.accounts[name].dialog = task["value"]["card"]["content"]

    async def searches(self, name: str, words: str) -> list[Json]:
        value = {"queryText": words, "queryOptions": {"skip": 0, "top": 15}, "dataset": "people"}
        return list((await self.invokes(name, "application/search", value))["value"]["results"])

    async def invokes(
        self, name: str, what: str, value: Json, where: Conversation | None = None, **more: Any
    ) -> Json:
        said = await self.send(self.activity(name, "invoke", where, name=what, value=value, **more))
        assert isinstance(said, dict), f"{what} was answered {said}"
        return said

    # To the bot

    async def send(self, activity: Json, header: str | None = None) -> Any:
        """What the bot answers. Raises NotTakenError where a person would see an error."""
        began = time.monotonic()
        status, text = await self.post(json.dumps(activity).encode(), header or self.signed())
        self.answered.append(time.monotonic() - began)
        if status >= 300:
            raise NotTakenError(f"{status} {text[:200]}")
        return json.loads(text) if text else None

    async def post(
        self, body: bytes | BytesIO, header: str | None, kind: str = "application/json"
    ) -> tuple[int, str]:
        headers = {"Content-Type": kind} | ({"Authorization": header} if header else {})
        async with self._session.post(self.bot_url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()


def _answers(status: int, kind: str, body: bytes, headers: Json | None = None) -> web.Response:
    return web.Response(status=status, content_type=kind, body=body, headers=headers)


def _error(status: int, code: str, headers: Json | None = None) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "no"}}, status=status, headers=headers)


def _hung_up(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.close()
    return web.Response()
