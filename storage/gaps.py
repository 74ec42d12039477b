"""Which children's files a cancelled session leaves a gap in."""

from __future__ import annotations

from policy.facts import SessionKind
from policy.ruleset import Duty
from storage import cases, duties, sessions
from storage.sessions import SessionView
from storage.work import Work

#: Where no case was due by the session's own day: those due so many working days on, by when it is held again.
HELD_AGAIN = 5


def affected(work: Work, view: SessionView) -> list[int]:
    """The cases on whose files the gap is noted: those prepared for the session or due for discussion by its day; where
    there are none, those that fall due before it is held again. None for a session about no cases, or where no rule
    asks for notes."""
    if view.kind is SessionKind.PERSONAL or not work.rules.has(Duty.NOTE_GAP):
        return []
    mine = [c.subject for c in cases.allocated_to(work, view.supervisee.id)]
    found = duties.open_about(work, mine, "discuss") if mine else []
    dates = {k.obligation.key.subject.id: k.obligation.due for k in found}
    prepared = {i for i in sessions.prepared_cases(work, view.id) if any(s.id == i for s in mine)}
    served = prepared | {i for i, due in dates.items() if due and due <= view.on}
    by = work.calendar.add_working(max(work.today, view.on), HELD_AGAIN)
    return sorted(served or {i for i, due in dates.items() if due and due <= by})
