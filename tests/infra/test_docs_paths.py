"""The files that the guide to the code names are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "how-it-works.md"
ROOMS: Final = ("benchmarks", "bot", "cards", "deploy", "docs", "handlers", "policy", "storage", "tests")
#: Stands for each of them that has such a file.
FEATURE: Final = "<feature>"


def _named() -> list[str]:
    """From the top: a file's name alone is looked for there too."""
    found = dict.fromkeys(re.findall(r"`([\w./*<>-]+)`", PAGE.read_text()))
    return [path for path in found if path.endswith(".py") or ("/" in path and path.split("/")[0] in ROOMS)]


def test_every_file_that_is_named_is_there() -> None:
    named = _named()
    assert named
    assert not [path for path in named if not list(ROOT.glob(path.replace(FEATURE, "*").rstrip("/")))]
