"""Logs of sessions and lists of cases whose headings nobody knows, by whom their columns name: staff who are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.importing.proposal.coded import are_codes
from storage.importing.proposal.heading_signs import SAYS_WHY
from storage.importing.proposal.kinds_of_file import is_of_sessions, tell_of_leave
from storage.importing.proposal.own_columns import MOSTLY, NEARLY, Column
from storage.importing.staff import Staff


def pair_by_values(
    found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column], staff: Staff
) -> dict[str, Column]:
    """Of two columns that name staff, in a file that tells of sessions: of few the supervisors, of more those whom they
    supervise. Where one of the two is known the other is the only one left."""
    sessions, cases = found["sessions"], found["cases"]
    missing = [ours for ours in ("supervisee", "supervisor") if ours not in sessions]
    if "date" not in sessions or not is_of_sessions(sessions) or tell_of_leave(found["absences"]):
        return {}
    if "role" in found["people"] or cases.keys() >= {"case", "worker"}:
        return {}
    taken = [column for ours, column in sessions.items() if ours != "reason"]
    named = [c for c in columns if c not in taken and _names_staff(c, staff)]
    if len(named) != len(missing):
        return {}
    return dict(zip(missing, sorted(named, key=lambda c: -len(c.words)), strict=True))


def held_by_values(
    found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column], staff: Staff
) -> dict[str, Column]:
    """Numbers that are nobody's of the staff, each in hardly more than one row, beside the one column that names staff,
    who have several: cases, where nothing else of the file is known."""
    people, sessions, cases = found["people"], found["sessions"], found["cases"]
    told = "role" in people or {"supervisee", "supervisor"} & sessions.keys() or "worker" in cases
    if told or any(c.of_absence or c.is_mostly_leave for c in columns):
        return {}
    named = [c for c in columns if _names_staff(c, staff) and len(c.words) <= MOSTLY * c.filled]
    codes = (c for c in columns if are_codes(c) and c.filled > NEARLY * len(c.cells) and not c.are_days)
    own = (c for c in codes if len(c.words) > NEARLY * c.filled and not any(map(staff.has, c.words)))
    reference = cases.get("case", next(own, None))
    return {"case": reference, "worker": named[0]} if reference and len(named) == 1 else {}


def _names_staff(column: Column, staff: Staff) -> bool:
    return (
        (column.are_names or column.are_emails)
        and SAYS_WHY.isdisjoint(column.heading)
        and are_staff(column, staff)
    )


def are_staff(column: Column, staff: Staff) -> bool:
    """Whether most of its words are somebody of the staff, by name or number."""
    return sum(staff.known(word) is not None for word in column.words) > MOSTLY * len(column.words)
