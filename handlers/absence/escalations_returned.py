"""What went further up while a manager was away comes back to them, on their first day at work."""

from __future__ import annotations

from handlers.notifications import notifier
from policy.ruleset import Delivery
from storage import absences, answering, duties, escalated_while_away, outbox
from storage.absences import AbsenceView
from storage.outbox import NewNudge
from storage.tables import Nudge
from storage.work import Work


def bring_back(work: Work) -> None:
    """Each night, of absences that ended in the days before: what is still to be done and is theirs again, once."""
    for view in absences.just_over(work):
        _bring_back(work, view)


def _bring_back(work: Work, view: AbsenceView) -> None:
    assert view.last
    sent, told = escalated_while_away.escalated(work, view.first, view.last), dict[int, NewNudge]()
    kept = duties.these(work, [n.obligation_id for n in sent if n.obligation_id])
    answering.read_lines(work, (one.obligation for one in kept.values()))  # together, not for each
    for nudge in sent:
        if nudge.obligation_id and _is_theirs(work, nudge, view.person.id):
            told.setdefault(nudge.obligation_id, outbox.same_to(nudge, view.person.id, Delivery.DAY))
    if notifier.plan_all(work, list(told.values())):
        outbox.refresh(work, (), list(told))


def _is_theirs(work: Work, nudge: Nudge, manager_id: int) -> bool:
    """It went to somebody else, in the place of this manager."""
    assert nudge.obligation_id
    o = duties.of(work, nudge.obligation_id).obligation
    meant = answering.in_role(work, nudge.data["tell"], o.worker_id, o.holder_id)
    return nudge.recipient_id != manager_id == meant
