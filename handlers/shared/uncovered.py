"""A supervisor who is away while nobody covers for them: what waits for them waits for whoever can name a cover."""

from __future__ import annotations

from cards.shared.uncovered import Uncovered
from storage import absences, supervision
from storage.absences import AbsenceView
from storage.states import AbsenceState
from storage.work import Work


def uncovered(work: Work, worker_id: int | None) -> Uncovered | None:
    """Of whoever supervises somebody in the line: until the end of the stretch away, of which this may be a part."""
    supervisor = supervision.line_supervisor(work, worker_id) if worker_id else None
    if worker_id is None or supervisor is None or supervision.supervisor_now(work, worker_id) != supervisor:
        return None
    view = next((one for one in absences.of_person(work, supervisor) if _runs(work, one)), None)
    if view is None:
        return None
    last = absences.stretch(work, view)[-1].last
    return Uncovered(view.id, worker_id, supervisor, view.person.name, last)


def _runs(work: Work, view: AbsenceView) -> bool:
    return view.state == AbsenceState.CONFIRMED and view.covers(work.today)
