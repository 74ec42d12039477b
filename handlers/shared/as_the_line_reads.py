"""By when a cancelled session is to be held, as those above whoever rebooks it read it."""

from __future__ import annotations

from datetime import date

from handlers.shared.rebooking import cancellation
from policy.duties.rebooking import distinguished, limits_of_both
from policy.obligations import Obligation
from policy.ruleset import Duty
from storage import sessions
from storage.work import Work


def is_alike(work: Work, o: Obligation) -> bool:
    """Whether a cancelled session's limit would tell of whose days away were sickness: those above whoever rebooks it
    hear of it by both limits, and read neither."""
    view = sessions.session(work, o.key.subject.id) if o.key.kind_of_duty == Duty.REBOOK else None
    cancelled = cancellation(view) if view else None
    return cancelled is not None and distinguished(work.rules, cancelled.reason)


def limit(work: Work, o: Obligation) -> date | None:
    """The later of the two; None while nobody has said when they are back."""
    view = sessions.session(work, o.key.subject.id)
    cancelled = cancellation(view)
    if cancelled is None or cancelled.returned_on is None:
        return None
    both = limits_of_both(work.rules, work.calendar, view.kind, view.on, cancelled)
    return max((*both, o.due)) if o.due and both else o.due
