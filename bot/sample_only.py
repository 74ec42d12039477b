"""For what lets whoever opens it be anyone: this machine only, and invented people only."""

from __future__ import annotations

import contextlib
from ipaddress import ip_address

from bot.clock import MovableClock
from bot.commands.reading import opened
from bot.settings import Settings, SettingsError
from storage.council import council


def loopback(host: str) -> bool:
    """Whether nobody else can reach this address."""
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def sample_clock(settings: Settings, named: str) -> MovableClock:
    """Where the sample's clock stands. Raises SettingsError, with the setting ``named``, for a database that isn't
    marked as a sample; nothing is made or changed in one that isn't."""
    with opened(settings) as bot, bot.read() as work:
        found = council(work)
    if found is None or not found.sample or found.sample_now is None:
        raise SettingsError(
            f"{named}: this database isn't marked as a sample council, and nothing else is opened for whoever comes. "
            "See one with: python app.py demo"
        )
    return MovableClock(found.sample_now)
