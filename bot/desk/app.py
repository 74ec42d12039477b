"""The desk as ``serve`` runs it: on this machine only, over a database that is marked as a sample."""

from __future__ import annotations

from aiohttp import web

from bot.desk.platform import Desk
from bot.desk.server import DeskServer, new_secret
from bot.sample_only import loopback, sample_clock
from bot.settings import Settings, SettingsError
from bot.wiring import Bot


def connect(bot: Bot, settings: Settings) -> DeskConnection:
    """Implements ``bot.platform.PackageApp``. The bot's clock becomes the sample's, which the desk moves.

    Raises SettingsError for an address that others can open, and for a database of real people: the desk lets whoever
    opens it be anyone."""
    if not loopback(settings.host):
        raise SettingsError(
            "SUPERVISION_HOST: the desk lets whoever opens it be anyone, so it listens on this machine only. "
            "Leave the host at 127.0.0.1, or choose another platform in SUPERVISION_PLATFORMS"
        )
    clock, desk = sample_clock(settings, "SUPERVISION_PLATFORMS=desk"), Desk()
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
