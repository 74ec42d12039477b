"""Opens units of work: a write that is assessed before it commits, and a read that keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from sqlalchemy import Engine

from storage.engine import reading, writing
from storage.obligations import settle
from storage.work import CouncilConfig, Work


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
