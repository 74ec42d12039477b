"""The bot's process in a month of kills: it is ended at a moment that was planned, and another begins where it was."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import Any

from tests.proof.killing import WAYS
from tests.proof.outside import Outside
from tests.proof.runner import live as life

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "tests.proof.runner",
        "tests.proof.warm",
        *(["tests.proof.connector"] if find_spec("botbuilder") else []),
    ]
)
#: How a commit can be the last: any of the bot's own, or one that an import makes.
COMMITS, IMPORTING = ("before", "after"), ("import before", "import after")


@dataclass(slots=True)
class Lives:
    """The bot's process, ended and started again. ``deaths``: how each life ended; ``way``: how the present one will;
    ``shared``: others go by the same clock, and nobody here moves it."""

    url: str
    key: str
    base: str
    clock: Path
    outside: Outside
    plan: list[tuple[str, int]] = field(default_factory=list)
    deaths: list[str] = field(default_factory=list)
    mourned: int = 0
    commits: int = 0
    process: ForkServerProcess | None = None
    orders: Connection | None = None
    shared: bool = False
    way: str = ""

    async def does(self, **order: Any) -> dict[str, Any] | None:
        """The answer; None when the bot died of it. What it left is taken up by the next life."""
        if self.process is None:
            self._begin()
        process, orders = self.process, self.orders
        assert process
        assert orders
        with suppress(ConnectionError):
            orders.send(order)
        try:
            answer: dict[str, Any] = await asyncio.to_thread(orders.recv)
        except (EOFError, ConnectionError):
            await self._mourn(order)
            return None
        self.commits = answer["commits"]
        return answer

    async def _mourn(self, order: dict[str, Any]) -> None:
        assert self.process
        await asyncio.to_thread(self.process.join)
        code, self.process = self.process.exitcode, None
        assert code == -signal.SIGKILL, (
            f"the bot ended by itself ({code}) at {order}: {self.clock.with_suffix('.log').read_text()[-3000:]}"
        )
        self.deaths.append(self.way)

    def _begin(self) -> None:
        self.way, number = self.plan.pop(0) if self.plan else ("", 0)
        die = (self.way, number) if self.way in (*COMMITS, *IMPORTING) else None
        given: dict[str, Any] = {"database_url": self.url, "key": self.key, "platform": self.outside.name}
        given |= {"outside": self.base, "clock": str(self.clock), "shared": self.shared, "die": die}
        self.orders, theirs = FORKS.Pipe()
        self.process = FORKS.Process(target=life, args=(given, theirs))
        self.process.start()
        theirs.close()
        assert self.process.pid
        if self.way in WAYS:
            self.outside.killer.aim(self.process.pid, self.way, number)

    async def surely(self, **order: Any) -> dict[str, Any]:
        """Ordered again by the next life, as a person or a cron job would."""
        while (answer := await self.does(**order)) is None:
            pass
        return answer

    @property
    def dies_importing(self) -> bool:
        return (self.way or (self.plan[0][0] if self.plan else "")) in IMPORTING

    async def end(self) -> None:
        if self.process and self.orders:
            with suppress(ConnectionError):
                self.orders.send(None)
            await asyncio.to_thread(self.process.join)
            self.process = None


def plan(seed: int, kills: int, requests: int, commits: int) -> list[tuple[str, int]]:
    """How each life ends: the first ones in an import, the others at a request of ours on its way to the platform or
    back, or at a commit; spread over the month as long as an unbroken life needs for it."""
    random = Random(f"kills {seed}")
    ends = [(way, random.choice((1, 2))) for way in IMPORTING]
    for _ in range(kills - len(IMPORTING)):
        way = random.choice((*WAYS, *COMMITS))
        whole = requests if way in WAYS else commits
        ends.append((way, random.randint(1, max(2, round(1.2 * whole / kills)))))
    return ends


@dataclass(slots=True)
class Replicas:
    """Several processes at work on one database at once, by one clock: each moment is begun by all of them together,
    and what a person or a timer asks for is done by one while the others go on. As ``Lives`` to whoever orders."""

    each: list[Lives]
    clock: Path
    random: Random
    mourned: int = 0

    @property
    def outside(self) -> Outside:
        return self.each[0].outside

    @property
    def deaths(self) -> list[str]:
        return [way for one in self.each for way in one.deaths]

    @property
    def commits(self) -> int:
        return sum(one.commits for one in self.each)

    async def surely(self, **order: Any) -> dict[str, Any]:
        if order["do"] == "advance":
            return await self._advance(datetime.fromisoformat(order["to"]))
        chosen = self._who_does(order["do"])
        others = (one.surely(do="settle") for one in self.each if one is not chosen)
        answer, *_ = await asyncio.gather(chosen.surely(**order), *others)
        return answer

    def _who_does(self, what: str) -> Lives:
        """Whoever is to die of an import makes it."""
        dying = [one for one in self.each if what == "import" and one.dies_importing]
        return self.random.choice(dying or self.each)

    async def _advance(self, to: datetime) -> dict[str, Any]:
        while (following := await self._settled(to)) < to:
            self._move(following)
        self._move(to)
        await self._settled(to)
        return {"now": self._now().isoformat()}

    async def _settled(self, to: datetime) -> datetime:
        """Everything due at this moment; when something is next, at most until then."""
        following = to
        for _ in range(20):
            told = await asyncio.gather(*(one.surely(do="settle") for one in self.each))
            following = min(datetime.fromisoformat(one["next"] or to.isoformat()) for one in told)
            if following > self._now():
                return min(following, to)
        raise RuntimeError(f"what was due at {following} is still due")

    def _now(self) -> datetime:
        return datetime.fromisoformat(self.clock.read_text())

    def _move(self, to: datetime) -> None:
        beside = self.clock.with_suffix(".new")
        beside.write_text(max(to, self._now()).isoformat())
        beside.replace(self.clock)

    async def end(self) -> None:
        await asyncio.gather(*(one.end() for one in self.each))
