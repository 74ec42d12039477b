"""The clock, passed to whatever needs the time. The only module that reads the machine's."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class RunningClock:
    """Begins at a moment of its own and goes on as fast as any other."""

    def __init__(self, start: datetime) -> None:
        self._start, self._began = start.astimezone(UTC), time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._began)


class MovableClock:
    """Stands still until it is moved: the sample council's, and ``simulate``'s."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Raises ValueError for a move backwards: what has happened has happened."""
        if instant < self._now:
            raise ValueError("the clock only moves forward")
        self._now = instant.astimezone(UTC)
