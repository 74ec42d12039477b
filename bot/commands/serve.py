"""``serve``: the bot at work, its clock ticking, until SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

from aiohttp import web

from bot.clock import MovableClock, SystemClock
from bot.commands.reading import opened
from bot.desk.platform import Desk
from bot.desk.server import DeskServer, new_secret
from bot.logs import log, set_up
from bot.scheduler import schedule
from bot.serving import add_health, bound, run_site
from bot.settings import Settings, SettingsError, read_settings
from bot.start import start
from bot.wiring import Bot, wire
from storage.council import council

if TYPE_CHECKING:
    from bot.slack.app import SlackSide

NO_PLATFORM = (
    "No chat platform is set (SUPERVISION_PLATFORM): what is due is worked out, and what is to be told waits. "
    "docs/slack.md connects Slack; python app.py demo shows a sample council in the browser."
)
#: Seconds that a stop waits for the tick under way; what it leaves, the next start finds in the outbox.
GRACE = 10.0


def serve() -> int:
    """Runs until SIGTERM or Ctrl-C. Raises SettingsError before anything is served."""
    settings = read_settings()
    set_up(settings.log_level)
    with contextlib.ExitStack() as stack:
        at = stack.enter_context(contextlib.closing(bound(settings.host, settings.port)))
        bot, desk = (
            _with_desk(settings) if settings.platform == "desk" else (wire(settings, SystemClock()), None)
        )
        stack.callback(bot.engine.dispose)
        start(bot, _marked)
        app = desk.app() if desk else web.Application()
        add_health(app, bot, settings.tick_seconds)
        slack = _with_slack(bot, settings, app) if settings.platform == "slack" else None
        asyncio.run(_run(bot, app, desk, at, settings, slack))
    return 0


def _marked(done: int, total: int) -> None:
    log.info("rules.changed.marked", done=done, total=total)


def _with_desk(settings: Settings) -> tuple[Bot, DeskServer]:
    """The desk lets anybody be anybody: this machine only, and invented people only."""
    if not _loopback(settings.host):
        raise SettingsError(
            "SUPERVISION_HOST: the desk lets whoever opens it be anyone, so it listens on this machine only. "
            "Leave the host at 127.0.0.1, or choose another SUPERVISION_PLATFORM"
        )
    clock, desk = _sample_clock(settings), Desk()
    bot = wire(settings, clock, desk)
    desk.attach(bot)
    return bot, DeskServer(bot, clock, desk, new_secret())


def _loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _sample_clock(settings: Settings) -> MovableClock:
    """Where the sample's clock stands. Raises SettingsError for a database that isn't marked as a sample; nothing is
    made or changed in one that isn't."""
    with opened(settings) as bot, bot.look() as work:
        found = council(work)
    if found is None or not found.sample or found.sample_now is None:
        raise SettingsError(
            "SUPERVISION_PLATFORM=desk: this database isn't marked as a sample council, and the desk opens nothing "
            "else. See it with: python app.py demo"
        )
    return MovableClock(found.sample_now)


def _with_slack(bot: Bot, settings: Settings, app: web.Application) -> SlackSide:
    from bot.slack.app import SlackSide

    side = SlackSide(bot, settings)
    side.serve_on(app)
    return side


async def _run(
    bot: Bot,
    app: web.Application,
    desk: DeskServer | None,
    at: socket.socket,
    settings: Settings,
    slack: SlackSide | None = None,
) -> None:
    scheduler = schedule(bot, settings.tick_seconds)
    scheduler.start()
    scheduler.modify_job("tick", next_run_time=SystemClock().now())

    if slack:
        slack.changed = lambda: scheduler.modify_job("tick", next_run_time=SystemClock().now())

    def ready(port: int) -> None:
        if desk:
            desk.port = port
        log.info("serve.ready", port=port, platform=settings.platform, rules=bot.book.versions.latest.name)
        print(f"Listening on http://{settings.host}:{port}/ (how it is: /healthz, /metrics)", flush=True)
        if settings.platform == "none":
            print(NO_PLATFORM, flush=True)

    try:
        await run_site(app, at, ready)
    finally:
        scheduler.pause()
        finished = await bot.pulse.stop(GRACE)
        scheduler.shutdown()
        log.info("serve.stopped", finished=finished)
