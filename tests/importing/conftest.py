"""A council on each database."""

from collections.abc import Iterator

import pytest

from tests.importing.councils import Council, council_at


@pytest.fixture
def council(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url) as made:
        yield made
