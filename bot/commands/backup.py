"""``backup`` and ``restore``: a whole copy, checked when it is made and before it is used."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.commands import leave_trace
from bot.commands.reading import chosen, opened
from cards.formats import day, plural
from storage import backup as copies
from storage.backup import BackupError
from storage.engine import open_engine
from storage.migrate import migrate


def backup(folder: Path, database: str) -> int:
    """Makes one and says what is in it; 1 where it can't be made or isn't whole."""
    settings = chosen(database, "")
    now = SystemClock().now()
    try:
        path = copies.make(settings.database_url, folder, now)
        found = copies.check(path)
    except BackupError as error:
        print(f"No backup was made: {error}.")
        return 1
    with opened(settings) as bot:
        leave_trace.leave(bot, settings.database_url, "backup.made", made=found.made, digest=found.digest)
    print(
        f"Written and checked: {path} ({plural('row', sum(found.rows.values()))}, tables of {found.revision})"
    )
    print("The key isn't in it. Keep the key, and keep it somewhere else.")
    return 0


def restore(file: Path, replace: bool, database: str) -> int:
    """Puts a backup in the place of the database; 1 where it isn't whole or something is there already."""
    settings = chosen(database, "")
    try:
        found = copies.restore(file, settings.database_url, replace=replace)
    except BackupError as error:
        print(f"Nothing was restored: {error}.")
        return 1
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    with opened(settings) as bot:
        leave_trace.leave(bot, settings.database_url, "restore.done", made=found.made, digest=found.digest)
    made = day(bot.config.calendar.day_of(datetime.fromisoformat(found.made)))
    print(f"Restored and counted: {plural('row', sum(found.rows.values()))}, as of {made}.")
    print("Next: python app.py doctor --drift, import the files again, then start serve.")
    return 0
