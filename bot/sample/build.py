"""Fills a migrated, empty database with a sample council, by the same import that a council uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import Engine

from bot.sample import large, small
from bot.sample.adapt import adapted
from storage import tables as t
from storage.importing.options import ImportOptions
from storage.importing.reading import Progress, silent
from storage.importing.run import bring_in
from storage.transactions import write_transaction
from storage.work import CouncilConfig

NAME: Final = "Sample Council"
#: Tuesday 3 November 2026, 9:00 in London.
FIRST_MOMENT: Final = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
STARTED_ON: Final = date(2026, 9, 7)
SEED: Final = 20261103


def first_moment(size: str) -> datetime:
    """The instant (UTC) at which the sample council of this size begins."""
    return _BUILDERS[size][0]


def build(engine: Engine, config: CouncilConfig, size: str) -> None:
    """The ``small`` council or the ``large`` one, as of its first moment."""
    now, make = _BUILDERS[size]
    make(engine, config, now)


def build_small(engine: Engine, config: CouncilConfig, now: datetime) -> None:
    """Twelve people and fourteen cases, tuned for 3 November 2026: what the first screen shows is in ``small.py``."""
    found_council(engine, config, now)
    bring_in(
        engine,
        config,
        now,
        adapted(config.versions.latest, small.sources()),
        ImportOptions(any_reference=True),
    )
    small.finish(engine, config, now)


def build_large(
    engine: Engine, config: CouncilConfig, now: datetime, seed: int = SEED, progress: Progress = silent
) -> None:
    """About 240 staff and 2,100 cases with a year of history."""
    found_council(engine, config, now)
    sources = large.rows_for(
        cases=2100, staff=240, seed=seed, today=config.calendar.day_of(now), config=config
    )
    bring_in(engine, config, now, sources, ImportOptions(any_reference=True, progress=progress))


def found_council(
    engine: Engine, config: CouncilConfig, now: datetime, started_on: date = STARTED_ON
) -> None:
    """The council's one row, marked as a sample, its clock at ``now``."""
    with write_transaction(engine, config, now) as work:
        work.add(t.Council(name=NAME, started_on=started_on, sample=True, sample_now=now))


_BUILDERS: Final[dict[str, tuple[datetime, Callable[[Engine, CouncilConfig, datetime], None]]]] = {
    "small": (FIRST_MOMENT, build_small),
    "large": (FIRST_MOMENT, build_large),
}
