"""An absence as cards have it."""

from __future__ import annotations

from cards.absence.absent import SOMEBODY, Absent
from storage import people
from storage.absences import AbsenceView
from storage.people import Person
from storage.work import Work


def shown(view: AbsenceView, reader: Person | None = None) -> Absent:
    """Without the name to the person themselves."""
    name = "" if reader and reader.id == view.person.id else view.person.name
    return Absent(view.id, name, view.first, view.last)


def name_of(work: Work, person_id: int | None) -> str:
    return people.person(work, person_id).name if person_id else SOMEBODY
