"""Who was last supervised by somebody else than the files' lines say: a staff system lags behind, and a tracker shows
it."""

from __future__ import annotations

from typing import Final

from storage.importing.faults import Faults
from storage.importing.staging import Staging

#: The last session that each was in alone, where the files say who supervises whom and none of theirs is who held it.
_OTHERS: Final = """
    WITH held AS (
        SELECT supervisee, supervisor, file, line,
            row_number() OVER (PARTITION BY supervisee ORDER BY date DESC, start DESC, id DESC) AS place
        FROM sessions WHERE state = 'held' AND kind <> 'group' AND supervisor <> supervisee
    )
    SELECT h.file, h.line, h.supervisee, h.supervisor,
        (SELECT max(r.supervisor) FROM relationships r
            WHERE r.supervisee = h.supervisee AND r.until IS NULL AND NOT coalesce(r.professional, 0)) AS line_says
    FROM held h
    JOIN people p ON p.key = h.supervisee
    WHERE h.place = 1 AND (p.left_on IS NULL OR p.left_on >= ?) AND NOT EXISTS (
        SELECT 1 FROM relationships r WHERE r.supervisee = h.supervisee AND r.supervisor = h.supervisor
    ) AND EXISTS (SELECT 1 FROM relationships)
    ORDER BY h.file, h.line
"""
#: So many are named.
_NAMED: Final = 30


def last_held_by_others(staging: Staging, odd: Faults, today: str) -> None:
    """One line of a file, with their number and who they are."""
    found: dict[int, list[tuple[int, str]]] = {}
    for file, line, who, by, said in staging.sql.execute(_OTHERS, [today]):
        other = f"the line says {said}" if said else "no line says anybody"
        found.setdefault(file, []).append((line, f"{who} by {by} ({other})"))
    for file, some in found.items():
        more = f" and {len(some) - _NAMED:,} more" if len(some) > _NAMED else ""
        named = ", ".join(said for _, said in some[:_NAMED]) + more
        message = (
            f"last supervised by somebody else than the line says, of {len(some):,}: {named}: which is right?"
        )
        odd.add(staging.origins[file].name, some[0][0], "supervisor", message)
