"""A unit of work in a council, on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.engine import open_engine
from storage.transactions import write_transaction
from storage.work import Work
from tests.stories import council

BOOK = council.a_book()


@pytest.fixture
def work(migrated_url: str) -> Iterator[Work]:
    engine = open_engine(migrated_url)
    council.build(engine, BOOK)
    with write_transaction(engine, BOOK, council.START) as made:
        yield made
    engine.dispose()
