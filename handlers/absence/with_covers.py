"""Whoever is back is told what whoever covered is still asked for: in the answer, or on their first day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cards.absence.cover import WithCovers
from cards.model import Block
from cards.shared import still_with as cards_still_with
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from handlers.shared.still_with import still_with_since
from storage import absences
from storage.absences import AbsenceView
from storage.people import Person
from storage.states import AbsenceState
from storage.work import Work


@notice("with_covers")
class StillWithCovers(EventNotice[WithCovers]):
    """To whoever is back: what whoever covered is still asked for, of the sessions meanwhile. ``last``: their last day
    away."""

    absence: int
    last: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:with_covers", self.last)

    def says(self, work: Work, _context: NoticeContext) -> WithCovers | None:
        view = absences.absence(work, self.absence)
        found = still_with_since(work, view)
        stands = view.state == AbsenceState.CONFIRMED and str(view.last or "") == self.last
        return WithCovers(found, work.today) if stands and found else None


def on_return(work: Work, view: AbsenceView, actor: Person) -> Sequence[Block]:
    """What whoever covered is still asked for, to whoever is back by now: in the answer, or told."""
    if actor.id == view.person.id:
        return cards_still_with.still_with(still_with_since(work, view), work.today)
    notify(work, StillWithCovers(absence=view.id, last=str(view.last)), to=view.person.id)
    return ()


def notify_returned(work: Work, since: date) -> None:
    """Each night, to whoever's first day back it is, or was ``since``."""
    for view in absences.just_over(work, since):
        if still_with_since(work, view):
            notify(work, StillWithCovers(absence=view.id, last=str(view.last)), to=view.person.id)
