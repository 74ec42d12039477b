"""``python -m benchmarks.starting``: what a command and a server take until their first answer, of processor time, and
what a server holds after a simulated month; with the sample council's 2,100 cases behind them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks import councils, measure
from benchmarks.measure import Line
from bot.command_line.base import collect_seldom
from bot.logs import set_up
from bot.moving_clock import advance, settle_now
from bot.sample import build, first_moment
from storage.cipher import new_key

#: Seconds between two looks whether a server answers, and after which it should long have.
LOOKS, GIVES_UP = 0.02, 120.0
MONTH: Final = timedelta(days=28)


def lines(folder: Path) -> Iterator[Line]:
    """The command ``due``, ``serve`` to its first answer of ``/healthz``, and a month of a server's work."""
    file, key = folder / "starting.db", new_key()
    with councils.empty(file, key=key) as (bot, clock, _):
        build(bot.engine, bot.config, "large")
        clock.move_to(first_moment("large"))
        asyncio.run(settle_now(bot))
    environment = {
        **os.environ,
        "SUPERVISION_DATABASE_URL": f"sqlite:///{file}",
        "SUPERVISION_ENCRYPTION_KEYS": key,
    }
    bare = _best([sys.executable, "-c", "import sqlmodel"], environment)
    due = _best([sys.executable, "app.py", "due", "--json"], environment)
    imports = _best([sys.executable, "-c", "import bot.commands.due"], environment)
    beside = f"import sqlmodel: {bare:.2f} s"
    yield Line("all that app.py due imports", f"{imports:.2f} s of processor time", imports / bare, beside)
    yield Line("app.py due, everything of 2,100 cases", f"{due:.2f} s of processor time", due / bare, beside)
    yield _served(environment)
    yield _month(file, key)


def _best(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds of processor time, the least of three; compiled by the first."""
    return min(_once(command, environment) for _ in range(4))


def _once(command: Sequence[str], environment: dict[str, str]) -> float:
    with subprocess.Popen(command, cwd=measure.ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} ended with {process.returncode}"
    return used.ru_utime + used.ru_stime


def _served(environment: dict[str, str]) -> Line:
    port, began = measure.free_port(), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "app.py", "serve"],
        cwd=measure.ROOT,
        env={**environment, "SUPERVISION_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(port):
            assert process.poll() is None, "serve ended"
            assert time.monotonic() - began < GIVES_UP, "serve never answered"
            time.sleep(LOOKS)
        took, pid = time.monotonic() - began, process.pid
        used, held = measure.processor_of(pid), measure.memory_now(pid)
    finally:
        process.terminate()
        process.wait()
    return Line(
        "serve to its first answer of /healthz, 2,100 cases behind it",
        f"{used:.1f} s of processor time",
        None,
        f"on the clock {took:.1f} s; it holds {held:.0f} MB then",
    )


def _answers(port: int) -> bool:
    """Also with a fault: /healthz says then that something isn't well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _month(file: Path, key: str) -> Line:
    """In a process of its own, on a silent platform."""
    command = [sys.executable, "-m", "benchmarks.starting", "--month", str(file), key]
    said = subprocess.run(command, cwd=measure.ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    after = [float(word) for word in said.split()]
    return Line(
        "memory of a bot after each of four simulated weeks, 2,100 cases",
        ", ".join(f"{held:.0f}" for held in after) + " MB",
        None,
    )


def _weeks(file: Path, key: str) -> None:
    with councils.empty(file, key=key) as (bot, clock, _):
        clock.move_to(first_moment("large"))
        for _week in range(MONTH // timedelta(days=7)):
            asyncio.run(advance(bot, clock, clock.now() + timedelta(days=7)))
            print(measure.memory_now("self"), flush=True)


def main() -> None:
    collect_seldom()
    set_up("error")
    if sys.argv[1:2] == ["--month"]:
        _weeks(Path(sys.argv[2]), sys.argv[3])
        return
    with tempfile.TemporaryDirectory() as folder:
        measure.show(list(lines(Path(folder))), Console(width=160))


if __name__ == "__main__":
    main()
