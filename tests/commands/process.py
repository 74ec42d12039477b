"""A command in a process of its own, as whoever runs the bot starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

APP = Path(__file__).parents[2] / "app.py"
#: A machine that runs many tests at once is slow to start a process.
PATIENCE = 90.0


class Running:
    """``address``: where it says that it listens."""

    def __init__(self, folder: Path, *words: str, **environment: str) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("SUPERVISION_")}
        self.log = (folder / "log").open("a+b")
        self.process = subprocess.Popen(
            [sys.executable, str(APP), *words],
            cwd=folder,
            env={**kept, "COLUMNS": "200", **environment},
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        self.said = ""
        self.address = self._ready()

    def _ready(self) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line.decode()
            if found := re.search(r"http://127\.0\.0\.1:\d+", self.said):
                return found[0]
        raise AssertionError(f"it ended with {self.process.wait()}: {self.said} {self.logged()}")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def health(self) -> dict[str, Any]:
        return dict(json.loads(self.get("/healthz")[1]))

    def metric(self, name: str) -> float:
        found = re.search(rf"^{name} (\S+)$", self.get("/metrics")[1], re.MULTILINE)
        assert found, f"no metric {name}"
        return float(found[1])

    def until(self, name: str, least: float) -> float:
        """Waits until a metric is at least that."""
        end = time.monotonic() + PATIENCE
        while (value := self.metric(name)) < least:
            assert time.monotonic() < end, f"{name} is {value}: {self.logged()}"
            time.sleep(0.05)
        return value

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """The exit code, and how many seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(how)
        code = self.process.wait(timeout=PATIENCE)
        return code, time.monotonic() - begun

    def logged(self) -> str:
        self.log.seek(0)
        return self.log.read().decode()


@contextmanager
def running(folder: Path, *words: str, **environment: str) -> Iterator[Running]:
    process = Running(folder, *words, **environment)
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.process.kill()
            process.process.wait()
        assert process.process.stdout
        process.process.stdout.close()
        process.log.close()
