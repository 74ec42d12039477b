"""Each platform's package is what ``bot/platform.py`` finds by name: here the type checker sees it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bot.desk
import bot.slack
import bot.teams
from bot.platform import PACKAGES, Package, PackageApp, account_shapes, guides, package
from storage.importing.columns.values import ImportVocabulary, account, platform
from storage.importing.faults import Unreadable
from storage.importing.staff import Staff
from tests.importing.councils import BOOK

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
    "storage/importing/proposal/team_names.py",  # a council's own
}


def test_each_page_that_connects_one_is_named() -> None:
    assert guides() == "docs/slack.md connects Slack, docs/teams.md connects Teams"


NO_ACCOUNT = (
    "this is no account's id: write Slack's member id (U and digits), the Entra object id (32 digits and letters a to "
    "f, with hyphens), or leave it empty"
)


def test_an_accounts_id_is_checked_by_how_each_platform_says_it_looks() -> None:
    today = date(2026, 11, 2)
    words = ImportVocabulary(BOOK.rules(today), BOOK.cipher, Staff(today), accounts=account_shapes())
    assert account("U07AB12CD", words) == "u07ab12cd"
    assert account("0F8FAD5B-D9CB-469F-A165-70867728950E", words) == "0f8fad5b-d9cb-469f-a165-70867728950e"
    with pytest.raises(Unreadable, match=re.escape(NO_ACCOUNT)):
        account("amara@example.org", words)
    with pytest.raises(Unreadable, match="such as slack or teams"):
        platform("2", words)


def test_what_a_platform_can_do_stands_on_itself() -> None:
    """Nothing else asks for one by name."""
    root = Path(__file__).parents[2]
    packages = tuple(root / name.replace(".", "/") for name in PACKAGES.values())
    files = [
        file
        for room in ("bot", "cards", "handlers", "storage")
        for file in (root / room).rglob("*.py")
        if not any(file.is_relative_to(own) for own in packages)
    ]
    asked = re.compile(
        rf"[\"']({'|'.join(PACKAGES)})[\"']|docs/\w+\.md connects|\b(Slack|Teams)'s member|Entra object"
    )
    assert {str(f.relative_to(root)) for f in files if asked.search(f.read_text())} <= NAMED
