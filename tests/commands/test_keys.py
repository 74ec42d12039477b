"""``keys rotate``: an old key can be taken out afterwards, and nobody's words are lost."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from storage import tables as t
from storage.cipher import FernetCipher, new_key
from storage.engine import open_engine
from tests.commands.conftest import Run

OLD, NEW = new_key(), new_key()


def _keep(url: str, *words: str, key: str = OLD) -> None:
    engine, cipher = open_engine(url), FernetCipher([key])
    with engine.execution_options(writes=True).begin() as connection:
        for word in words:
            values = {
                "session_id": 1,
                "owner_id": 1,
                "agreed_on": date(2026, 11, 2),
                "carried": 0,
                "from_audit": False,
            }
            connection.execute(t.Action.__table__.insert().values(**values, sealed_what=cipher.seal(word)))
    engine.dispose()


def _read(url: str, *keys: str) -> list[str]:
    engine, cipher = open_engine(url), FernetCipher(list(keys))
    with engine.connect() as connection:
        rows = connection.execute(select(t.Action.__table__.c.sealed_what).order_by(t.Action.__table__.c.id))
        found = [cipher.open(sealed) for sealed in rows.scalars()]
    engine.dispose()
    return found


def test_the_old_key_can_go(settings: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"words {number}" for number in range(450)]  # more than two batches
    _keep(settings, *words)
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", f"{NEW},{OLD}")
    assert "Key 2 of 2 still opens 450 texts, in: action." in run("doctor").stdout
    assert "Sealed anew: 450 texts." in run("keys", "rotate").stdout
    assert _read(settings, NEW) == words
    assert "Only the first key opens anything" in run("doctor").stdout
    assert "Sealed anew: 0 texts." in run("keys", "rotate").stdout


def test_each_old_key_that_opens_anything_is_named(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = new_key()
    _keep(settings, "one", "two")
    _keep(settings, "three", key=older)
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", f"{NEW},{OLD},{older}")
    said = run("doctor").stdout
    assert "Key 2 of 3 still opens 2 texts, in: action." in said
    assert "Key 3 of 3 still opens 1 text, in: action." in said


def test_words_amid_the_others_that_no_key_opens_are_said(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(settings, "first")
    _keep(settings, "lost", key=new_key())
    _keep(settings, "last")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", f"{NEW},{OLD}")
    result = run("doctor")
    assert "No key opens some of the words that are kept." in result.stdout, result.output


def test_a_key_that_is_missing_is_said_and_nothing_is_lost(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(settings, "words")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", NEW)
    result = run("keys", "rotate")
    assert (result.exit_code, "sealed with a key that isn't there" in result.output) == (2, True), (
        result.output
    )
    assert _read(settings, OLD) == ["words"]
