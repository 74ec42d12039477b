"""Covers for somebody of whom nobody knows that they are away then: nothing follows from them."""

from __future__ import annotations

from datetime import date
from typing import Final

from policy.spans import share_a_day
from storage.importing.applied.link import ABSENCE, PERSON, StoredSide
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.states import AbsenceState
from storage.work import Work

_ALONE: Final = (
    "SELECT c.file, c.line, c.absent, c.since, c.until FROM covers c WHERE NOT EXISTS ("
    "SELECT 1 FROM absences a WHERE a.staff_number = c.absent AND coalesce(a.last, c.since) >= c.since "
    "AND a.first <= coalesce(c.until, a.first))"
)
_IDLE: Final = "isn't known to be away then, so nothing follows from it: bring their absence in too"


def idle_covers(staging: Staging, work: Work, odd: Faults) -> None:
    alone = staging.sql.execute(_ALONE).fetchall()
    link = StoredSide(work)
    ids = link.ids(PERSON, "staff_number", (absent for _, _, absent, _, _ in alone))
    away = link.grouped(ABSENCE, "person_id", ids.values())
    for file, line, absent, since, until in alone:
        covered = (date.fromisoformat(since), date.fromisoformat(until) if until else None)
        mine = (r for r in away.get(ids[absent], ()) if r.state == AbsenceState.CONFIRMED)
        if not any(share_a_day((r.first, r.last), covered) for r in mine):
            odd.add(staging.origins[file].name, line, "absent", _IDLE, _IDLE)
