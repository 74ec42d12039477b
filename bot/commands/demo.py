"""``demo``: the desk with a sample council, ready in one command."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from sqlalchemy.exc import DBAPIError

from bot.clock import MovableClock
from bot.desk.platform import Desk
from bot.desk.server import DeskServer
from bot.logs import set_up
from bot.moving_clock import settle_now
from bot.serving import bound, run_site
from bot.settings import SAMPLE_RULES, Settings, SettingsError, read_settings
from bot.start import start
from bot.wiring import Bot, config_of, wire
from storage.cipher import new_key
from storage.council import council
from storage.engine import open_engine
from storage.migrate import migrate

console = Console()
PORT_TAKEN: Final = "is a desk open there already? Else choose another port: --port 0 takes any that is free"
#: What the invented cases are called, in the small council and in the large one.
SAMPLE_REFERENCES: Final = ("SC-#####", "SC-#######")
#: Before any sample's first day.
BEFORE: Final = datetime(2000, 1, 1, tzinfo=UTC)


def demo(port: int, size: str, fresh: bool, folder: str, rules: str = "") -> int:
    """Makes the sample council if there is none, and serves its desk until Ctrl-C. ``rules``: a rule set, else the one
    that SUPERVISION_RULES names. Raises SettingsError."""
    rules = rules or ",".join(read_settings(_env_file=None).rules)
    if size not in ("small", "large"):
        raise SettingsError(f"--size {size}: write small or large")
    if size == "large" and rules != SAMPLE_RULES:
        raise SettingsError(
            f"--size large: the large council is {SAMPLE_RULES}'s alone; the small one knows every rule set"
        )
    set_up("warning")
    sample = sample_in(Path(folder), size, rules)
    with contextlib.closing(bound("127.0.0.1", port, PORT_TAKEN)) as at, alone(sample), _usable(sample):
        bot, clock, desk = opened(Path(folder), size, fresh, rules)
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(bot, clock, desk, at, _secret(Path(folder))))
        bot.engine.dispose()
    console.print("Stopped. What happened is kept; the same command goes on from here.")
    return 0


def sample_in(folder: Path, size: str, rules: str) -> Path:
    """The sample's database: one for each size and rule set."""
    policy = "" if rules == SAMPLE_RULES else f"-{Path(rules.partition(',')[0]).stem}"
    return folder / f"{size}{policy}.db"


@contextlib.contextmanager
def alone(sample: Path) -> Iterator[None]:
    """Holds the sample for one desk: two would move two clocks over one council. Whatever ends the process lets go
    of it. Raises SettingsError while another holds it."""
    sample.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(sample.with_suffix(".open"), timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise SettingsError(
                    f"{sample} is open in another desk: use that one, stop it, or name another place with --folder"
                ) from None
            raise SettingsError(
                f"{sample.parent} cannot be used ({error}): name another with --folder"
            ) from None
        yield


@contextlib.contextmanager
def _usable(sample: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise SettingsError(
            f"{sample} cannot be used ({error.orig}). Check that it can be written; --fresh makes it anew"
        ) from None


def _secret(folder: Path) -> bytes:
    """Signs who you are on the desk's pages: the same after a restart, so that a page from before still works."""
    return hashlib.sha256(b"desk:" + (folder / "sample.key").read_bytes()).digest()


def opened(folder: Path, size: str, fresh: bool, rules: str = SAMPLE_RULES) -> tuple[Bot, MovableClock, Desk]:
    """A bot on the sample database in ``folder``, made on first use, its clock where it was left."""
    folder.mkdir(parents=True, exist_ok=True)
    path = sample_in(folder, size, rules)
    if fresh:
        _remove(path)
    if not path.exists():
        _make(path, size, rules)
    clock, desk = MovableClock(BEFORE), Desk()
    bot = wire(settings(path, "desk", rules), clock, desk)
    desk.attach(bot)
    clock.move_to(_left_at(bot, path))
    with console.status("Looking whether the rules have changed…"):
        start(bot)
    return bot, clock, desk


def _left_at(bot: Bot, path: Path) -> datetime:
    """Where the sample's clock stands. Anything else the desk doesn't open: there, whoever asks is believed."""
    with bot.read() as work:
        found = council(work)
    if found is None or not found.sample or found.sample_now is None:
        raise SettingsError(f"{path} isn't marked as a sample council, and the desk opens nothing else")
    return found.sample_now


def _make(path: Path, size: str, rules: str) -> None:
    """Under another name until it is whole, so that one that was cut short is never taken for a sample."""
    from bot.sample import build, first_moment

    making = path.with_suffix(".making.db")
    _remove(making)
    made = settings(making, "", rules)
    engine, config = open_engine(made.database_url), config_of(made)
    with console.status(f"Making the sample council ({size}), once…"):
        migrate(engine)
        build(engine, config, size)
        start(Bot(engine, config, MovableClock(first_moment(size))))
    engine.dispose()
    making.replace(path)


def _remove(path: Path) -> None:
    for old in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)


def settings(path: Path, platforms: str, rules: str, **more: object) -> Settings:
    """Its database, key and platform are the sample's own. The key lies beside it: it guards invented words."""
    key = path.with_name("sample.key")
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(new_key())
    return read_settings(
        database_url=f"sqlite:///{path}",
        encryption_keys=key.read_text(),
        platforms=platforms,
        rules=rules,
        case_references=",".join(SAMPLE_REFERENCES),
        _env_file=None,
        **more,
    )


async def _serve(bot: Bot, clock: MovableClock, desk: Desk, at: socket.socket, secret: bytes) -> None:
    bot.config = replace(bot.config, calendar_address=f"http://127.0.0.1:{at.getsockname()[1]}")
    await settle_now(bot)
    app = DeskServer(bot, clock, desk, secret).app()

    def ready(port: int) -> None:
        console.print(f"The desk is at [bold]http://127.0.0.1:{port}/[/bold]  (Ctrl-C stops it)")

    await run_site(app, at, ready)
