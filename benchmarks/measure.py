"""Time and memory, always beside a floor measured in the same run: a ratio says more than a figure."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, event, select

from bot.wiring import Bot
from storage import tables as t
from storage.engine import reading

ROOT: Final = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Line:
    """``floor`` is what the same amount of plain database work (or an empty process) took; None where there is none."""

    what: str
    took: str
    ratio: float | None
    beside: str = ""


def show(lines: list[Line], console: Console) -> None:
    table = Table("what", "measured", "times the floor", "the floor")
    for line in lines:
        table.add_row(
            line.what, line.took, f"{line.ratio:.1f}" if line.ratio is not None else "", line.beside
        )
    console.print(table)


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Seconds, once it is over."""
    took: list[float] = []
    began = time.perf_counter()
    yield took
    took.append(time.perf_counter() - began)


def seconds(act: Callable[[], object]) -> float:
    with stopwatch() as took:
        act()
    return took[0]


@contextmanager
def processor() -> Iterator[list[float]]:
    """Seconds of this process's processor time, once it is over, whatever else the machine does."""
    took: list[float] = []
    began = time.process_time()
    yield took
    took.append(time.process_time() - began)


def cpu_seconds(act: Callable[[], object]) -> float:
    """As ``processor``."""
    with processor() as took:
        act()
    return took[0]


def median(act: Callable[[], object], times: int) -> float:
    """Seconds of the middle one of so many."""
    return statistics.median(seconds(act) for _ in range(times))


@dataclass(slots=True)
class Asked:
    """What a database was asked: statements that read or write, and transactions."""

    statements: int = 0
    transactions: int = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Asked]:
    asked = Asked()

    def statement(_connection: object, _cursor: object, words: str, *_: object) -> None:
        asked.statements += not words.startswith("BEGIN")

    def begun(_connection: object) -> None:
        asked.transactions += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "begin", begun)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "begin", begun)


def apart(module: str, *words: str) -> Any:
    """What a module says as JSON, run in a process of its own: what others left behind in this one costs it time.
    Raises CalledProcessError."""
    command = [sys.executable, "-m", module, *words]
    return json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout)


def process(code: str) -> tuple[float, float]:
    """Seconds and megabytes at most of a Python process that runs ``code``; the best of three."""
    ending = "\nprint(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    best, memory = float("inf"), 0.0
    for _ in range(3):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code + ending], cwd=ROOT, capture_output=True, text=True, check=True
        )
        best = min(best, time.perf_counter() - began)
        memory = int(done.stdout.split()[-1]) / 1024
    return best, memory


def memory() -> float:
    """Megabytes that this process has held at most. From Linux: what ``resource`` says begins with its parent's."""
    return _megabytes("self", "VmHWM:")


def memory_now(pid: int | str) -> float:
    """Megabytes that a process holds now. From Linux."""
    return _megabytes(pid, "VmRSS:")


def _megabytes(pid: int | str, which: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition(which)[2].split()[0]) / 1024


def processor_of(pid: int) -> float:
    """Seconds of processor time that a process has taken, all threads. From Linux."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """One on which nobody listens, before the application is made that must know its own address."""
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        return int(there.getsockname()[1])


def empty_selects(bot: Bot, asked: Asked) -> None:
    """As many, in as many transactions, each answered by an index with nothing; in an event loop begun as a tick's."""
    query = select(t.SubjectRow.__table__.c.ref_id).where(
        t.SubjectRow.__table__.c.kind == "none", t.SubjectRow.__table__.c.ref_id == -1
    )

    async def nothing() -> None:
        await asyncio.to_thread(lambda: None)

    left = asked.statements
    for number in range(asked.transactions):
        with reading(bot.engine) as connection:
            share = left // (asked.transactions - number)
            for _ in range(share):
                connection.execute(query).all()
            left -= share
    asyncio.run(nothing())
