"""The trail's tables, whose rows the database keeps from being changed or taken away: by triggers that a migration
made. A row may go only inside a sealed batch that was marked as dropped, whose seal and number stay."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

TRAIL: Final = ("event", "look", "seal")


def lift(scratch: Connection) -> None:
    """Takes the triggers away, in a SQLite copy that is made to be thrown away."""
    for table in TRAIL:
        for what in ("update", "delete"):
            scratch.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{what}"))
