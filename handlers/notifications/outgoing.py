"""What of a claimed message goes out now: still true, to somebody who is there, at an hour of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cards.model import Card
from handlers.notifications import compose, notifier
from handlers.notifications.notice import Kinds
from handlers.notifications.recipients import stand_in_for
from policy.ruleset import Delivery
from storage import hours, outbox, people
from storage.answering import first_available
from storage.outbox import Claimed
from storage.people import Person
from storage.states import MessageEnd, NudgeEnd
from storage.tables import Absence
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Outgoing:
    """``card`` None: nothing goes out now. ``dropped``: why some of its nudges aren't told. ``failed``: why it can't
    arrive."""

    card: Card | None = None
    dropped: tuple[NudgeEnd, ...] = ()
    failed: str = ""


def outgoing(work: Work, claim: Claimed, notices: Kinds) -> Outgoing:
    """What is sent of the message; what isn't waits, went to somebody else or is dropped when this returns."""
    who = people.person(work, claim.recipient_id)
    if not who.in_post(work.today):
        return cannot_arrive(work, claim, MessageEnd.LEFT)
    absence = people.absence_now(work, who.id)
    if absence:
        _while_away(work, claim, who, absence)
        return Outgoing()
    if _out_of_hours(work, claim, who):
        return Outgoing()
    if claim.late and not claim.again and not claim.urgent:
        outbox.gather(work, claim)
    return _composed(work, claim, notices)


def _composed(work: Work, claim: Claimed, notices: Kinds) -> Outgoing:
    """The card of what is still true; a message with nothing true in it is dropped."""
    card, dropped = compose.compose(work, claim.id, notices)
    outbox.drop_nudges(work, dropped)
    if card is None:
        outbox.drop_message(work, claim.id, MessageEnd.NOT_TRUE)
    return Outgoing(card, tuple(why for _, why in dropped))


def _out_of_hours(work: Work, claim: Claimed, who: Person) -> bool:
    """After an outage, or when hours changed, its moment may lie in its reader's evening."""
    at = hours.next_working_moment(work, who)
    if claim.urgent or at <= work.now:
        return False
    outbox.wait_until(work, claim, at)
    return True


def _while_away(work: Work, claim: Claimed, who: Person, absence: Absence) -> None:
    """Nobody is told while away: the cover is, or the manager above, or it waits for the return."""
    for nudge in outbox.nudges_of(work, claim.id):
        other = stand_in_for(work, nudge, who.id)
        if other is not None and other != who.id:
            notifier.redirect(work, nudge, other, Delivery.DAY)
    if outbox.nudges_of(work, claim.id):
        outbox.hold_until(work, claim, _back_at(work, who, absence.last))
    else:
        outbox.drop_message(work, claim.id, MessageEnd.REDIRECTED)


def _back_at(work: Work, who: Person, last: date | None) -> datetime:
    """The first working hour after an absence; while its end is unknown, that of the next working day."""
    back = last + timedelta(days=1) if last else work.calendar.add_working(work.today, 1)
    return hours.next_working_moment(work, who, work.calendar.start_of(back))


def cannot_arrive(work: Work, claim: Claimed, why: str) -> Outgoing:
    """Left or unreachable: to the administrator, and an escalation to the next manager."""
    outbox.fail_message(work, claim.id, why)
    work.log("message.failed", None, None, message=claim.id, recipient=claim.recipient_id, why=why)
    if claim.replaces_id is None:
        _pass_up(work, claim)
        notifier.notify_unreachable(work, claim.recipient_id, claim.id, why)
    return Outgoing(failed=why)


def _pass_up(work: Work, claim: Claimed) -> None:
    """Escalations to the next manager who is there."""
    above = first_available(work, next(people.line_above(work, claim.recipient_id), claim.recipient_id))
    for nudge in outbox.nudges_of(work, claim.id):
        if nudge.escalates and above != claim.recipient_id:
            notifier.redirect(work, nudge, above)
