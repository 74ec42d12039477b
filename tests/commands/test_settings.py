"""The list of settings in docs/ is the code's own."""

from __future__ import annotations

import os
from pathlib import Path

from bot.settings import documented

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"
MARK = "<!-- settings: written from the code by GOLDEN=write; see tests/commands/test_settings.py -->\n\n"


def test_the_documented_list_is_the_codes() -> None:
    head, mark, _ = DOCS.read_text(encoding="utf-8").partition(MARK)
    assert mark
    if os.environ.get("GOLDEN") == "write":
        DOCS.write_text(head + mark + documented(), encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == head + mark + documented()
