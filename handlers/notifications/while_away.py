"""Who is told while somebody is away: whoever stands in for them, or it waits for their return."""

from __future__ import annotations

from handlers.notifications import notifier, quiet_hours
from policy.facts import Away
from policy.ruleset import Delivery, Duty, Role
from storage import answering, duties, outbox, repeated_nudges, sending, supervision
from storage.people import Person
from storage.sending import Claimed
from storage.states import MessageEnd, NudgeEnd
from storage.tables import Nudge
from storage.work import Work


def pass_on_or_hold(work: Work, claim: Claimed, who: Person, absence: Away) -> None:
    """Nobody is told while away: the cover is, or the manager above, or it waits for the return. Of what whoever stands
    in was told a later step of, an earlier one isn't news."""
    for nudge in outbox.nudges_of(work, claim.id):
        other = stand_in_for(work, nudge, who.id)
        if other is not None and other != who.id:
            pass_on(work, nudge, other)
    if outbox.nudges_of(work, claim.id):
        sending.hold_until(work, claim, quiet_hours.after_absence(work, who, absence.last))
    else:
        sending.drop_message(work, claim.id, MessageEnd.REDIRECTED)


def stand_in_for(work: Work, nudge: Nudge, away_id: int) -> int | None:
    """Who is told in the absent person's place; None: it waits."""
    if nudge.escalates:
        return answering.first_available(work, away_id)
    if nudge.data.get("tell") != "supervisor":
        return None
    o = duties.of(work, nudge.obligation_id).obligation if nudge.obligation_id else None
    if o and (
        o.answers == Role.HOLDER or o.key.duty == Duty.SAY_HELD
    ):  # of a session that they held themselves
        return _there(work, answering.who_answers(work, o), away_id)
    worker = o.worker_id if o else nudge.data.get("supervisee")
    if worker is None or away_id in supervision.professional_supervisors(work, worker):
        return None
    return _there(work, supervision.supervisor_now(work, worker), away_id)


def _there(work: Work, other: int | None, away_id: int) -> int | None:
    return other if other not in (None, away_id) and answering.is_available(work, other) else None


def pass_on(work: Work, nudge: Nudge, other: int) -> None:
    """To somebody else, with their day's; what they were told a later step of isn't news."""
    if repeated_nudges.notified_later(work, nudge, other):
        outbox.drop(work, nudge, NudgeEnd.OVERTAKEN)
    else:
        notifier.redirect(work, nudge, other, Delivery.DAY)
