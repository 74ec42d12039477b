"""What is told of a return to whoever reported the absence."""

from __future__ import annotations

from cards.absence.cover import ReturnKnown
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared.absent import shown
from storage import absences, supervision
from storage.states import AbsenceState
from storage.work import Work


@notice("return_known")
class ReturnIsKnown(EventNotice[ReturnKnown]):
    """To whoever reported the absence and reads of its end nowhere else, until it moves again. ``last``: the last day
    of it; ``at``: when that was known."""

    absence: int
    last: str
    at: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:return", f"{self.last}.{self.at}")

    def says(self, work: Work, context: NoticeContext) -> ReturnKnown | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.CONFIRMED or str(view.last or "") != self.last or view.returns is None:
            return None
        theirs = supervision.line_supervisor(work, context.reader) == view.person.id
        return ReturnKnown(shown(view), view.returns, work.today, theirs)
