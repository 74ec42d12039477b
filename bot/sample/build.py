"""Fills a migrated, empty database with a sample council, by the same import that a council uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from bot.sample import large, small
from bot.sample.dress import dressed
from storage import tables as t
from storage.importing.reading import Progress, silent
from storage.importing.run import bring_in
from storage.unit import unit
from storage.work import Book

NAME = "Sample Council"
#: Tuesday 3 November 2026, 9:00 in London.
FIRST_MOMENT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
STARTED_ON = date(2026, 9, 7)
SEED = 20261103


def first_moment(size: str) -> datetime:
    """The instant (UTC) at which the sample council of this size begins."""
    return _BUILDERS[size][0]


def build(engine: Engine, book: Book, size: str) -> None:
    """The ``small`` council or the ``large`` one, as of its first moment."""
    now, make = _BUILDERS[size]
    make(engine, book, now)


def build_small(engine: Engine, book: Book, now: datetime) -> None:
    """Twelve people and fourteen cases, tuned for 3 November 2026: what the first screen shows is in ``small.py``."""
    found_council(engine, book, now)
    bring_in(engine, book, now, dressed(book.versions.latest, small.sources()))
    small.finish(engine, book, now)


def build_large(
    engine: Engine, book: Book, now: datetime, seed: int = SEED, progress: Progress = silent
) -> None:
    """About 240 staff and 2,100 cases with a year of history."""
    found_council(engine, book, now)
    sources = large.rows_for(cases=2100, staff=240, seed=seed, today=book.calendar.day_of(now), book=book)
    bring_in(engine, book, now, sources, progress=progress)


def found_council(engine: Engine, book: Book, now: datetime, started_on: date = STARTED_ON) -> None:
    """The council's one row, marked as a sample, its clock at ``now``."""
    with unit(engine, book, now) as work:
        work.add(t.Council(name=NAME, started_on=started_on, sample=True, sample_now=now))


_BUILDERS: dict[str, tuple[datetime, Callable[[Engine, Book, datetime], None]]] = {
    "small": (FIRST_MOMENT, build_small),
    "large": (FIRST_MOMENT, build_large),
}
