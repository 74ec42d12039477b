"""Each platform's package is what ``bot/platform.py`` finds by name: here the type checker sees it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import bot.desk
import bot.slack
import bot.teams
from bot.platform import PACKAGES, Package, PackageApp, package

if TYPE_CHECKING:  # what each needs isn't installed everywhere
    import bot.desk.app
    import bot.slack.app
    import bot.teams.app

    APPS: dict[str, PackageApp] = {"slack": bot.slack.app, "teams": bot.teams.app, "desk": bot.desk.app}

KNOWN: dict[str, Package] = {"slack": bot.slack, "teams": bot.teams, "desk": bot.desk}


def test_every_platform_is_found_by_its_own_name() -> None:
    assert set(PACKAGES) == set(KNOWN)
    for name, module in KNOWN.items():
        assert package(name) is module
        assert module.TRAITS.name == name


#: Where a platform is meant by its name: the list of them, the commands that are one's own, a renderer's limits.
NAMED = {
    *("bot/platform.py", "bot/commands/demo.py", "bot/commands/playground.py", "bot/commands/slack.py"),
    *("bot/command_line/slack.py", "cards/html.py", "cards/slack_limits.py", "cards/teams_limits.py"),
}


def test_what_a_platform_can_do_stands_on_itself() -> None:
    """Nothing else asks for one by name."""
    root = Path(__file__).parents[2]
    packages = tuple(root / name.replace(".", "/") for name in PACKAGES.values())
    files = [
        file
        for room in ("bot", "cards", "handlers", "storage")
        for file in (root / room).rglob("*.py")
        if not file.is_relative_to(root / "storage/importing")
        if not any(file.is_relative_to(own) for own in packages)
    ]
    asked = re.compile(rf"[\"']({'|'.join(PACKAGES)})[\"']")
    assert {str(f.relative_to(root)) for f in files if asked.search(f.read_text())} <= NAMED
