"""What a platform is and does, such as where its answers are seen, it says on itself: nobody else asks for its name."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

from bot.platform import PACKAGES

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("bot", "cards", "handlers", "policy", "storage")
#: Commands that are about one of them, the table of them all, and words that are no platform's name.
MAY_NAME: Final = {
    "bot/command_line/slack.py",
    "bot/commands/slack.py",
    "bot/commands/demo.py",
    "bot/commands/playground.py",
    "bot/platform.py",
    "cards/html.py",
    "storage/importing/proposal/team_names.py",
}


def test_no_room_asks_which_platform_it_is() -> None:
    own = [f"{package.replace('.', '/')}/" for package in PACKAGES.values()]
    found = {
        file
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not (file := str(path.relative_to(ROOT))).startswith((*own, "storage/migrations/"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in PACKAGES
    }
    assert found - MAY_NAME == set()
