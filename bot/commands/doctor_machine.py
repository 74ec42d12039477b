"""What ``doctor`` looks at around the database: the last backup, the disk, the clock, versions."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlmodel import col

from bot.clock import SystemClock
from bot.commands.findings import Finding, fine, look, wrong
from cards.formats import day, plural
from storage import tables as t
from storage.work import Work

#: A backup is worth a look after as long.
BACKUP_OLD: Final = timedelta(days=2)
#: Free bytes below which the disk is worth a look, and below which it is wrong.
LITTLE: Final = 1024**3
TOO_LITTLE: Final = 100 * 1024**2
#: The machine's clock and the database server's may differ by as much.
APART: Final = timedelta(seconds=5)


def around(work: Work, url: str) -> Iterator[Finding]:
    """Everything of it, for the database at ``url``."""
    now = SystemClock().now()
    yield _backup(work, now)
    yield from _disk(url)
    yield _clock(work, now)
    yield _versions(work)


def _backup(work: Work, now: datetime) -> Finding:
    """By the trail: one that was made in another way isn't known. A restored database knows the one it came from."""
    e = t.Event
    query = select(e.__table__).where(col(e.name).in_(("backup.made", "restore.done")))
    row = work.connection.execute(query.order_by(col(e.id).desc()).limit(1)).first()
    last = datetime.fromisoformat(row.data["made"]) if row else None
    remedy = "Make one each night: python app.py backup (docs/operations.md)."
    if last is None:
        return look("No backup was ever made with this command.", remedy)
    ago = plural("day", (now - last).days)
    said = f"The last backup is from {day(work.calendar.day_of(last))}"
    return look(f"{said}, {ago} ago.", remedy) if now - last > BACKUP_OLD else fine(f"{said}.")


def _disk(url: str) -> Iterator[Finding]:
    """A server's disk is the server's to watch."""
    if not url.startswith("sqlite"):
        return
    folder = Path(make_url(url).database or "").absolute().parent
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:.1f} GB are free where the database is"
    if free < TOO_LITTLE:
        yield wrong(f"{said}.", "Make room: once the disk is full nothing is kept and nobody is told.")
    elif free < LITTLE:
        yield look(f"{said}.", "Make room before it is full.")
    else:
        yield fine(f"{said}.")


def _clock(work: Work, now: datetime) -> Finding:
    """Against the database server's or, where there is none, against what was written last."""
    remedy = "See that the machine's clock is kept right (timedatectl)."
    if work.connection.dialect.name == "postgresql":
        theirs = work.connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        apart = abs(theirs - SystemClock().now())
        if apart > APART:
            return look(
                f"This machine's clock and the database's are {apart.total_seconds():.0f} seconds apart.",
                remedy,
            )
    ahead = work.connection.execute(
        select(col(t.Event.at)).order_by(col(t.Event.id).desc()).limit(1)
    ).scalar()
    if ahead and ahead > max(now, work.now) + APART:
        return look("The trail's last line is in the future: this machine's clock went back.", remedy)
    return fine("The clock agrees with what was written.")


def _versions(work: Work) -> Finding:
    sqlite = work.connection.dialect.name == "sqlite"
    query = "SELECT sqlite_version()" if sqlite else "SHOW server_version"
    server = str(work.connection.execute(text(query)).scalar_one()).split(" ")[0]
    name = "SQLite" if sqlite else "PostgreSQL"
    return fine(f"Python {platform.python_version()}, {name} {server}.")
