"""The desk as ``serve`` runs it: on this machine only, over a database that is marked as a sample."""

from __future__ import annotations

import contextlib
from ipaddress import ip_address

from aiohttp import web

from bot.clock import MovableClock
from bot.commands.reading import opened
from bot.desk.platform import Desk
from bot.desk.server import DeskServer, new_secret
from bot.settings import Settings, SettingsError
from bot.wiring import Bot
from storage.council import council


def connect(bot: Bot, settings: Settings) -> DeskConnection:
    """Implements ``bot.platform.PackageApp``. The bot's clock becomes the sample's, which the desk moves.

    Raises SettingsError for an address that others can open, and for a database of real people: the desk lets whoever
    opens it be anyone."""
    if not _loopback(settings.host):
        raise SettingsError(
            "SUPERVISION_HOST: the desk lets whoever opens it be anyone, so it listens on this machine only. "
            "Leave the host at 127.0.0.1, or choose another platform in SUPERVISION_PLATFORMS"
        )
    clock, desk = _sample_clock(settings), Desk()
    bot.clock = clock
    desk.attach(bot)
    return DeskConnection(desk, DeskServer(bot, clock, desk, new_secret()))


class DeskConnection:
    """Implements ``bot.platform.Connection``."""

    connected = True

    def __init__(self, platform: Desk, server: DeskServer) -> None:
        self.platform, self._server = platform, server

    def serve_on(self, app: web.Application) -> None:
        self._server.serve_on(app)


def _loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _sample_clock(settings: Settings) -> MovableClock:
    """Where the sample's clock stands. Raises SettingsError for a database that isn't marked as a sample; nothing is
    made or changed in one that isn't."""
    with opened(settings) as bot, bot.read() as work:
        found = council(work)
    if found is None or not found.sample or found.sample_now is None:
        raise SettingsError(
            "SUPERVISION_PLATFORMS=desk: this database isn't marked as a sample council, and the desk opens nothing "
            "else. See it with: python app.py demo"
        )
    return MovableClock(found.sample_now)
