"""Who is known before a file is read: those stored, and those of a file of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from sqlalchemy import select

from storage.importing import values as v
from storage.importing.faults import Unreadable
from storage.importing.link import PERSON
from storage.importing.staff import Staff
from storage.work import Work


def stored(work: Work, today: date) -> Staff:
    """``today`` is a date in the council's zone."""
    staff, p = Staff(today), PERSON.c
    for row in work.connection.execute(select(p.staff_number, p.name, p.email, p.left_on)):
        staff.know(row.staff_number, (row.name, row.email), row.left_on)
    return staff


def know(staff: Staff, people: Iterable[Mapping[str, str]]) -> None:
    """Rows of a file of people, as a mapping makes them: whoever has a number, and what they are called."""
    for one in people:
        with suppress(Unreadable):
            if number := one.get("staff_number"):
                left = v.day_if_readable(one["left_on"]) if one.get("left_on") else None
                staff.know(v.staff_number(number), (one.get("name"), one.get("email")), left)
