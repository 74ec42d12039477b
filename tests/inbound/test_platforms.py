"""Each platform's package is what ``bot/platform.py`` finds by name: here the type checker sees it."""

from __future__ import annotations

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
