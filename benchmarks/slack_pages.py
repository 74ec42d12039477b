"""``python -m benchmarks.slack_pages``: what asks for more than one date in Slack, one at a time, beside a bare Bolt
application that answers a constant: ``due`` and ``team`` of supervisors of the sample council, ``due CASE`` of whoever
is in the case's line, and Home."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from rich.console import Console
from sqlalchemy import select
from sqlmodel import col

from benchmarks import asking, councils, measure
from benchmarks.asking import Ask, Request, Served
from benchmarks.measure import Line
from benchmarks.slack_due import TEAM, command, ours, serve_bare, signed, who
from bot.logs import set_up
from bot.moving_clock import settle_now
from bot.sample import build, first_moment
from storage import tables as t
from storage.cipher import new_key

MODULE: Final = "benchmarks.slack_pages"
#: Requests in a turn, and turns, of which the first is to warm up.
ASKED, TURNS = 40, 4


def lines(folder: Path) -> Iterator[Line]:
    file, key = folder / "pages.db", new_key()
    cases = _council(file, key)
    with (
        asking.serving(MODULE, "ours", str(file), key) as mine,
        asking.serving(MODULE, "bare", "", key) as bare,
    ):
        asked: dict[str, Callable[[int, int, int], Request]] = {
            "due": lambda port, number, _case: command(port, number, "due"),
            "team": lambda port, number, _case: command(port, number, "team"),
            "due CASE in the case's line": lambda port, number, _case: command(
                port, number, f"due {cases[number - 1]}"
            ),
            "Home": lambda port, number, _case: _home(port, number),
        }
        floor = partial(lambda port, number, _case: command(port, number, "due"), bare.port)
        for what, ask in asked.items():
            yield from _lines(what, partial(ask, mine.port), floor, (mine, bare))


def _lines(what: str, ask: Ask, floor: Ask, served: Sequence[Served]) -> Iterator[Line]:
    """How long it takes, and how much of a processor whatever else the machine does."""
    before = [one.processor for one in served]
    taken = asyncio.run(asking.in_turns((ask, floor), 1, 1, ASKED, TURNS))
    spent = [(one.processor - at) * 1000 / (ASKED * TURNS) for one, at in zip(served, before, strict=True)]
    for name, (mine, theirs) in (
        ("median", [statistics.median(some) * 1000 for some in taken]),
        ("processor time", spent),
    ):
        beside = f"bare Bolt, a constant: {theirs:.1f} ms"
        yield Line(f"{what} in Slack, 1 at once, {name}", f"{mine:.1f} ms", mine / theirs, beside)


def _council(file: Path, key: str) -> Sequence[str]:
    """The sample council, whose supervisors Slack has met; a case of a supervisee of each."""
    r, a, c = t.Relationship, t.Allocation, t.Case
    query = (
        select(col(r.supervisor_id), col(c.reference))
        .join(a.__table__, col(a.worker_id) == col(r.supervisee_id))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(col(r.until).is_(None), col(a.until).is_(None), col(c.closed_on).is_(None))
    )
    with councils.empty(file, key=key) as (bot, clock, _):
        build(bot.engine, bot.config, "large")
        clock.move_to(first_moment("large"))
        asyncio.run(settle_now(bot))
        with bot.work() as work:
            found = {row.supervisor_id: row.reference for row in work.connection.execute(query)}
            some = dict(itertools.islice(sorted(found.items()), asking.MET))
            met: Mapping[int, tuple[str, dict[str, Any]]] = {
                i: (f"{TEAM}:U{n}", {}) for n, i in enumerate(some, 1)
            }
            asking.meet(work.connection, "slack", met)
    return [some[i] for i in some] * (asking.MET // len(some) + 1)


_EVENTS: Final = itertools.count(1)


def _home(port: int, number: int) -> Request:
    event = {"type": "app_home_opened", "user": f"U{number}", "channel": f"D{number}", "tab": "home"}
    whole = {"type": "event_callback", "team_id": TEAM, "event_id": f"E{os.getpid()}.{next(_EVENTS)}"}
    body = json.dumps({**whole, "api_app_id": "A1", "event": event}).encode()
    kind = {"Content-Type": "application/json"}
    return Request(f"http://127.0.0.1:{port}/slack/events", body, {**signed(body), **kind})


async def _serve(file: str) -> None:
    app, port = web.Application(), measure.free_port()
    app.router.add_route("*", "/api/auth.test", who)
    app.router.add_route("*", "/api/{method}", _taken)
    ours(file, port, first_moment("large")).serve_on(app)
    await asking.serve(app, port)


async def _taken(request: web.Request) -> web.Response:
    """Slack, which knows nobody by their address."""
    if request.match_info["method"] == "users.lookupByEmail":
        return web.json_response({"ok": False, "error": "users_not_found"})
    return web.json_response({"ok": True})


def main() -> None:
    set_up("error")
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(_serve(sys.argv[3]) if sys.argv[2] == "ours" else serve_bare())
        return
    with tempfile.TemporaryDirectory() as folder:
        measure.show(list(lines(Path(folder))), Console(width=160))


if __name__ == "__main__":
    main()
