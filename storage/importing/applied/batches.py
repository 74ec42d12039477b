"""The write transactions of one import, one after the other: others get their turn between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Engine

from storage.importing import runs
from storage.importing.runs import HOLD, Run
from storage.transactions import Turns, write_transaction
from storage.work import CouncilConfig, Work

#: Opens a unit of work: a new one for each batch that is written, the same one for all that are only compared.
Opens: TypeAlias = Callable[[], AbstractContextManager[Work]]


@dataclass(slots=True)
class Batches:
    """Each call is one write transaction, as of the moment at which the import began; with it the import goes on being
    held. Raises EndedError, with nothing written, once another process has ended it. ``now``: the instant (UTC) at
    which this process took it up."""

    engine: Engine
    config: CouncilConfig
    run: Run
    now: datetime
    turns: Turns = field(default_factory=Turns)
    _begun: float = field(default_factory=time.monotonic)

    @contextmanager
    def __call__(self) -> Iterator[Work]:
        with self.turns.turn(), write_transaction(self.engine, self.config, self.run.begun_at) as work:
            runs.hold(work, self.run.id, self.now + timedelta(seconds=time.monotonic() - self._begun) + HOLD)
            yield work
