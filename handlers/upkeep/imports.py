"""An import that a timer makes and that stopped, left rows out, or wasn't made: the administrators are told."""

from __future__ import annotations

from cards.upkeep.imports import ImportGap, ImportRest, ImportStop
from handlers.notifications.notice import EventNotice
from handlers.notifications.notifier import notify
from handlers.upkeep.notices import ImportMissed, ImportStopped, RowsLeftOut
from policy.ruleset import Delivery
from storage import people
from storage.importing import runs
from storage.states import ImportState
from storage.work import Work


def refused(work: Work, faults: int, again_within: int) -> None:
    """It was stopped by faults, or without any because another was under way, with nothing changed."""
    _notify(work, ImportStopped(run=runs.note(work, ImportState.REFUSED, again_within, faults)))


def left_out(work: Work, rows: int) -> None:
    """The newest import is in, but for rows with a fault."""
    done = runs.newest_finished(work)
    if done and rows:
        runs.set_faults(work, done.id, rows)
        _notify(work, RowsLeftOut(run=done.id))


def failed(work: Work, run_id: int) -> None:
    """A part is in; the rest can't be brought in."""
    runs.end(work, run_id, ImportState.FAILED)
    _notify(work, ImportStopped(run=run_id))


def check(work: Work) -> None:
    """Each night: was the import made that is expected?"""
    if last := runs.missed(work):
        _notify(work, ImportMissed(run=last.id))


def _notify(
    work: Work, notice: EventNotice[ImportStop] | EventNotice[ImportRest] | EventNotice[ImportGap]
) -> None:
    for one in people.administrators(work):
        notify(work, notice, to=one, send=Delivery.DAY)
