"""A case that two lists have, each with another worker: who was allocated last has it now, and had it before whom the
other says."""

from __future__ import annotations

from typing import Final

from storage.importing.columns.column_types import say_day
from storage.importing.faults import Faults
from storage.importing.staging import Staging

#: Of each such case the rows of other lists before the latest.
_EARLIER: Final = """
    SELECT a.id, a.file, a.line, a.key, a.last_discussed, b.id, b.file, b.line, b.allocated_on, b.last_discussed
    FROM cases a JOIN cases b ON a.key = b.key AND a.file <> b.file AND a.worker <> b.worker
        AND a.allocated_on < b.allocated_on
    WHERE b.allocated_on = (SELECT max(allocated_on) FROM cases WHERE key = a.key AND worker IS NOT NULL)
    ORDER BY b.id, a.id
"""
_TWICE: Final = (
    "SELECT 1 FROM cases GROUP BY key HAVING count(DISTINCT worker) > 1 AND count(DISTINCT file) > 1 LIMIT 1"
)


def keep_latest_allocated(staging: Staging, odd: Faults) -> None:
    """The row of the latest day of allocation says how the case is; it was last discussed on the later of the days."""
    if "cases" not in {kind.name for kind in staging.kinds} or not staging.sql.execute(_TWICE).fetchone():
        return
    staging.index("cases")
    for row, file, line, key, discussed, latest, there, at, on, said in staging.sql.execute(
        _EARLIER
    ).fetchall():
        where = f"line {at} of {staging.origins[there].name}"
        why = f"{key} has another worker in {where}, who was allocated later, on {say_day(on)}: that row is taken"
        odd.add(staging.origins[file].name, line, "worker", why)
        staging.remove("cases", row)
        if discussed and discussed > (said or ""):
            staging.sql.execute(
                "UPDATE cases SET last_discussed = ? WHERE id = ? AND coalesce(last_discussed, '') < ?",
                [discussed, latest, discussed],
            )
