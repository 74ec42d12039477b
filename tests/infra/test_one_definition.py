"""Rules that stood twice and drifted: each has one place, and nothing in the product writes it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("app.py", "bot", "handlers", "cards", "storage", "policy")


@pytest.mark.parametrize(
    ("what", "written", "places"),
    [
        (
            "a day in words",
            r"%[AaBb](?![\w])|:%d/%m",
            {"policy/dates.py", "bot/sample/large.py", "handlers/absence/absence.py"},
        ),
        (
            "in post",
            r"left_on\)?(\.is_\(None\)| is None)",
            {"storage/conditions.py", "storage/people.py", "storage/importing/complete.py"},
        ),
        ("an open obligation", r"\"waiting\", \"running\"", {"policy/ruleset.py"}),
    ],
)
def test_has_one_place(what: str, written: str, places: set[str]) -> None:
    found = {str(file.relative_to(ROOT)) for file in _product() if re.search(written, file.read_text())}
    assert found - places == set(), f"{what} is written again"


def _product() -> Iterator[Path]:
    for place in PRODUCT:
        path = ROOT / place
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (file for file in files if "migrations" not in file.parts)
