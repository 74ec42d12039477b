"""What of a claimed message goes out now: still true, to somebody who is there, at an hour of theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.message import Message
from cards.model import Card
from handlers.notifications import compose, notifier, quiet_hours, while_away
from handlers.notifications.notice import IsAllowed, Kinds, Notice
from handlers.notifications.recipients import answers_instead
from handlers.shared import awaiting_outcome
from handlers.shared.next_meeting import read_discussed
from handlers.shared.records import record_in
from policy.facts import Subject, SubjectKind, ids_by_kind
from policy.ruleset import Duty
from storage import (
    actions,
    answered_for,
    answering,
    cases,
    duties,
    gaps,
    next_sessions,
    outbox,
    people,
    preparations,
    records,
    repeated_nudges,
    sending,
    sessions,
    supervision,
    tickets,
    unreached,
)
from storage.answering import first_available
from storage.people import Person
from storage.sending import Claimed
from storage.states import MessageEnd, NudgeEnd
from storage.tables import Nudge
from storage.work import Work

#: Reminders that somebody gets in a day: the last of them takes along all that waits, and waits itself for the last
#: session of the day; what comes up after it goes with the next morning's.
A_DAY: Final = 3


@dataclass(frozen=True, slots=True)
class Outgoing:
    """``card`` None: nothing goes out now. ``dropped``: which of its nudges aren't told, each with its reason, and
    ``over``: none of it is true; both are still to be kept. ``failed``: why it never arrives; ``unreached``: why its
    reader can't be reached today."""

    card: Card | None = None
    dropped: tuple[tuple[int, NudgeEnd], ...] = ()
    over: bool = False
    failed: str = ""
    unreached: str = ""


def read_together(work: Work, claims: Collection[Claimed], notices: Kinds) -> None:
    """Reads in sets what these messages rest on, so that each is composed from what is known."""
    again = [claim.replaces_id for claim in claims if claim.replaces_id]
    carried = outbox.nudges_of_all(work, [claim.replaces_id or claim.id for claim in claims])
    nudges = [nudge for some in carried.values() for nudge in some]
    _read_subjects(work, nudges)
    _read_notices(work, nudges, notices)
    readers = [claim.recipient_id for claim in claims]
    people.people(work, readers)
    people.absences_on(work, readers, work.today)
    sending.reminders_today(work, readers)
    tickets.unused(work, list(carried))
    sending.shown(work, again)
    repeated_nudges.asked_again_of_all(work, again)
    if up := {nudge.message_id for nudge in nudges if nudge.escalates}:
        repeated_nudges.notified_before_of_all(work, sorted(i for i in up if i))


def _read_subjects(work: Work, nudges: Collection[Nudge]) -> None:
    """What these nudges' obligations are about, who answers for them, and when their workers next meet somebody; and
    the sessions of which there is news."""
    kept = duties.these(work, [n.obligation_id for n in nudges if n.obligation_id])
    repeated_nudges.put_off_by(work, list(kept))
    about = [one.obligation for one in kept.values()]
    answering.read_lines(work, about)
    by_kind = ids_by_kind(o.key.subject for o in about)
    cases.cases(work, by_kind[SubjectKind.CASE])
    _read_sessions(work, {*by_kind[SubjectKind.SESSION], *_in_news(nudges)})
    records.these(work, {i for o in about if (i := record_in(o)) is not None})
    workers = {o.worker_id for o in about if o.worker_id}
    next_sessions.read_next(work, workers)
    asked_of = {q.obligation.key.subject.id for q in awaiting_outcome.questions(work, kept.values()).values()}
    sessions.sessions(work, list(asked_of))
    awaiting_outcome.unknown(work, kept.values())
    awaiting_outcome.read_away(work, kept.values())
    read_discussed(work, about)
    asked = [k for k in kept.values() if k.obligation.key.duty in (Duty.PREPARE, Duty.CHECK)]
    repeated_nudges.notified_of_all(work, [k.id for k in asked])
    _read_prepared(work, {k.obligation.worker_id for k in asked if k.obligation.worker_id})


def _read_notices(work: Work, nudges: Collection[Nudge], notices: Kinds) -> None:
    readers: dict[type[Notice[Message]], set[int]] = {}
    for nudge in nudges:
        readers.setdefault(compose.notice_of(nudge, notices), set()).add(nudge.recipient_id)
    for told, some in readers.items():
        told.read_together(work, some)


def _in_news(nudges: Collection[Nudge]) -> set[int]:
    """The sessions that news is about; ``about`` is the subject's kind and its id."""
    before = f"{SubjectKind.SESSION}:"
    return {int(n.about.removeprefix(before)) for n in nudges if n.about.startswith(before)}


def _read_sessions(work: Work, ids: Collection[int]) -> None:
    """Sessions, and what is owed, or was, about them."""
    sessions.sessions(work, list(ids))
    gaps.references(work, list(ids))
    duties.all_open_about(work, [Subject(SubjectKind.SESSION, i) for i in ids])
    duties.ended_of_all(work, str(Duty.AGREE), ids)


def _read_prepared(work: Work, workers: Collection[int]) -> None:
    """What these workers have to prepare."""
    held = cases.allocated_to_all(work, workers, work.today)
    duties.all_open_about(work, [case.subject for some in held.values() for case in some])
    preparations.of_people(work, workers)
    actions.carried_of_all(work, workers)


def outgoing(work: Work, claim: Claimed, notices: Kinds, is_allowed: IsAllowed) -> Outgoing:
    """What is sent of the message; what isn't waits, went to somebody else or is dropped by ``keep_dropped``."""
    who = people.person(work, claim.recipient_id)
    if not who.in_post(work.today):
        return _left(work, claim)
    absence = people.absence_now(work, who.id)
    if absence:
        while_away.pass_on_or_hold(work, claim, who, absence)
        return Outgoing()
    if quiet_hours.hold_while_quiet(work, claim, who):
        return Outgoing()
    if not (claim.again or claim.replaces_id) and _is_all_theirs(work, claim):
        return Outgoing()
    if not (claim.again or claim.urgent) and _waits_for_its_turn(work, claim, who):
        return Outgoing()
    return _composed(work, claim, notices, is_allowed)


def _waits_for_its_turn(work: Work, claim: Claimed, who: Person) -> bool:
    """Whether it isn't one of the day's reminders, or not yet; the last of them takes along what else waits."""
    reminded = sending.reminders_today(work, [who.id])[who.id] if _reminds(work, claim) else 0
    if reminded >= A_DAY:
        sending.hold_until(work, claim, quiet_hours.tomorrow(work, who))
        return True
    last = reminded == A_DAY - 1
    if last and (asked := _last_asked(work, who)):
        sending.wait_until(work, claim, asked)
        return True
    if claim.late or last:
        sending.gather(work, claim)
        _read_subjects(work, outbox.nudges_of(work, claim.id))
    return False


def _last_asked(work: Work, who: Person) -> datetime | None:
    """When they are last asked today, inside their hours, whether a session took place; None where that is over. The
    day's last reminder waits for it: what it left out would first be asked on the morning on which it is late."""
    ends = (at for at in answered_for.asked_later_today(work, who.id) if quiet_hours.is_worked(work, who, at))
    return max(ends, default=None)


def _reminds(work: Work, claim: Claimed) -> bool:
    """The day's digest, or of something its reader or their people owe; else it is news, such as the answer to what
    somebody did."""
    return claim.of_day or any(nudge.obligation_id for nudge in outbox.nudges_of(work, claim.id))


def _composed(work: Work, claim: Claimed, notices: Kinds, is_allowed: IsAllowed) -> Outgoing:
    """The card of what is still true; a message with nothing true in it is over."""
    card, dropped = compose.compose(work, claim.id, notices, is_allowed)
    return Outgoing(card, tuple(dropped), over=card is None)


def keep_dropped(work: Work, made: Mapping[int, Outgoing]) -> None:
    """What isn't told of these messages, and which have nothing left. Together, once all are composed: what was read
    for the set stands until its tables are written."""
    outbox.drop_nudges(work, [one for going in made.values() for one in going.dropped])
    for message_id, going in made.items():
        if going.over:
            sending.drop_message(work, message_id, MessageEnd.NOT_TRUE)


def _is_all_theirs(work: Work, claim: Claimed) -> bool:
    """What somebody else answers for by now goes to them; whether nothing is left of the message."""
    passed = [
        (n, to) for n in outbox.nudges_of(work, claim.id) if (to := answers_instead(work, n)) is not None
    ]
    for nudge, other in passed:
        while_away.pass_on(work, nudge, other)
    if not passed or outbox.nudges_of(work, claim.id):
        return False
    sending.drop_message(work, claim.id, MessageEnd.REDIRECTED)
    return True


def _left(work: Work, claim: Claimed) -> Outgoing:
    """For good: to the administrator, and an escalation to the next manager."""
    sending.fail_message(work, claim.id, MessageEnd.LEFT)
    work.log("message.failed", _to(claim), None, message=claim.id, why="left")
    if claim.replaces_id is None:
        who, up = claim.recipient_id, _pass_up(work, claim, outbox.nudges_of(work, claim.id), left=True)
        left_on = people.person(work, who).left_on or work.today
        notifier.notify_unreachable(work, who, claim.id, MessageEnd.LEFT, left_on, passed_up=up)
    return Outgoing(failed=MessageEnd.LEFT)


def _to(claim: Claimed) -> Subject:
    return Subject(SubjectKind.PERSON, claim.recipient_id)


def keep_unreached(work: Work, claim: Claimed, why: str) -> Outgoing:
    """Not to be reached today: it waits until they are, tried again each working day. An escalation passes over them
    after one working day, at once where it is urgent."""
    if claim.replaces_id:
        sending.fail_message(work, claim.id, why)
        return Outgoing(failed=why)
    waited = [n for n in outbox.nudges_of(work, claim.id) if claim.urgent or n.unreached_on]
    work.log("message.unreached", _to(claim), None, message=claim.id, why=why)
    _pass_up(work, claim, waited)
    unreached.mark(work, claim.id)
    since = _held(work, claim)
    notifier.notify_unreachable(work, claim.recipient_id, claim.id, why, since)
    return Outgoing(unreached=why)


def _held(work: Work, claim: Claimed) -> date:
    """What is left in it waits for its reader's next working day; the first day from which something waits for them."""
    since = unreached.since(work, claim.recipient_id) or work.today
    if outbox.nudges_of(work, claim.id):
        sending.hold_until(work, claim, quiet_hours.tomorrow(work, people.person(work, claim.recipient_id)))
    else:
        sending.drop_message(work, claim.id, MessageEnd.REDIRECTED)
    return since


def _pass_up(work: Work, claim: Claimed, nudges: Sequence[Nudge], *, left: bool = False) -> bool:
    """Escalations to the next manager who is there, who reads why; whether there was any."""
    above = first_available(work, next(supervision.line_above(work, claim.recipient_id), claim.recipient_id))
    going = [nudge for nudge in nudges if nudge.escalates and above != claim.recipient_id]
    for nudge in going:
        notifier.redirect(work, nudge, above, passed_over=claim.recipient_id, left=left)
    return bool(going)
