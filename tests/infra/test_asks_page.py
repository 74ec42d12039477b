"""docs/asks.md is compared with all that was heard, also by a run that tells once more what failed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from handlers.routes import ROUTES
from tests import conftest
from tests.stories import pressed

OURS = pressed.PAGE


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressed, "FOUND", tmp_path / "asks")
    monkeypatch.setattr(pressed, "BUILT", tmp_path / "asks.md")
    monkeypatch.setattr(pressed, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(conftest, "ASKED", tmp_path / "asks")


def heard(monkeypatch: pytest.MonkeyPatch, ask: str, platform: str) -> None:
    """By a process that ends."""
    monkeypatch.setattr(pressed, "_pressed", defaultdict(set, {ask: {platform}}))
    pressed.keep()


def begins(*, again: bool) -> None:
    option = SimpleNamespace(lf=again)
    conftest.forget(cast(Any, SimpleNamespace(option=option)))


def test_a_page_that_claims_more_fails_also_where_something_was_told_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pressed.PAGE.write_text(pressed.table({"due": {"desk", "slack"}, "book": {"teams"}}))
    assert pressed.check() == 1, "nothing was told"
    begins(again=False)
    heard(monkeypatch, "due", "desk")
    begins(again=True)
    heard(monkeypatch, "due", "slack")
    pressed.write()
    assert pressed.check() == 1
    assert "book: no story asked for it on teams" in capsys.readouterr().out
    heard(monkeypatch, "book", "teams")
    pressed.write()
    assert pressed.check() == 0
    begins(again=False)
    assert not pressed.FOUND.exists()


def test_every_ask_there_is_has_its_row() -> None:
    """Seen before a run of everything is over."""
    assert pressed._ticks(OURS).keys() == ROUTES.keys()
