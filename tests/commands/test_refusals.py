"""Wrong settings and wrong places, as one table: a sentence that names what is wrong and what to do; no traceback."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import open_engine
from tests.commands.conftest import Run
from tests.commands.process import APP

SERVE = {
    "no key": (
        {"ENCRYPTION_KEYS": ""},
        "SUPERVISION_ENCRYPTION_KEYS is not set: people's words are kept encrypted.",
    ),
    "bad key": ({"ENCRYPTION_KEYS": "abc"}, "SUPERVISION_ENCRYPTION_KEYS: an encryption key is 32 bytes"),
    "unknown rules": (
        {"RULES": "centrl"},
        "SUPERVISION_RULES: there is no rule set 'centrl'; the shipped ones are",
    ),
    "bad URL": (
        {"DATABASE_URL": "mysql://x"},
        "SUPERVISION_DATABASE_URL: write sqlite:///FILE or postgresql+psycopg://",
    ),
    "no such folder": (
        {"DATABASE_URL": "sqlite:///nowhere/x.db"},
        "SUPERVISION_DATABASE_URL: the database cannot be used",
    ),
    "no database": (
        {"DATABASE_URL": "sqlite:///notes.txt"},
        "Check that its folder exists, can be written, and that the file",
    ),
    "no server": (
        {"DATABASE_URL": "postgresql+psycopg://a:secret@127.0.0.1:1/b"},
        "Check the address, the name and the password, and that the server runs.",
    ),
    "port taken": ({"PORT": "taken"}, "cannot be used (Address already in use): choose another port"),
    "no port": ({"PORT": "99999"}, "SUPERVISION_PORT: Input should be less than or equal to 65535"),
    "no host": ({"HOST": "192.0.2.1"}, "192.0.2.1, port 0 cannot be used"),
    "no platform": ({"PLATFORMS": "fax"}, "SUPERVISION_PLATFORMS: there is no platform 'fax'"),
    "desk for all": (
        {"PLATFORMS": "desk", "HOST": "0.0.0.0"},
        "SUPERVISION_HOST: the desk lets whoever opens it be anyone",
    ),
    "level": ({"LOG_LEVEL": "loud"}, "SUPERVISION_LOG_LEVEL: Input should be"),
}


@pytest.fixture
def taken() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.mark.parametrize("fault", SERVE)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_serve_says_what_is_wrong(
    fault: str, settings: str, run: Run, monkeypatch: pytest.MonkeyPatch, taken: str, tmp_path: Path
) -> None:
    assert settings
    given, sentence = SERVE[fault]
    (tmp_path / "notes.txt").write_text("This is no database. " * 100)
    monkeypatch.setenv("SUPERVISION_PORT", "0")
    for name, value in given.items():
        monkeypatch.setenv(f"SUPERVISION_{name}", taken if value == "taken" else value)
    result = run("serve")
    assert (result.exit_code, sentence in result.stderr, "Traceback" in result.output) == (2, True, False), (
        result.output
    )
    assert "secret" not in result.output


def test_serve_says_that_the_database_is_newer(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPERVISION_PORT", "0")
    change(settings, "UPDATE alembic_version SET version_num = '9999'")
    for words in (["serve"], ["due"], ["simulate", "--to", "2026-11-20"]):
        result = run(*words)
        assert result.exit_code == 2
        assert "the database is at version 9999, which this code doesn't know" in result.stderr
        assert "update the bot" in result.stderr


def test_the_desk_opens_nothing_but_a_sample(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPERVISION_PORT", "0")
    monkeypatch.setenv("SUPERVISION_PLATFORMS", "desk")
    change(settings, "UPDATE council SET sample = false")
    result = run("serve")
    assert (result.exit_code, "isn't marked as a sample council" in result.stderr) == (2, True)


@pytest.mark.usefixtures("settings")
def test_nothing_is_made_where_there_is_no_database(run: Run, tmp_path: Path) -> None:
    for words in (["due"], ["simulate", "--to", "2026-11-20"]):
        result = run(*words, "--database", "sqlite:///absent.db")
        assert (result.exit_code, "there is no database at absent.db" in result.stderr) == (2, True)
    assert not (tmp_path / "absent.db").exists()


def change(url: str, statement: str) -> None:
    engine = open_engine(url)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_whoever_reads_what_is_printed_may_have_enough() -> None:
    """As ``head`` has: nothing is said, least of all a fault of the bot's own."""
    command = [sys.executable, "-u", str(APP), "slack", "manifest"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
