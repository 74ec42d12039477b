"""A log or a tracker with the day for which a session was planned, the day on which it was held, and a code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from storage.importing.columns import values as v
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.proposal.own_columns import Column

_IS_PLANNED: Final = frozenset({"planned", "scheduled", "booked", "arranged", "proposed", "target"})
_IS_HELD: Final = frozenset({"actual", "held", "took", "completed", "happened", "done", "delivered"})
_NEXT: Final = "next"
_DUE: Final = "due"
#: What says of a session in a few letters what became of it.
_IS_CODE: Final = frozenset({"code", "codes"})
#: So many different ones at most.
_FEW: Final = 20


def as_held(sessions: Mapping[str, Column], columns: Sequence[Column], today: date) -> dict[str, Column]:
    """Where a log has the day that was planned and the day on which it was held: the second, and where it says nothing
    the first."""
    on = sessions.get("date")
    if on is None:
        return dict(sessions)
    days = [c for c in columns if c.are_days and not c.each and (c is on or c not in sessions.values())]
    held = next((c for c in days if not _IS_HELD.isdisjoint(c.heading) and not _is_planned(c)), None)
    planned = next(filter(_is_planned, days), None)
    if planned is None and held:
        due = (c for c in days if _DUE in c.heading and _NEXT not in c.heading)
        planned = next((c for c in due if _was_due(c, held, today)), None)
    if planned is None or held is None or on not in (planned, held):
        return dict(sessions)
    return {**sessions, "date": held, "planned_date": planned}


def _is_planned(column: Column) -> bool:
    return not _IS_PLANNED.isdisjoint(column.heading)


def _was_due(due: Column, held: Column, today: date) -> bool:
    """Most were due by the day on which they were held: else it is when the next one is."""
    dates = OwnDates(year=today.year)
    both = [
        tuple(v.day_if_readable(dates.restated(cell)) for cell in cells)
        for cells in zip(due.cells, held.cells, strict=True)
    ]
    told = [(one, other) for one, other in both if one and other]
    return bool(told) and 2 * sum(one <= other for one, other in told) > len(told)


def code_in(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """The column of codes that says why a session wasn't held, where nothing else does: most of them stand beside no
    day on which one was."""
    if "planned_date" not in sessions or {"state", "reason"} & sessions.keys():
        return {}
    free = (c for c in columns if c not in sessions.values() and not _IS_CODE.isdisjoint(c.heading))
    return next(({"reason": c} for c in free if _tells_why(c, sessions["date"])), {})


def _tells_why(code: Column, held: Column) -> bool:
    beside = zip(code.cells, held.cells, strict=True)
    off = {word for word, on in beside if word and not re.search(r"\d", on)}
    return 0 < len(code.words) <= _FEW and 2 * len(off) >= len(code.words)
