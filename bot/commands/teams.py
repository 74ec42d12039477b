"""``teams package``: what a Microsoft 365 administrator uploads."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from bot.settings import PREFIX, SettingsError, read_settings
from bot.teams import MESSAGES
from bot.teams.package import package


def make(address: str, app_id: str, council: str, version: str, file: Path, slash: bool) -> int:
    """Writes the zip file and says what to do with it. Raises SettingsError for an id, address or version that Teams
    refuses."""
    app_id = app_id or read_settings().teams_app_id
    _must_be_an_id(app_id)
    if not re.fullmatch(r"https://[^/\s]+/?", address):
        raise SettingsError(
            f"{address}: write where Teams reaches the bot, such as https://bot.council.gov.uk"
        )
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise SettingsError(f"--version {version}: write three numbers, such as 1.0.1")
    file.write_bytes(package(app_id, address, council, version, slash=slash))
    print(f"Wrote {file}. In the Teams admin center: Teams apps, Manage apps, Upload new app.")
    print(f"The bot's messaging endpoint in Azure is {address.rstrip('/')}{MESSAGES} (docs/teams.md).")
    return 0


def _must_be_an_id(app_id: str) -> None:
    try:
        uuid.UUID(app_id)
    except ValueError:
        raise SettingsError(
            f"{app_id or 'No app id'}: give the Azure bot's app id with --app-id, or set {PREFIX}TEAMS_APP_ID"
        ) from None
