"""A fault of ours, logged and counted in one way: by its type and place. Its own words may quote somebody's."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from bot import metrics
from bot.logs import fault, log

#: Seconds in which faults of one kind are one line: a database that is away fails every tick.
QUIET: Final = 60.0


class Seldom:
    """What was said of each kind, and how often it was left unsaid since. ``clock``: seconds, steady."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[tuple[str, ...], float] = {}
        self._unsaid: dict[tuple[str, ...], int] = {}

    def says(self, *kind: str) -> int | None:
        """How often it happened unsaid since it was last said; None where it is too soon to say it again."""
        now = self._clock()
        if now - self._said.get(kind, -QUIET) < QUIET:
            self._unsaid[kind] = self._unsaid.get(kind, 0) + 1
            return None
        self._said[kind] = now
        return self._unsaid.pop(kind, 0)


_SELDOM: Final = Seldom()


def report(event: str, error: BaseException, **references: object) -> None:
    """Counts what failed under the event's name and logs where: a kind at most once a minute, with ``repeated``, how
    often it happened since the line before."""
    metrics.FAULTS.labels(event).inc()
    said = fault(error)
    repeated = _SELDOM.says(event, said["error"], said["where"])
    if repeated is not None:
        log.error(event, **said, **references, **({"repeated": repeated} if repeated else {}))


def unreachable(error: BaseException) -> None:
    """The database doesn't answer a question about how the bot is: said as seldom, and no fault of ours."""
    repeated = _SELDOM.says("database.unreachable", type(error).__name__)
    if repeated is not None:
        log.warning("database.unreachable", error=type(error).__name__, repeated=repeated)
