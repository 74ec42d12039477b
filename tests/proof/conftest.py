"""A bot in this process on the stories' council, on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.proof.phone import Rig, rig


@pytest.fixture
def rigged(migrated_url: str) -> Iterator[Rig]:
    with rig(migrated_url) as made:
        yield made
