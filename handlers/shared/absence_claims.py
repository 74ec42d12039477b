"""What a supervisee said of a supervisor's absence and nobody has confirmed: who is asked, and who waits for them."""

from __future__ import annotations

from collections.abc import Sequence

from cards.absence.claim import AbsenceClaimed
from handlers.shared.absent import name_of, shown
from storage import absences, people, supervision
from storage.absences import AbsenceView
from storage.answering import first_available
from storage.repeated_nudges import was_notified
from storage.work import Work


def confirmers(work: Work, absent_id: int) -> Sequence[int]:
    """Who is asked to confirm: the line manager or who stands in; without one the administrators."""
    above = next(supervision.line_above(work, absent_id), None)
    return [first_available(work, above)] if above else people.administrators(work)


def arranger(work: Work, absent_id: int) -> int | None:
    """The absent supervisor's line manager, or who stands in; the administrator where no line manager is recorded."""
    return next(iter(confirmers(work, absent_id)), None)


def claim_source(absence_id: int) -> str:
    """Under which those who are asked are told."""
    return f"absence:{absence_id}:claim"


def asked_to_confirm(work: Work, view: AbsenceView) -> Sequence[int]:
    """The same, and the administrators whom it was passed on to since nobody had answered."""
    told = (i for i in people.administrators(work) if was_notified(work, claim_source(view.id), i))
    return list(dict.fromkeys((*confirmers(work, view.person.id), *told)))


def claims_of(work: Work, person_id: int) -> list[AbsenceView]:
    """What this person said, while it waits."""
    return [view for view in absences.unanswered(work) if view.said_by_id == person_id]


def asked_of(work: Work, person_id: int) -> list[AbsenceClaimed]:
    """What waits for this person, as its message asks it."""
    waiting = (v for v in absences.unanswered(work) if person_id in asked_to_confirm(work, v))
    return [claimed(work, view, again=False) for view in waiting]


def claimed(work: Work, view: AbsenceView, *, again: bool) -> AbsenceClaimed:
    return AbsenceClaimed(shown(view), name_of(work, view.said_by_id), again)
