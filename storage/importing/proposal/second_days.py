"""A log whose question of the day was asked anew further on: what one column says stands in for the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from storage.importing.proposal.heading_signs import NEVER_OF
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.recorded_flags import of_record

#: Of so many of the rows without a day the second says one.
_MOST: Final = 0.9
#: Of so few rows both say one.
_FEW: Final = 0.05
#: A day in place of another, or of something else.
_OF_ANOTHER: Final = frozenset(
    {
        "moved",
        "rearranged",
        "rescheduled",
        "rebooked",
        "postponed",
        "new",
        "cancelled",
        "completion",
        "created",
    }
)


def second_day(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """``other_date``: what says the day where the column of days says none."""
    on = sessions.get("date")
    if on is None or on.each or "planned_date" in sessions or not on.are_days:
        return {}
    free = (c for c in columns if c not in sessions.values() and c.are_days and not c.each)
    other = next((c for c in free if _is_day(c) and _stands_in(c, on)), None)
    return {"other_date": other} if other else {}


def _is_day(column: Column) -> bool:
    return (NEVER_OF["date"] | _OF_ANOTHER).isdisjoint(column.heading) and not of_record(column)


def _stands_in(other: Column, on: Column) -> bool:
    both = sum(bool(one and two) for one, two in zip(on.cells, other.cells, strict=True))
    without = [two for one, two in zip(on.cells, other.cells, strict=True) if not one]
    said = sum(map(bool, without))
    return bool(said) and said > _MOST * len(without) and both <= _FEW * len(on.cells)
