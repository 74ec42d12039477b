"""Requests to two applications in turns, each a process of its own, so that both meet the same machine: ours, and one
that does nothing but answer a constant through the same SDK."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web
from sqlalchemy import Connection, insert

from benchmarks import councils, measure
from benchmarks.measure import Line
from storage import tables as t
from storage.engine import writing

KEY: Final = "SUPERVISION_ENCRYPTION_KEYS"
AT_ONCE: Final = (1, 16, 64)
#: Requests in a turn, and turns; the first turn of each is to warm up.
ASKED, TURNS = 256, 7
#: How many people the platform has met.
MET: Final = 20


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    body: bytes
    headers: Mapping[str, str]


#: A request of the person with that number, 1 to ``MET``, about a case of that number.
Ask = Callable[[int, int], Request]


def lines(what: str, floor: str, ours: Ask, bare: Ask, cases: int) -> Iterator[Line]:
    """Median and 99th percentile at each number at once, with the bare application's."""
    for at_once in AT_ONCE:
        taken = asyncio.run(in_turns((ours, bare), at_once, cases))
        for name, nth in (("median", 50), ("99th percentile", 99)):
            mine, theirs = (statistics.quantiles(some, n=100)[nth - 1] * 1000 for some in taken)
            beside = f"{floor}: {theirs:.1f} ms"
            yield Line(f"{what}, {at_once} at once, {name}", f"{mine:.1f} ms", mine / theirs, beside)


async def in_turns(
    asks: Sequence[Ask], at_once: int, cases: int, asked: int = ASKED, turns: int = TURNS
) -> list[list[float]]:
    """Seconds of each request of each, without the first turn's."""
    taken: list[list[float]] = [[] for _ in asks]
    for turn in range(turns):
        for number, ask in enumerate(asks):
            found = await _asked(ask, at_once, cases, turn * asked, asked)
            taken[number].extend(found if turn else ())
    return taken


async def _asked(ask: Ask, at_once: int, cases: int, first: int, asked: int) -> list[float]:
    """Seconds of each request, to the last byte of its answer."""
    taken, numbers = list[float](), iter(range(first, first + asked))

    async def asks(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            request = ask(number % MET + 1, number * 7919 % cases + 1)
            began = time.perf_counter()
            async with session.post(request.url, data=request.body, headers=request.headers) as answer:
                text = await answer.read()
            taken.append(time.perf_counter() - began)
            assert answer.status < 300, text[:200]

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(asks(session) for _ in range(at_once)))
    return taken


async def serve(app: web.Application, port: int) -> None:
    """For as long as the process lives; ``serving`` reads the port."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(port, flush=True)
    await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Served:
    """An application in a process of its own."""

    port: int
    pid: int

    @property
    def processor(self) -> float:
        """Seconds of processor time that it has taken, all threads."""
        return measure.processor_of(self.pid)


@contextmanager
def serving(module: str, what: str, file: str, key: str) -> Iterator[Served]:
    """``python -m module --serve what file``, once it listens."""
    command = [sys.executable, "-m", module, "--serve", what, file]
    with subprocess.Popen(
        command, cwd=measure.ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, KEY: key}
    ) as process:
        assert process.stdout
        try:
            yield Served(int(process.stdout.readline()), process.pid)
        finally:
            process.terminate()


def council(
    file: Path, cases: int, platform: str, account: Callable[[int], tuple[str, dict[str, Any]]]
) -> None:
    """The crowd with its line of management, its cases allocated, and people whom the platform has met. ``account``:
    its own name of the person with that number, and what it keeps of them."""
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
            meet(connection, platform, {staff + 1 - i: account(i) for i in range(1, min(MET, staff) + 1)})


def meet(connection: Connection, platform: str, accounts: Mapping[int, tuple[str, dict[str, Any]]]) -> None:
    """The platform has met these people: by person, its own name of them and what it keeps."""
    rest = {"platform": platform, "preferred": True, "reachable": True}
    rows = [
        {"person_id": i, "external_id": name, "data": data, **rest} for i, (name, data) in accounts.items()
    ]
    connection.execute(insert(t.Contact.__table__), rows)
