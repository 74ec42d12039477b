"""docs/operations.md names every figure that ``/metrics`` gives, and none that it doesn't."""

from __future__ import annotations

import re
from pathlib import Path

from bot import metrics
from bot.heartbeat import Heartbeat
from storage.health import Backlog

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


def test_the_page_names_every_figure() -> None:
    given = metrics.page(Backlog(0, 0, 0), Heartbeat(), {"desk": True}).decode()
    names = set(re.findall(r"^# TYPE (supervision_\w+)", given, re.MULTILINE))
    rows = re.findall(r"^\| (`supervision_.*?) \|", PAGE.read_text(), re.MULTILINE)
    said = {name for row in rows for name in re.findall(r"`(supervision_\w+)", row)}
    assert said == {name for name in names if not name.endswith("_created")}
