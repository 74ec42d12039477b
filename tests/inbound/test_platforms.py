"""Each platform's package is what ``bot/platform.py`` finds by name: here the type checker sees it."""

from __future__ import annotations

import bot.desk
import bot.desk.app
import bot.slack
import bot.slack.app
import bot.teams
import bot.teams.app
from bot.platform import PACKAGES, Package, PackageApp, package

KNOWN: dict[str, Package] = {"slack": bot.slack, "teams": bot.teams, "desk": bot.desk}
APPS: dict[str, PackageApp] = {"slack": bot.slack.app, "teams": bot.teams.app, "desk": bot.desk.app}


def test_every_platform_is_found_by_its_own_name() -> None:
    assert set(PACKAGES) == set(KNOWN) == set(APPS)
    for name, module in KNOWN.items():
        assert package(name) is module
        assert module.TRAITS.name == name
