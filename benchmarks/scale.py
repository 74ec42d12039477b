"""``python -m benchmarks.scale [COUNCILS]``: many councils on one PostgreSQL, each a database and a process of its own,
and how many presses a council takes while its policy changes. ``SUPERVISION_TEST_POSTGRES_URL`` names a server;
without it one is started for the run, which keeps what it is told to keep as any other does."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg
from rich.console import Console
from sqlalchemy import select
from sqlmodel import col

from benchmarks import councils, measure
from benchmarks.change import changed
from benchmarks.measure import Line
from bot.clock import MovableClock
from bot.desk import TRAITS
from bot.inbound import router
from bot.logs import set_up
from bot.moving_clock import advance, settle_now
from bot.sample import build, first_moment
from bot.scheduler import tick
from bot.settings import read_settings
from bot.start import see_rules
from bot.wiring import Bot, wire
from policy.loader import calendar_of
from policy.versions import RuleBook
from storage import tables as t
from storage.cipher import new_key
from storage.migrate import migrate
from tests.infra import postgres

KEY: Final = "SUPERVISION_ENCRYPTION_KEYS"
COUNCILS: Final = 10
#: Before anybody's working day; what is due by noon is the morning's.
MONDAY: Final = datetime(2026, 11, 9, 5, 0, tzinfo=UTC)
NOON: Final = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
#: What nobody knew of when the day began.
HOLIDAY: Final = {date(2026, 11, 20): "announced late"}
#: Ticks of which one is the middle; seconds of presses while nothing else happens; processes that press.
TICKS, QUIET, PRESSING = 40, 15.0, (1, 3)
#: Files that say so.
GO, OVER = "go", "over"


def many(number: int = COUNCILS) -> Iterator[Line]:
    os.environ.setdefault(KEY, new_key())
    with _server() as server:
        yield from lines(server, number)


def lines(server: postgres.PostgresServer, number: int) -> Iterator[Line]:
    first = server.create()
    _ended(_start(server, first, "make"))
    size = _asked(server, f"SELECT pg_database_size('{first}')") / 1e6
    yield Line("one council of 2,100 cases in PostgreSQL", f"{size:.0f} MB", None)
    others = [server.create(first) for _ in range(number)]
    for part, what in (
        ("idle", f"{TICKS} ticks with nothing due"),
        ("monday", "a Monday morning, 5 to 12 UTC"),
        ("holiday", "a bank holiday announced late"),
    ):
        yield _together(server, others, part, what)
    for processes in PRESSING:
        yield _pressed(server, first, processes, None)
        yield _pressed(server, first, processes, server.create(first))


def _together(server: postgres.PostgresServer, names: Sequence[str], part: str, what: str) -> Line:
    """One part of every council's day at once."""
    before = _server_seconds(server)
    with measure.stopwatch() as took:
        running = [_start(server, name, part) for name in names]
        found = [_ended(one) for one in running]
    database = _server_seconds(server) - before
    bots = sum(one["cpu"] for one in found)
    slowest = max(one["wall"] for one in found)
    done = sum(one["done"] for one in found)
    return Line(
        f"{len(names)} councils at once: {what}",
        f"the last is through after {slowest:.1f} s; {bots:.1f} s of processor time in the bots, {database:.1f} s in "
        f"PostgreSQL; {done:,} {found[0]['of']}",
        None,
        f"{took[0]:.0f} s with the start of {len(names)} processes",
    )


def _pressed(server: postgres.PostgresServer, name: str, processes: int, changing: str | None) -> Line:
    """Presses of one council. ``changing``: a copy of it, whose policy changes meanwhile."""
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        change = _start(server, changing, "change", at) if changing else None
        running = [
            _start(server, changing or name, "press", at, str(n), str(processes)) for n in range(processes)
        ]
        for one in (*running, *([change] if change else ())):
            assert one.stdout
            one.stdout.readline()  # it is ready
        (folder / GO).touch()
        if change:
            seconds = _ended(change)["wall"]
        else:
            seconds = QUIET
            time.sleep(QUIET)
        (folder / OVER).touch()
        found = [_ended(one) for one in running]
    took = sorted(second for one in found for second in one["took"])
    rate = sum(one["done"] / one["wall"] for one in found)
    meanwhile = f"while its policy changes ({seconds:.0f} s)" if changing else "with nothing beside"
    return Line(
        f"presses of one council by {processes} processes, {meanwhile}",
        f"{rate:.0f} a second",
        None,
        f"median {statistics.median(took) * 1000:.0f} ms, 99th percentile {took[int(len(took) * 0.99)] * 1000:.0f} ms",
    )


# One council's part, in a process of its own


def _make(bot: Bot, clock: MovableClock) -> dict[str, Any]:
    """The sample council, worked out, its first days told, on a Monday before dawn."""
    migrate(bot.engine)
    build(bot.engine, bot.config, "large")
    see_rules(bot)
    clock.move_to(first_moment("large"))
    asyncio.run(advance(bot, clock, MONDAY))
    return {}


def _idle(bot: Bot, clock: MovableClock) -> dict[str, Any]:
    clock.move_to(MONDAY)
    return _timed(lambda: sum(tick(bot) for _ in range(TICKS)) + TICKS, "ticks")


def _monday(bot: Bot, clock: MovableClock) -> dict[str, Any]:
    clock.move_to(MONDAY)
    platform = bot.platforms[TRAITS.name]
    assert isinstance(platform, councils.Silent)

    def through() -> int:
        asyncio.run(advance(bot, clock, NOON))
        return platform.sent

    return _timed(through, "messages")


def _holiday(bot: Bot, clock: MovableClock) -> dict[str, Any]:
    clock.move_to(NOON)
    rules = bot.config.versions.latest
    off = rules.calendar.model_copy(update={"extra_holidays": {**rules.calendar.extra_holidays, **HOLIDAY}})
    rules = rules.model_copy(update={"calendar": off})
    bot.config = replace(bot.config, versions=RuleBook([rules]), calendar=calendar_of(rules))
    return _timed(lambda: _again(bot), "subjects")


def _change(bot: Bot, clock: MovableClock, folder: str) -> dict[str, Any]:
    clock.move_to(NOON)
    versions = bot.config.versions
    rules = RuleBook([*versions.versions, changed(versions.latest, bot)])
    bot.config = replace(bot.config, versions=rules)
    _ready(Path(folder))
    return _timed(lambda: _again(bot), "subjects")


def _ready(folder: Path) -> None:
    """All begin together: when the others are ready too."""
    print(flush=True)
    while not (folder / GO).exists():
        time.sleep(0.05)


def _again(bot: Bot) -> int:
    see_rules(bot)
    with bot.read() as work:
        marked = work.connection.execute(select(col(t.SubjectRow.ref_id)).where(_MARKED)).all()
    asyncio.run(settle_now(bot))
    return len(marked)


_MARKED: Final = col(t.SubjectRow.reassess_at) <= NOON


def _press(bot: Bot, clock: MovableClock, folder: str, number: str, of: str) -> dict[str, Any]:
    """Workers look up the dates of their own cases, one after the other: each waits for the one writer."""
    clock.move_to(NOON)
    a, c = t.Allocation, t.Case
    query = select(col(a.worker_id), col(c.reference)).join(c.__table__, col(c.id) == col(a.case_id))
    with bot.read() as work:
        mine = work.connection.execute(query.where(col(a.until).is_(None)).order_by(col(a.id))).all()
    mine, took, over = mine[int(number) :: int(of)], list[float](), Path(folder) / OVER

    _ready(Path(folder))

    def pressing() -> int:
        while not over.exists():
            worker, reference = mine[len(took) % len(mine)]
            took.append(measure.seconds(partial(router.command, bot, worker, f"due {reference}")))
        return len(took)

    return {**_timed(pressing, "presses"), "took": took}


def _timed(act: Callable[[], int], of: str) -> dict[str, Any]:
    cpu = time.process_time()
    with measure.stopwatch() as took:
        done = act()
    return {"wall": took[0], "cpu": time.process_time() - cpu, "done": done, "of": of}


_PARTS: Final[dict[str, Callable[..., dict[str, Any]]]] = {
    "make": _make,
    "idle": _idle,
    "monday": _monday,
    "holiday": _holiday,
    "change": _change,
    "press": _press,
}


def _part(part: str, url: str, *more: str) -> dict[str, Any]:
    clock = MovableClock(first_moment("large") if part == "make" else MONDAY)
    bot = wire(read_settings(database_url=url, _env_file=None), clock, councils.Silent())
    try:
        return _PARTS[part](bot, clock, *more)
    finally:
        bot.engine.dispose()


# The server and the processes


@contextmanager
def _server() -> Iterator[postgres.PostgresServer]:
    folder = None if postgres.GIVEN_SERVER in os.environ else postgres.share_folder()
    server = postgres.server()
    try:
        if folder:
            _execute(server, "ALTER SYSTEM RESET ALL")  # a commit is on the disk, as wherever one counts
            _execute(server, "SELECT pg_reload_conf()")
        yield server
    finally:
        server.close()
        if folder:
            postgres.stop(folder)


def _execute(server: postgres.PostgresServer, statement: str) -> None:
    with psycopg.connect(_url(server), autocommit=True) as connection:
        connection.execute(statement.encode())


def _asked(server: postgres.PostgresServer, question: str) -> Any:
    with psycopg.connect(_url(server)) as connection:
        [[answer]] = connection.execute(question.encode())
    return answer


def _url(server: postgres.PostgresServer) -> str:
    return server.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _server_seconds(server: postgres.PostgresServer) -> float:
    """Processor time of a server on this machine and of its children, so far; 0 where it can't be seen."""
    file = Path(_asked(server, "SELECT current_setting('data_directory')")) / "postmaster.pid"
    if not file.is_file():
        return 0.0
    top = int(file.read_text().split()[0])
    mine = [_ticks(top, 4), *(_ticks(child, 2) for child in _children(top))]
    return sum(mine) / os.sysconf("SC_CLK_TCK")


def _children(parent: int) -> Iterator[int]:
    for file in Path(f"/proc/{parent}/task").glob("*/children"):
        yield from map(int, file.read_text().split())


def _ticks(pid: int, columns: int) -> int:
    """Of itself (user and system), and with four columns of its children that ended."""
    try:
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return sum(map(int, after[11 : 11 + columns]))


def _start(server: postgres.PostgresServer, name: str | None, part: str, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.scale", "--part", part, server.url_of(name or ""), *more]
    return subprocess.Popen(command, cwd=measure.ROOT, stdout=subprocess.PIPE, text=True)


def _ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = process.communicate()
    assert process.returncode == 0, f"a part of it ended with {process.returncode}"
    found: dict[str, Any] = json.loads(said)
    return found


def main() -> None:
    set_up("error")
    if sys.argv[1:2] == ["--part"]:
        print(json.dumps(_part(*sys.argv[2:])))
        return
    console, found = Console(width=200), list[Line]()
    for line in many(int(sys.argv[1]) if len(sys.argv) > 1 else COUNCILS):
        console.print(f"{line.what}: {line.took}; {line.beside}", highlight=False)
        found.append(line)
    measure.show(found, console)


if __name__ == "__main__":
    main()
