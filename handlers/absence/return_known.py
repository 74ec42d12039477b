"""What is told of a return to whoever reported the absence, and to whomever it left without a supervisor."""

from __future__ import annotations

from cards.absence.left_alone import ReturnKnown
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared.absent import shown
from handlers.shared.uncovered import away_again
from storage import absences, supervision, working_hours
from storage.absences import AbsenceView
from storage.states import AbsenceState
from storage.work import Work


@notice("return_known")
class ReturnIsKnown(EventNotice[ReturnKnown]):
    """To whoever reads of its end nowhere else, until it moves again. ``last``: the last day of it, empty while nobody
    knows; ``at``: when that was known. ``alone``: to somebody who had nobody meanwhile, who else reported it;
    nothing once whoever was away is away again. ``never``: to whoever covered in it, for whom, and who recorded it,
    where it never was."""

    absence: int
    last: str
    at: str
    alone: bool = False
    never: bool = False

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:return", f"{self.last}.{self.at}")

    def says(self, work: Work, context: NoticeContext) -> ReturnKnown | None:
        view = absences.absence(work, self.absence)
        if self.never:
            return never_was(work, view)
        line = supervision.lines(work, [context.reader])[context.reader]
        theirs = line.supervisor == view.person.id
        if self.alone and not theirs and line.cover != view.person.id:
            return None
        if self.alone and view.state == AbsenceState.REFUSED:
            return never_was(work, view)
        moved = view.state != AbsenceState.CONFIRMED or str(view.last or "") != self.last
        if moved or (view.last is None and not self.alone):
            return None
        back = working_hours.next_day_worked(work, view.person, view.last) if view.last else None
        again = away_again(work, view)
        if again and self.alone:
            return None
        return ReturnKnown(shown(view), back, work.today, theirs and not again, reported=not self.alone)


def never_was(work: Work, view: AbsenceView) -> ReturnKnown | None:
    if view.state != AbsenceState.REFUSED:
        return None
    return ReturnKnown(shown(view), None, work.today, reported=False, stands=False)
