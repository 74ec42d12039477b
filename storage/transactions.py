"""Opens units of work: a write that is assessed before it commits, and a read that keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from storage.engine import reading, writing
from storage.obligations import settle
from storage.work import CouncilConfig, Work

#: Seconds after which whoever waits for SQLite's lock asks again, at the latest.
_ASKS_AGAIN: Final = 0.12


@dataclass(slots=True)
class Turns:
    """Of many transactions one after the other: leaves the lock free between two of them for as long as it was held, up
    to what a waiting writer needs."""

    _pause: float = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        time.sleep(self._pause)
        begun = time.monotonic()
        yield
        self._pause = min(time.monotonic() - begun, _ASKS_AGAIN)


@contextmanager
def write_transaction(
    engine: Engine, config: CouncilConfig, now: datetime, last: Callable[[], None] = lambda: None
) -> Iterator[Work]:
    """A write: what it touched is assessed, then all of it commits together, or none of it. ``last`` is called just
    before the commit; what it raises undoes everything."""
    with writing(engine) as connection, closing(Work(config, now, connection)) as work:
        yield work
        work.flush()
        settle(work, work.touched)
        work.flush()
        last()


@contextmanager
def read_transaction(engine: Engine, config: CouncilConfig, now: datetime) -> Iterator[Work]:
    """A read: nothing it does is kept."""
    with reading(engine) as connection, closing(Work(config, now, connection)) as work:
        yield work
