"""Absences that never were."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Date, bindparam, select
from sqlmodel import col

from storage import tables as t
from storage.conditions import not_past
from storage.reads import read_once
from storage.states import AbsenceState
from storage.work import Work


@read_once(t.Absence)
def was_taken_back(work: Work, person_id: int | None, on: date) -> bool:
    """Whether they were recorded as away on a day, and aren't any more; nobody was."""
    if person_id is None:
        return False
    found = work.connection.execute(_ON, {"person": person_id, "on": on}).scalars().all()
    return AbsenceState.REFUSED in found and AbsenceState.CONFIRMED not in found


_ON: Final = select(col(t.Absence.state)).where(
    col(t.Absence.person_id) == bindparam("person"),
    col(t.Absence.first) <= bindparam("on", type_=Date),
    not_past(col(t.Absence.last), bindparam("on", type_=Date)),
)
