"""Lists of people who have no number: agency staff, starters, leavers. Each is known by their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.importing.proposal.booked_ranges import BOOKED, booked_in
from storage.importing.proposal.own_columns import Column


def named_alone(found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column]) -> dict[str, Column]:
    """Where somebody's post and the day on which it began or ends stand, but nobody's number: the first column of
    names, of which no two are alike."""
    people, sessions = found["people"], found["sessions"]
    dated, booked = not people.keys().isdisjoint(("employed_from", "left_on")), booked_in(columns)
    told = "role" in people or (
        any(map(_of_agency, columns)) and not {"supervisee", "date"} <= sessions.keys()
    )
    if not told or "staff_number" in people or not (dated or booked):
        return {}
    if {"supervisee", "supervisor", "date"} <= sessions.keys() and "state" in sessions:
        return {}
    if "last_name" in people or "sickness" in found["absences"] or any(c.is_case for c in columns):
        return {}
    free = [people["name"]] if "name" in people else [c for c in columns if _may_name(c, people)]
    names = next((c for c in free if c.are_names and len(c.words) == len(c.cells)), None)
    dates = {BOOKED: booked} if booked and not dated else {}
    return {"staff_number": names, "name": names, **dates} if names else {}


def _may_name(column: Column, people: Mapping[str, Column]) -> bool:
    return column not in people.values() and not column.of_others and not _names_agencies(column)


def _of_agency(column: Column) -> bool:
    return not {"agency", "locum"}.isdisjoint(column.heading)


def _names_agencies(column: Column) -> bool:
    """Who sent them; ``Agency worker`` is who was sent."""
    return _of_agency(column) and {*column.heading} <= {"agency", "name", "supplier", "company", "provider"}
