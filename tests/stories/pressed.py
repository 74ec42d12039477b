"""Which ask was handled on which platform, in this run: the table of ``docs/asks.md``, with a tick only where a story
asked for it there. A run of every story everywhere fails where the page says otherwise, and so does
``python -m tests.stories.pressed --check`` after it; without a word it writes into the page what the last run found."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.inbound import router
from bot.logs import log
from cards.ask import Acts, Ask, MayOpen, Opens
from handlers.routes import ROUTES

PLATFORMS = ("desk", "slack", "teams")
ROOT = Path(__file__).parents[2]
FOUND, BUILT, PAGE = ROOT / "build/asks", ROOT / "build/asks.md", ROOT / "docs/asks.md"
#: What a button that asks for it does.
HOW: tuple[tuple[type[Ask], str], ...] = (
    (Acts, "acts in place"),
    (Opens, "opens"),
    (MayOpen, "opens, or answers"),
)

_pressed = defaultdict[str, set[str]](set)


class _Heard:
    """The router's log, with an ear on it."""

    def __init__(self, log: Any, platform: str) -> None:
        self._log, self._platform = log, platform

    def info(self, event: str, **more: Any) -> None:
        if event == "ask.handled":
            _pressed[more["ask"]].add(self._platform)
        self._log.info(event, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


@contextmanager
def heard(stage: str) -> Iterator[None]:
    """While a story is told there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(router, "log", _Heard(log, stage.partition("-")[0]))
        yield


def keep() -> None:
    """What this process heard, beside what others did."""
    if _pressed:
        FOUND.mkdir(parents=True, exist_ok=True)
        said = {ask: sorted(platforms) for ask, platforms in _pressed.items()}
        (FOUND / f"{uuid4()}.json").write_text(json.dumps(said))


def write() -> None:
    """The table of all that was kept."""
    found = defaultdict[str, set[str]](set)
    for file in FOUND.glob("*.json"):
        for ask, platforms in json.loads(file.read_text()).items():
            found[ask] |= set(platforms)
    if found:
        BUILT.write_text(table(found))


def outdated() -> list[str]:
    """What the page says of an ask that the run didn't show, and asks that it doesn't know."""
    said, found = _ticks(PAGE), _ticks(BUILT)
    untrue = [
        f"{ask}: no story asked for it on {name}"
        for ask in said
        for name in said[ask] - found.get(ask, set())
    ]
    return untrue + [f"{ask}: not on the page" for ask in found.keys() - said.keys()]


def _ticks(file: Path) -> dict[str, set[str]]:
    """The platforms ticked for each ask."""
    rows = (
        line.split("|") for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    )
    return {
        row[1].strip(" `"): {name for name, tick in zip(PLATFORMS, row[3:6], strict=True) if tick.strip()}
        for row in rows
    }


def table(found: dict[str, set[str]]) -> str:
    """One row for each ask there is."""
    lines = ["| ask | its button | " + " | ".join(PLATFORMS) + " |", "|---|---|" + "---|" * len(PLATFORMS)]
    for kind, route in sorted(ROUTES.items()):
        ticks = ("✓" if platform in found.get(kind, ()) else "" for platform in PLATFORMS)
        how = next(how for base, how in HOW if issubclass(route.ask, base))
        lines.append(f"| `{kind}` | {how} | " + " | ".join(ticks) + " |")
    return "\n".join(lines) + "\n"


def check() -> int:
    """Prints what the page says otherwise than the last run; 1 where it does, or where no run was told to its end."""
    untrue = outdated() if BUILT.exists() else ["No story was told."]
    print("\n".join(untrue) or "docs/asks.md says what the stories showed.")
    return int(bool(untrue))


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(check())
    above = PAGE.read_text(encoding="utf-8").partition("\n| ask |")[0]
    PAGE.write_text(f"{above}\n{BUILT.read_text(encoding='utf-8')}", encoding="utf-8")
