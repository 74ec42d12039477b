"""A council on each database, of each of several policies; and the command's settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.cipher import new_key
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


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a database with nothing in it, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", database_url)
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-#")
    return database_url
