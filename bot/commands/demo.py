"""``demo``: the desk with a sample council, ready in one command."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.console import Console

from bot.clock import MovableClock
from bot.desk.platform import Desk
from bot.desk.server import DeskServer, new_secret
from bot.serving import run_site
from bot.settings import SettingsError, read_settings
from bot.timeline import settle_now
from bot.wiring import Bot, wire
from storage import desk as kept
from storage.cipher import new_key
from storage.migrate import migrate

console = Console()


def demo(port: int, size: str, fresh: bool, folder: str) -> int:
    """Makes the sample council if there is none, and serves its desk until Ctrl-C."""
    if size not in ("small", "large"):
        console.print(f"--size {size}: write small or large")
        return 2
    try:
        bot, clock, desk = opened(Path(folder), size, fresh)
    except SettingsError as error:
        console.print(str(error))
        return 2
    try:
        asyncio.run(_serve(bot, clock, desk, port))
    except OSError as error:
        console.print(f"Port {port} cannot be used ({error.strerror}). Choose another: make demo ARGS='--port 8090'")
        return 1
    except KeyboardInterrupt:
        console.print("Stopped. What happened is kept; the same command goes on from here.")
    return 0


def opened(folder: Path, size: str, fresh: bool) -> tuple[Bot, MovableClock, Desk]:
    """A bot on the sample database in ``folder``, made on first use. Its key lies beside it: it guards invented words."""
    from bot.sample import build, first_moment

    folder.mkdir(parents=True, exist_ok=True)
    path, key = folder / f"{size}.db", folder / "sample.key"
    if fresh:
        for old in folder.glob(f"{size}.db*"):
            old.unlink()
    if not key.exists():
        key.write_text(new_key())
        key.chmod(0o600)
    settings = read_settings(database_url=f"sqlite:///{path}", encryption_keys=[key.read_text()], platform="desk")
    clock, desk = MovableClock(first_moment(size)), Desk()
    bot = wire(settings, clock, desk)
    desk.attach(bot)
    new = not path.exists()
    migrate(bot.engine)
    if new:
        with console.status(f"Making the sample council ({size})…"):
            build(bot.engine, bot.book, size)
    with bot.look() as work:
        now = kept.sample_clock(work)
    if now is None:
        raise SettingsError(f"{path} is not marked as a sample council; the desk opens nothing else. Start anew with --fresh")
    clock.move_to(max(now, clock.now()))
    return bot, clock, desk


async def _serve(bot: Bot, clock: MovableClock, desk: Desk, port: int) -> None:
    await settle_now(bot)
    server = DeskServer(bot, clock, desk, new_secret())

    def ready(bound: int) -> None:
        server.port = bound
        console.print(f"The desk is at [bold]http://127.0.0.1:{bound}/[/bold]  (Ctrl-C stops it)")

    await run_site(server.app(), "127.0.0.1", port, ready)
