"""A council on each database, and its people by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.engine import open_engine
from tests.stories import council


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    yield opened
    opened.dispose()


@pytest.fixture
def ids(engine: Engine) -> dict[str, int]:
    return council.build(engine, council.a_book())
