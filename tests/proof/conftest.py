"""A bot in this process on the stories' council, on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.infra.databases import Databases
from tests.proof.phone import Rig, rig


@pytest.fixture
def rigged(databases: Databases) -> Iterator[Rig]:
    with rig(databases) as made:
        yield made
