"""Leaves a line in the trail for what somebody did at the command line, before they are shown anything."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.wiring import Bot
from policy.facts import Subject
from storage.engine import open_engine
from storage.transactions import write_transaction
from storage.work import Work


def leave(bot: Bot, url: str, name: str, subject: Subject | None = None, **about: Any) -> None:
    """By the account of this machine: who is at a command line is nobody whom the bot knows."""
    with changing(bot, url) as work:
        work.log(name, subject, None, account=account(), **about)


@contextmanager
def changing(bot: Bot, url: str) -> Iterator[Work]:
    """One write transaction on a database that is otherwise only read here."""
    engine = open_engine(url)
    try:
        with write_transaction(engine, bot.config, bot.clock.now()) as work:
            yield work
    finally:
        engine.dispose()


def account() -> str:
    """Who is at the command line, as this machine knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
