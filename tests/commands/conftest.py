"""The stories' council in a database of its own, the settings that name it, and the command line to run on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app import app
from storage.cipher import new_key
from tests.infra.databases import Databases
from tests.stories import council

Run = Callable[..., Result]


@pytest.fixture
def council_url(databases: Databases) -> str:
    """Tuesday 3 November 2026: nothing was sent yet, one session is booked."""
    return council.copied(databases)


@pytest.fixture
def settings(council_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of whoever runs the bot on that council; its database's URL."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", council_url)
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("COLUMNS", "200")
    return council_url


@pytest.fixture
def run() -> Run:
    """Runs a command in this process: ``run("due", "CB-10234")``."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
