"""Of a list of notes: only the latest of each case says when it was last discussed, and when its plan was reviewed;
nothing is said of cases that nobody knows."""

from __future__ import annotations

from storage.importing.applied.link import CASE, StoredSide
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work


def keep_latest(staging: Staging, work: Work, odd: Faults) -> None:
    """A list of notes goes further back than one of open cases."""
    sql = staging.sql
    if "last_discussed" not in {kind.name for kind in staging.kinds}:
        return
    staging.index("last_discussed")
    sql.execute(
        "UPDATE last_discussed SET plan_last_reviewed = ("
        "SELECT max(other.plan_last_reviewed) FROM last_discussed other WHERE other.key = last_discussed.key)"
    )
    sql.execute(
        "DELETE FROM last_discussed WHERE id NOT IN (SELECT id FROM ("
        "SELECT id, row_number() OVER (PARTITION BY key ORDER BY last_discussed DESC, id) AS n FROM last_discussed"
        ") WHERE n = 1)"
    )
    query = 'SELECT DISTINCT "case" FROM last_discussed WHERE "case" NOT IN (SELECT key FROM cases)'
    unknown = {key for (key,) in sql.execute(query).fetchall()}
    unknown -= StoredSide(work).ids(CASE, "reference", unknown).keys()
    if not unknown:
        return
    rows = sql.execute('SELECT id, file, line, "case" FROM last_discussed').fetchall()
    for row, file, line, case in rows:
        if case in unknown:
            odd.add(staging.origins[file].name, line, "case", "is no case that is known: passed over")
            staging.remove("last_discussed", row)
