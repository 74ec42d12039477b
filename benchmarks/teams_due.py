"""``due CASE`` in Teams, typed and by a button, through the Bot Framework's adapter with really signed tokens, beside
the same adapter that answers a constant.

Either is over once its answer was taken by the connector, which each process plays itself; the button
(``Action.Execute``) asks why. ``python -m benchmarks.teams_due [CASES]`` runs it alone."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from rich.console import Console

from benchmarks import asking, councils, measure
from benchmarks.asking import Request
from benchmarks.measure import Line
from benchmarks.slack_due import ENGLAND
from bot.clock import MovableClock, SystemClock
from bot.logs import set_up
from bot.settings import Settings, read_settings
from bot.teams import MESSAGES
from bot.teams.app import Adapter, TeamsConnection
from bot.teams.connector import Connector
from bot.teams.directory import account_name
from bot.teams.rate_limit import RateLimiter
from bot.teams.tokens import Tokens
from bot.wiring import wire
from storage.cipher import new_key

Json = dict[str, Any]
APP, TENANT, KID = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-0000-0000-0000-00000000c0de", "key-1"


def lines(folder: Path, cases: int = ENGLAND) -> Iterator[Line]:
    """Median and 99th percentile at each number at once, with the constant's."""
    key, file, module = new_key(), folder / "teams.db", "benchmarks.teams_due"
    asking.council(file, cases, "teams", _account)
    _signing_key(file.with_suffix(".pem"))
    with (
        asking.serving(module, "due", str(file), key) as due,
        asking.serving(module, "bare", str(file), key) as bare,
    ):
        ours, floor = Person(due.port, file), Person(bare.port, file)
        beside = "the same adapter, a constant"
        yield from asking.lines("due CASE typed in Teams", beside, ours.types, floor.types, cases)
        ours.looks()
        yield from asking.lines("Why? pressed in Teams", beside, ours.presses, floor.presses, cases)


def _account(number: int) -> tuple[str, Json]:
    data = {"tenant": TENANT, "user": f"29:{number}", "entra": f"e{number}", "service": ""}
    return account_name(TENANT, data["entra"]), data


def _signing_key(file: Path) -> None:
    made = generate_private_key(65537, 2048)
    file.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


# Those who ask


class Person:
    """Whoever asks the process on that port."""

    def __init__(self, port: int, file: Path) -> None:
        self._url, self._numbers, self._tokens = f"http://127.0.0.1:{port}", count(1), dict[int, str]()
        now = int(SystemClock().now().timestamp())
        claims = {"iss": "https://api.botframework.com", "aud": APP, "nbf": now - 10, "exp": now + 3600}
        claims["serviceurl"] = f"{self._url}/connector/"
        signed = jwt.encode(claims, _key(file), algorithm="RS256", headers={"kid": KID})
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {signed}"}

    def types(self, who: int, case: int) -> Request:
        return self._request(who, "message", text=f"due C{case}")

    def presses(self, who: int, _case: int) -> Request:
        action = {"type": "Action.Execute", "data": {"token": self._tokens.get(who, "")}}
        return self._request(who, "invoke", name="adaptiveCard/action", value={"action": action})

    def looks(self) -> None:
        """Each has a case's answer before them, with its button."""
        for who in range(1, asking.MET + 1):
            request = self.types(who, who)
            wanted = urllib.request.Request(request.url, request.body, dict(request.headers))
            urllib.request.urlopen(wanted).read()
            said = json.loads(urllib.request.urlopen(f"{self._url}/said").read())
            self._tokens[who] = _why(said["attachments"][0]["content"])

    def _request(self, who: int, kind: str, **more: Any) -> Request:
        activity = {
            "type": kind,
            "id": f"i{next(self._numbers)}",
            "channelId": "msteams",
            "serviceUrl": f"{self._url}/connector/",
            "from": {"id": f"29:{who}", "name": "One", "aadObjectId": f"e{who}"},
            "recipient": {"id": f"28:{APP}", "name": "Supervision"},
            "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            **more,
        }
        return Request(self._url + MESSAGES, json.dumps(activity).encode(), self._headers)


def _why(card: Any) -> str:
    """The token of the button that acts in place."""
    if isinstance(card, dict):
        if card.get("type") == "Action.Execute":
            return str(card["data"]["token"])
        card = list(card.values())
    found = (_why(part) for part in card) if isinstance(card, list) else ()
    return next((token for token in found if token), "")


# Those who answer, each in a process of its own


async def _serve(what: str, file: str) -> None:
    app, port = web.Application(), measure.free_port()
    connector = Played(_key(Path(file)), port)
    connector.routes(app)
    if what == "bare":
        app.router.add_post(MESSAGES, _bare(connector.settings(file)))
    else:
        _ours(connector.settings(file)).serve_on(app)
    await asking.serve(app, port)


class Played:
    """The connector, the keys and the log-in of Teams, that take everything."""

    def __init__(self, key: Any, port: int) -> None:
        self._key, self._url, self._said = key, f"http://127.0.0.1:{port}", Json()

    def settings(self, file: str) -> Settings:
        return read_settings(
            database_url=f"sqlite:///{file}",
            teams_app_id=APP,
            teams_app_secret="bench",
            teams_tenants=[TENANT],
            teams_login_url=f"{self._url}/login",
            teams_openid_url=f"{self._url}/openid",
            _env_file=None,
        )

    def routes(self, app: web.Application) -> None:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        keys = {"keys": [{**public, "kid": KID, "use": "sig", "endorsements": ["msteams"]}]}
        issuer = {"issuer": "https://api.botframework.com", "jwks_uri": f"{self._url}/keys"}
        token = {"access_token": "bench", "expires_in": 3600}
        for path, said in (
            ("/openid", issuer),
            ("/keys", keys),
            ("/login/{tenant}/oauth2/v2.0/token", token),
        ):
            app.router.add_route("*", path, partial(_constant, said))
        at = "/connector/v3/conversations/{id}/"
        app.router.add_post(at + "activities/{reply}", self._taken)
        app.router.add_get(at + "pagedmembers", partial(_constant, {"members": []}))
        app.router.add_get("/said", self._last)

    async def _taken(self, request: web.Request) -> web.Response:
        self._said = await request.json()
        return web.json_response({"id": "m1"}, status=201)

    async def _last(self, _request: web.Request) -> web.Response:
        return web.json_response(self._said)


async def _constant(said: Json, _request: web.Request) -> web.Response:
    return web.json_response(said)


def _ours(settings: Settings) -> TeamsConnection:
    """Nobody is throttled: how fast it answers is what is asked."""
    hours = count(step=3600)
    limiter = RateLimiter(clock=lambda: float(next(hours)))
    return TeamsConnection(wire(settings, MovableClock(councils.MORNING)), settings, limiter)


def _bare(settings: Settings) -> Any:
    """Answers through the connector, and a press through the adapter too."""
    adapter = Adapter(settings, Tokens(settings.teams_app_id, settings.teams_openid_url))
    connector, said = Connector(settings), "C1: to be discussed by Friday 1 January 2027"

    async def turn(context: TurnContext) -> None:
        asked = context.activity
        activity = {"type": "message", "text": said}
        await connector.send(str(asked.service_url), asked.conversation.id, activity, asked.id)
        if asked.type == "invoke":
            body = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": said}
            answer = InvokeResponse(status=200, body=body)
            await context.send_activity(Activity(type="invokeResponse", value=answer))

    async def received(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, None, _Turns(turn))
        return answer

    return received


class _Turns:
    """What the adapter calls."""

    def __init__(self, turn: Any) -> None:
        self.on_turn = turn


def _key(file: Path) -> Any:
    return load_pem_private_key(file.with_suffix(".pem").read_bytes(), None)


def main() -> None:
    set_up("error")
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(_serve(sys.argv[2], sys.argv[3]))
        return
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else ENGLAND
    with tempfile.TemporaryDirectory() as folder:
        measure.show(list(lines(Path(folder), cases)), Console(width=160))


if __name__ == "__main__":
    main()
