"""``/supervision due CASE`` by signed requests through Bolt, beside a bare Bolt application that answers a constant.

Each is a process of its own, asked over loopback by 1, 16 and 64 at once, in turns so that both meet the same machine,
and timed to the last byte of the answer. The answer is the whole one: signed, claimed, authorised by the line, the
case looked up; the trace of the look is written within a second. ``python -m benchmarks.slack_due [CASES]`` runs it
alone."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from rich.console import Console
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import insert

from benchmarks import councils, measure
from benchmarks.measure import Line
from bot.clock import MovableClock, SystemClock
from bot.logs import set_up
from bot.settings import read_settings
from bot.slack.app import SlackConnection
from bot.wiring import wire
from storage import tables as t
from storage.cipher import new_key
from storage.engine import writing

SECRET, TEAM, KEY = "s1gn1ng", "T01", "SUPERVISION_ENCRYPTION_KEYS"
AT_ONCE: Final = (1, 16, 64)
#: Requests in a turn, and turns; the first turn of each is to warm up.
ASKED, TURNS = 256, 7
ENGLAND: Final = 322_000


def lines(folder: Path, cases: int = ENGLAND) -> Iterator[Line]:
    """Median and 99th percentile at each number at once, with the bare application's."""
    key = new_key()
    _council(folder / "due.db", cases)
    with _serving("due", str(folder / "due.db"), key) as due, _serving("bare", "", key) as bare:
        for at_once in AT_ONCE:
            ours, floor = asyncio.run(_in_turns(due, bare, at_once, cases))
            yield from _compared(at_once, ours, floor)


async def _in_turns(due: int, bare: int, at_once: int, cases: int) -> tuple[list[float], list[float]]:
    ours, floor = list[float](), list[float]()
    for turn in range(TURNS):
        for port, taken in ((due, ours), (bare, floor)):
            found = await _asked(port, at_once, cases)
            taken.extend(found if turn else ())
    return ours, floor


def _compared(at_once: int, ours: Sequence[float], floor: Sequence[float]) -> Iterator[Line]:
    for name, nth in (("median", 50), ("99th percentile", 99)):
        mine, theirs = (statistics.quantiles(taken, n=100)[nth - 1] * 1000 for taken in (ours, floor))
        what = f"due CASE in Slack, {at_once} at once, {name}"
        yield Line(what, f"{mine:.1f} ms", mine / theirs, f"bare Bolt, a constant: {theirs:.1f} ms")


# Those who ask


async def _asked(port: int, at_once: int, cases: int) -> list[float]:
    """Seconds of each request."""
    taken, numbers = list[float](), iter(range(ASKED))

    async def asks(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            body = _command(next(_CASES) * 7919 % cases + 1, number)
            began = time.perf_counter()
            async with session.post(
                f"http://127.0.0.1:{port}/slack/events", data=body, headers=_signed(body)
            ) as answer:
                text = await answer.read()
            taken.append(time.perf_counter() - began)
            assert answer.status == 200, text[:200]

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(asks(session) for _ in range(at_once)))
    return taken


_TRIGGERS, _CASES = count(1), count(1)


def _command(case: int, who: int) -> bytes:
    body = {"command": "/supervision", "text": f"due C{case}", "team_id": TEAM, "user_id": f"U{who % 20 + 1}"}
    return urlencode({**body, "trigger_id": f"t{os.getpid()}.{next(_TRIGGERS)}"}).encode()


def _signed(body: bytes) -> dict[str, str]:
    stamp = str(int(SystemClock().now().timestamp()))
    made = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded"
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}", "Content-Type": kind}


# The council


def _council(file: Path, cases: int) -> None:
    """The crowd with its line of management, its cases allocated, and twenty people whom Slack has met."""
    with councils.empty(file, councils.MORNING) as (bot, _clock, _platform):
        councils.crowd(bot, cases)
        staff = max(1, cases // 10)
        flags = {"service": "family_support", "categories": "", "restricted": False, "said_in_chat": ""}
        with writing(bot.engine) as connection:
            for first in range(1, cases + 1, councils.BATCH):
                some = range(first, min(first + councils.BATCH, cases + 1))
                connection.execute(
                    insert(t.Case.__table__), [{"id": i, "reference": f"C{i}", **flags} for i in some]
                )
                held = [{"case_id": i, "worker_id": i % staff + 1, "since": date(2026, 6, 1)} for i in some]
                connection.execute(insert(t.Allocation.__table__), held)
            line = {"professional": False, "since": date(2026, 6, 1), "said_in_chat": ""}
            above = [{"supervisee_id": i, "supervisor_id": (i + 6) // 8, **line} for i in range(2, staff + 1)]
            connection.execute(insert(t.Relationship.__table__), above)
            met = [
                {"person_id": staff + 1 - i, "external_id": f"{TEAM}:U{i}", "data": {}}
                for i in range(1, min(20, staff) + 1)
            ]
            rest = {"platform": "slack", "preferred": True, "reachable": True}
            connection.execute(insert(t.Contact.__table__), [{**row, **rest} for row in met])


# Those who answer, each in a process of its own


@contextmanager
def _serving(what: str, file: str, key: str) -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.slack_due", "--serve", what, file]
    environment = {**os.environ, KEY: key}
    with subprocess.Popen(
        command, cwd=measure.ROOT, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


async def _serve(what: str, file: str) -> None:
    app, site = web.Application(), None
    app.router.add_route("*", "/api/auth.test", _who)
    runner = web.AppRunner(app, access_log=None)
    if what == "bare":
        bolt = _bare()
        app.router.add_post("/slack/events", lambda request: _answered(bolt, request))
    else:
        side = _ours(file)
        side.serve_on(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", PORT if what == "due" else 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


#: Ours asks Slack who it is; here it asks itself.
PORT: Final = 56_391


async def _who(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0"})


def _ours(file: str) -> SlackConnection:
    settings = read_settings(
        database_url=f"sqlite:///{file}",
        slack_bot_token="xoxb-bench",
        slack_signing_secret=SECRET,
        slack_api_url=f"http://127.0.0.1:{PORT}/api/",
        _env_file=None,
    )
    return SlackConnection(wire(settings, MovableClock(councils.MORNING)), settings)


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
