"""A council on each database, of each of several policies."""

from collections.abc import Iterator

import pytest

from tests.importing.councils import Council, book_of, council_at


@pytest.fixture
def council(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url) as made:
        yield made


@pytest.fixture
def cambridgeshire(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url, book_of("cambridgeshire-peterborough")) as made:
        yield made


@pytest.fixture
def york(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url, book_of("york")) as made:
        yield made


@pytest.fixture
def southwark(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url, book_of("southwark")) as made:
        yield made
