"""What is taken for granted of the time before the council began to use the bot."""

from __future__ import annotations

from datetime import date
from typing import Final

from storage.importing.staging import Staging

_NEXT_HELD: Final = """
    UPDATE sessions SET replaces = (
        SELECT c.key FROM sessions c
        WHERE c.supervisee = sessions.supervisee AND c.supervisor = sessions.supervisor AND c.kind = sessions.kind
          AND c.state = 'cancelled' AND c.cancelled_on < :started AND c.date < sessions.date
          AND NOT EXISTS (SELECT 1 FROM sessions r WHERE r.replaces = c.key)
          AND NOT EXISTS (
              SELECT 1 FROM sessions between_them
              WHERE between_them.supervisee = c.supervisee AND between_them.supervisor = c.supervisor
                AND between_them.kind = c.kind AND between_them.state = 'held'
                AND between_them.date > c.date AND between_them.date < sessions.date)
        ORDER BY c.date DESC LIMIT 1)
    WHERE state = 'held' AND replaces IS NULL
      AND EXISTS (SELECT 1 FROM sessions c WHERE c.supervisee = sessions.supervisee AND c.state = 'cancelled')
"""


def stand_ins(staging: Staging, started_on: date) -> None:
    """A session cancelled before the bot began was made up for by the next one the pair held, unless the files say
    which one was: the bot chases nothing that lies before it."""
    staging.sql.execute("CREATE INDEX sessions_supervisee ON sessions (supervisee, state)")
    staging.sql.execute("CREATE INDEX sessions_replaces ON sessions (replaces)")
    staging.sql.execute(_NEXT_HELD, {"started": started_on.isoformat()})
