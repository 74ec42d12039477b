"""Whether the clock still ticks, and whether it should stop."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event


class Heartbeat:
    """One process's. Its age counts on the machine's steady clock, so it holds for a clock that is moved, too."""

    def __init__(self) -> None:
        self.stopping = Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._at_work = 0
        self._last = time.monotonic()
        #: Ticks that failed since the last one that ended well.
        self.failing = 0
        #: Whether any tick ended well yet.
        self.ticked = False

    @property
    def age(self) -> float:
        """Seconds since the clock last got something done, or ended a tick; at first, since the start."""
        return time.monotonic() - self._last

    def beat(self) -> None:
        self._last = time.monotonic()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Around what a stop waits for."""
        self._at_work += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._at_work -= 1
            if not self._at_work:
                self._idle.set()

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Around one tick. One that fails is no beat."""
        with self.working():
            try:
                yield
            except Exception:
                self.failing += 1
                raise
            self.failing, self.ticked = 0, True
            self.beat()

    async def stop(self, seconds: float) -> bool:
        """Asks what is under way to stop after its present step, and waits for it that long; whether it did."""
        self.stopping.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)
        return self._idle.is_set()
