"""No module is too long to be read at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("benchmarks", "bot", "cards", "handlers", "policy", "storage", "tests")
#: In lines.
MOST: Final = 400
#: A migration says once what was changed, however much that was.
LEFT_OUT: Final = ROOT / "storage" / "migrations" / "versions"


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    files = [f for room in ROOMS for f in (ROOT / room).rglob("*.py") if LEFT_OUT not in f.parents]
    files.append(ROOT / "app.py")
    assert files
    lines = {str(f.relative_to(ROOT)): f.read_text().count("\n") for f in files}
    assert not {name: count for name, count in lines.items() if count > MOST}
