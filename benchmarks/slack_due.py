"""``/supervision due CASE`` by signed requests through Bolt, beside a bare Bolt application that answers a constant.

The answer is the whole one: signed, claimed, authorised by the line, the case looked up; the trace of the look is
written within a second. ``python -m benchmarks.slack_due [CASES]`` runs it alone."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import web
from rich.console import Console
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks import asking, councils, measure
from benchmarks.asking import Request
from benchmarks.measure import Line
from bot.clock import MovableClock, SystemClock
from bot.logs import set_up
from bot.settings import Settings, read_settings
from bot.slack.app import SlackConnection
from bot.wiring import wire
from storage.cipher import new_key

SECRET, TEAM = "s1gn1ng", "T01"
ENGLAND: Final = 322_000


def lines(folder: Path, cases: int = ENGLAND) -> Iterator[Line]:
    """Median and 99th percentile at each number at once, with the bare application's."""
    key, file = new_key(), folder / "due.db"
    asking.council(file, cases, "slack", lambda number: (f"{TEAM}:U{number}", {}))
    module = "benchmarks.slack_due"
    with (
        asking.serving(module, "due", str(file), key) as due,
        asking.serving(module, "bare", "", key) as bare,
    ):
        floor = "bare Bolt, a constant"
        yield from asking.lines(
            "due CASE in Slack", floor, partial(_ask, due.port), partial(_ask, bare.port), cases
        )


# Those who ask


_TRIGGERS = count(1)


def _ask(port: int, who: int, case: int) -> Request:
    return command(port, who, f"due C{case}")


def command(port: int, who: int, text: str) -> Request:
    """``/supervision`` typed by the person with that number."""
    fields = {"command": "/supervision", "text": text, "team_id": TEAM, "user_id": f"U{who}"}
    body = urlencode({**fields, "trigger_id": f"t{os.getpid()}.{next(_TRIGGERS)}"}).encode()
    return Request(f"http://127.0.0.1:{port}/slack/events", body, signed(body))


def signed(body: bytes) -> dict[str, str]:
    stamp = str(int(SystemClock().now().timestamp()))
    made = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded"
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}", "Content-Type": kind}


# Those who answer, each in a process of its own


async def _serve(what: str, file: str) -> None:
    if what == "bare":
        await serve_bare()
    app, port = web.Application(), measure.free_port()
    app.router.add_route("*", "/api/auth.test", who)  # ours asks Slack who it is; here it asks itself
    ours(file, port, councils.MORNING).serve_on(app)
    await asking.serve(app, port)


async def serve_bare() -> None:
    app, bolt = web.Application(), _bare()
    app.router.add_post("/slack/events", lambda request: _answered(bolt, request))
    await asking.serve(app, measure.free_port())


async def who(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0"})


def ours(file: str, port: int, now: datetime) -> SlackConnection:
    settings = settings_of(file, port)
    return SlackConnection(wire(settings, MovableClock(now)), settings)


def settings_of(file: str, port: int, **more: Any) -> Settings:
    """Of a bot on that database whose Slack is on that port; its keys are in the environment unless they are given."""
    return read_settings(
        database_url=f"sqlite:///{file}",
        slack_bot_token="xoxb-bench",
        slack_signing_secret=SECRET,
        slack_api_url=f"http://127.0.0.1:{port}/api/",
        _env_file=None,
        **more,
    )


def _bare() -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench", bot_id="B0", bot_user_id="U0BOT"
        )

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @bolt.command("/supervision")
    async def constant(ack: AsyncAck) -> None:
        await ack("C1: to be discussed by Friday 1 January 2027")

    return bolt


async def _answered(bolt: AsyncApp, request: web.Request) -> web.Response:
    return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))


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
