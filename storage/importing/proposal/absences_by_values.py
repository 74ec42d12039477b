"""Whose the absences of a council's own file are, and from when to when, where no heading says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.importing.mapped.own_dates import said_in, split
from storage.importing.proposal.coded import are_codes
from storage.importing.proposal.own_columns import NEARLY, Column
from storage.importing.proposal.staff_named import are_staff
from storage.importing.staff import Staff


def days_by_values(absences: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """The two columns of days of a file that tells of leave, of which one is never before the other, nor empty."""
    told = any(c.of_absence or (c.are_leave and c.is_mostly_leave) for c in columns)
    days = [c for c in columns if c.are_days]
    if "first" in absences or not told or len(days) != 2:
        return {}
    one, other = days if _follows(*days) else days[::-1]
    if one.filled <= NEARLY * len(one.cells) or not _follows(one, other):
        return {}
    ends = {} if absences.keys() & {"last", "back_on"} else {"last": other}
    return {"first": one, **ends}


def _follows(one: Column, other: Column) -> bool:
    """A slip or two aside, and on another day in some rows."""
    pairs = [(_day(a), _day(b)) for a, b in zip(one.cells, other.cells, strict=True) if a and b]
    both = [(a, b) for a, b in pairs if a and b]
    after = sum(a <= b for a, b in both)
    return bool(both) and after > NEARLY * len(both) and any(a != b for a, b in both)


def _day(cell: str) -> tuple[int, int, int] | None:
    said = said_in(split(cell)[0])
    return (int(said.year), said.month, said.day) if said else None


def whose_by_values(columns: Sequence[Column], staff: Staff) -> dict[str, Column]:
    """Numbers that staff are known by, else names; where nobody is known yet, a code and the name that goes with it.
    Whoever granted it stands there too, under a heading of theirs, or is one of a few."""
    free = [c for c in columns if not (c.of_others or c.are_days) and c.words]
    numbers = [c for c in free if are_staff(c, staff)]
    if numbers:
        return {"staff_number": max(numbers, key=lambda c: (are_codes(c), len(c.words)))}
    codes = ((c, n) for c in free if are_codes(c) for n in free if n.text_of == c.title and n.are_names)
    pair = max(codes, key=lambda both: len(both[0].words), default=None)
    return {"staff_number": pair[0], "name": pair[1]} if pair else {}
