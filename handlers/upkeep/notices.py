"""What is told by the week, and to administrators."""

from __future__ import annotations

from cards.upkeep.late import Late, StaysLate, TeamsStayLate
from handlers.notifications.notice import EventNotice, Key, Told, notice
from handlers.shared.redaction import PRIVATE
from policy.obligations import is_overdue
from storage import duties, late, people
from storage.work import Work


@notice("late")
class WhatStaysLate(EventNotice[StaysLate]):
    """To whoever answers, each week. ``week``: its day."""

    person: int
    week: str

    def key(self) -> Key:
        return Key(f"person:{self.person}:late:{self.week}")

    def says(self, work: Work, told: Told) -> StaysLate | None:
        found = _late_of(work, told.reader, told.reader)
        return StaysLate(found) if found.any else None


@notice("late_team")
class WhatStaysLateInTeams(EventNotice[TeamsStayLate]):
    """To the manager above, each week: whoever has something late, in the order of their names."""

    person: int
    week: str

    def key(self) -> Key:
        return Key(f"person:{self.person}:late_team:{self.week}")

    def says(self, work: Work, told: Told) -> TeamsStayLate | None:
        below = people.people(work, people.supervisees_now(work, told.reader)).values()
        lines = [(p.name, _late_of(work, p.id, told.reader)) for p in sorted(below, key=lambda p: p.name)]
        some = [(name, found) for name, found in lines if found.any]
        return TeamsStayLate(some) if some else None


def _late_of(work: Work, person_id: int, reader_id: int) -> Late:
    """Nobody's manager is told that they haven't prepared."""
    found = [
        k
        for k in duties.answered_by(work, person_id)
        if person_id == reader_id or k.obligation.key.duty not in PRIVATE
    ]
    dues = [k.obligation.due for k in found]
    overdue = [due for due in dues if due and is_overdue(due, work.today)]
    undated = late.asked_without_day(work, [k.id for k in found])
    return Late(len(overdue), min(overdue, default=None), len(undated))
