"""The bot in a process of its own, wired as ``serve`` wires it, with a platform in the test's process and a clock
that the test moves. It is told what to do, and answers, over a pipe.

``die`` in what it is given ends it by SIGKILL at a commit of its own, or at one of an import's: before the database has
it, or after.

A fork server has imported all this before, so that a life costs its work and not a Python's start; what it has
worked out in a quiet week (``warm``) serves every life."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from bot.clock import MovableClock
from bot.commands import import_
from bot.inbound.router import Answer, command, press
from bot.logs import set_up
from bot.moving_clock import advance, next_moment, settle_now
from bot.platform import Platform
from bot.settings import Settings, read_settings
from bot.start import start
from bot.wiring import Bot, wire
from tests.infra.engines import lent
from tests.proof import platform, standin


class KeptClock(MovableClock):
    """Where it stands outlives the process, as the real time does."""

    def __init__(self, file: Path) -> None:
        self._file = file
        super().__init__(datetime.fromisoformat(file.read_text()))

    def move_to(self, instant: datetime) -> None:
        super().move_to(instant)
        beside = self._file.with_suffix(".new")
        beside.write_text(self.now().isoformat())
        beside.replace(self._file)


class SharedClock:
    """The time of several processes, which somebody else moves: a file's."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return datetime.fromisoformat(self._file.read_text())


class Commits:
    """Counts the writes that every engine of this process commits, and ends it at the one it was given: ``before 12``
    of all, ``import after 2`` of those that an import makes."""

    def __init__(self, die: tuple[str, int] | None) -> None:
        self.count, self.imported, self.importing = 0, 0, False
        self._way, self._at = die or ("", 0)
        event.listen(Engine, "commit", self._committing)
        event.listen(Engine, "begin", self._over)

    def _committing(self, connection: Connection) -> None:
        if not connection.get_execution_options().get("writes"):
            return
        self.count += 1
        self.imported += self.importing
        counted = self.importing if self._way == "import before" else self._way == "before"
        if counted and self._reached() == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _over(self, _connection: object) -> None:
        """A transaction begins: the one before it is in the database."""
        if self._way in ("after", "import after") and self._reached() >= self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _reached(self) -> int:
        return self.imported if self._way.startswith("import") else self.count


def shown(answer: Answer) -> dict[str, Any]:
    """What the person sees, as JSON."""
    found: dict[str, Any] = {"changed": answer.changed, "refused": answer.refused}
    if answer.card:
        found["title"] = answer.card.title
    if answer.form:
        found["fields"] = [
            {
                "name": f.name,
                "kind": f.kind,
                "many": getattr(f, "many", False),
                "required": f.required,
                "value": list(f.value) if isinstance(f.value, tuple) else str(f.value or ""),
                "options": [o.value for o in getattr(f, "options", ())],
            }
            for f in answer.form.fields
        ]
        found["buttons"] = [[b.label, b.token] for b in answer.form.buttons]
        found["errors"] = dict(answer.form.errors)
    return found


async def obey(
    bot: Bot, settings: Settings, clock: KeptClock | SharedClock, commits: Commits, order: dict[str, Any]
) -> dict[str, Any]:
    commits.importing = order["do"] == "import"
    match order["do"]:
        case "advance":
            assert isinstance(clock, KeptClock)
            await advance(bot, clock, max(datetime.fromisoformat(order["to"]), clock.now()))
            return {"now": clock.now().isoformat()}
        case "settle":
            await settle_now(bot)
            following = await asyncio.to_thread(next_moment, bot)
            return {"next": following.isoformat() if following else None}
        case "press":
            return shown(await asyncio.to_thread(press, bot, order["person"], order["token"], order["typed"]))
        case "say":
            return shown(await asyncio.to_thread(command, bot, order["person"], order["words"]))
        case "import":
            files = [Path(f) for f in order["files"]]
            code = await asyncio.to_thread(lambda: import_.run(settings, clock, files, import_.Options()))
            return {"code": code}
        case other:
            raise ValueError(other)


def _platform(bot: Bot, given: dict[str, Any]) -> Platform:
    if given["platform"] == standin.NAME:
        return platform.StandInPlatform(given["outside"])
    from tests.proof import connector

    return connector.platform(bot, given["outside"])


async def serve(given: dict[str, Any], orders: Pipe) -> None:
    commits = Commits(tuple(given["die"]) if given["die"] else None)
    settings = read_settings(
        case_references=["CB-#####"],
        database_url=given["database_url"],
        encryption_keys=[given["key"]],
        _env_file=None,
    )
    clock = (SharedClock if given["shared"] else KeptClock)(Path(given["clock"]))
    bot = wire(settings, clock)
    bot.engine = lent(settings.database_url)
    bot.platforms = {given["platform"]: _platform(bot, given)}
    start(bot)
    while order := await asyncio.to_thread(orders.recv):
        answer = await obey(bot, settings, clock, commits, order)
        orders.send({**answer, "commits": commits.count})


def live(given: dict[str, Any], orders: Pipe) -> None:
    """One life, until it is killed or told None. What it prints goes to the log beside its clock."""
    log = os.open(Path(given["clock"]).with_suffix(".log"), os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    set_up("warning")
    asyncio.run(serve(given, orders))
