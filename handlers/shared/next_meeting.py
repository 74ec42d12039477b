"""When somebody is next supervised where a duty can be done, how such a session is booked, and which that is over may
have done it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from cards.cases import due as cards_due
from cards.model import Button, Moment, Text
from cards.sessions import hold as cards_hold
from cards.shared import duty_words
from cards.shared.duty_claims import BooksNext
from cards.shared.meeting import NextMeeting, next_booked
from handlers.shared.meetings import moment
from handlers.shared.unsaid import of_worker
from policy.facts import SessionKind
from policy.obligations import Obligation, Waiting
from policy.ruleset import PROFESSIONAL, Duty, Phase, Row, Rule
from storage import (
    answering,
    held_sessions,
    next_sessions,
    people,
    sessions,
    supervision,
    unanswered_sessions,
)
from storage.duties import KeptObligation
from storage.unanswered_sessions import UnansweredSession
from storage.work import Work


def booking(work: Work, kept: KeptObligation, reader: int) -> Button | None:
    """For whoever supervises the worker now, and for the worker, who asks their supervisor; for nobody else, and not
    with somebody who is away until nobody knows when. Where only a group would do, for whoever answers for it."""
    if meet_in(work, kept) == GROUP_ONLY:
        if reader != answering.who_answers(work, kept.obligation):
            return None
        again = kept.obligation.key.kind_of_duty == Duty.REBOOK
        return cards_due.group_button(kept.obligation.key.subject.id if again else None)
    worker = kept.obligation.worker_id
    if worker and _is_met_no_more(work, worker, kept.obligation):
        return None
    holders = _holders(work, kept, worker) if worker else ()
    holder = reader if reader in holders else next(iter(holders), None)
    if worker is None or holder is None or reader not in (worker, holder):
        return None
    other = people.absence_now(work, holder if reader == worker else worker)
    if other and other.last is None:
        return None
    return cards_due.book_button(worker, holder, asks=reader == worker)


def next_group(work: Work, kept: KeptObligation, reader: int) -> Text:
    """To whoever belongs to a group that alone would do: when it is, or who is to book it; nothing to anybody else."""
    o = kept.obligation
    if o.worker_id != reader or o.key.kind_of_duty != Duty.SUPERVISE or meet_in(work, kept) != GROUP_ONLY:
        return ()
    meets, who = next_meeting(work, kept, reader), answering.who_answers(work, o)
    if meets.starts:
        return next_booked(replace(meets, over=None))
    return (BooksNext(reader, who, people.person(work, who).name),) if who and who != reader else ()


def _is_met_no_more(work: Work, worker: int, o: Obligation) -> bool:
    """They have left, or will have by its day."""
    return not people.person(work, worker).in_post(work.today) or leaves_before(work, o) is not None


def leaves_before(work: Work, o: Obligation) -> date | None:
    """Their last day, where that is known and its own day is after it: nobody is to be met by then."""
    last = people.person(work, o.worker_id).left_on if o.worker_id else None
    return last if last and o.due and o.due > last >= work.today else None


def _holders(work: Work, kept: KeptObligation, worker: int) -> Sequence[int]:
    """Where it counts of whoever supervises beside the line alone, nobody else's would do."""
    if beside_the_line(work.rule_of(kept.obligation)):
        return supervision.professional_supervisors(work, worker)
    return supervision.supervisors(work, worker)


def beside_the_line(rule: Rule | None) -> bool:
    """Whether only a professional supervisor's session counts."""
    return rule is not None and bool(rule.rows) and all(row.held_by == (PROFESSIONAL,) for row in rule.rows)


def has_nobody_beside(work: Work, kept: KeptObligation) -> bool:
    """Where nobody is recorded whose session would count."""
    worker = kept.obligation.worker_id
    wanted = worker is not None and beside_the_line(work.rule_of(kept.obligation))
    return wanted and not supervision.professional_supervisors(work, worker or 0)


def plan_review(work: Work, kept: KeptObligation) -> Button | None:
    """Of a plan to be reviewed, whose case was discussed since the last review: whether it was reviewed then."""
    o = kept.obligation
    if o.key.kind_of_duty != Duty.REVIEW_PLAN:
        return None
    last = held_sessions.last_discussed(work, [o.key.subject.id]).get(o.key.subject.id)
    if last is None or last.on <= o.started:
        return None
    view = sessions.session(work, last.session_id)
    return cards_hold.plans_button(view.id, [o.key.subject.id], view.held_on or view.on)


def read_discussed(work: Work, about: Iterable[Obligation]) -> None:
    """What ``plan_review`` rests on, together and not for each."""
    plans = {o.key.subject.id for o in about if o.key.kind_of_duty == Duty.REVIEW_PLAN}
    found = held_sessions.last_discussed(work, plans).values()
    sessions.sessions(work, [one.session_id for one in found])


GROUP_ONLY: Final = frozenset({SessionKind.GROUP})


def meet_in(work: Work, kept: KeptObligation) -> frozenset[SessionKind]:
    """In which kinds of session it is done. Onto an agenda means a group's, where there are groups (S14)."""
    o = kept.obligation
    if o.key.kind_of_duty == Duty.RAISE and work.rules.knows_groups:
        return GROUP_ONLY
    rule = work.rule_of(o) if o.key.kind_of_duty == Duty.SUPERVISE else None
    if rule and (kinds := frozenset(kind for row in rule.rows for kind in row.counts)):
        return kinds
    if o.key.kind_of_duty == Duty.REBOOK:
        group = sessions.session(work, o.key.subject.id).group
        return GROUP_ONLY if group else frozenset(SessionKind) - GROUP_ONLY
    return frozenset(SessionKind)


def name_with(work: Work, kept: KeptObligation, reader: int) -> str:
    """Whom it is about, of whom all is said together; where groups alone do it, which people's: one does it for all
    whom somebody supervises. What is done beside the line stands by itself: no other session does it."""
    o, worker = kept.obligation, kept.obligation.worker_id
    if beside_the_line(work.rule_of(o)):
        return ""
    if o.key.kind_of_duty != Duty.SUPERVISE or meet_in(work, kept) != GROUP_ONLY:
        return people.person(work, worker).name if worker else ""
    rule, above = work.rule_of(o), supervision.supervisor_now(work, worker) if worker else None
    name = people.person(work, above).name if above and above != reader else ""
    return duty_words.in_groups(rule.title if rule else o.rule, name)


def next_meeting(work: Work, kept: KeptObligation, reader: int) -> NextMeeting:
    """When the worker is next supervised where it can be done, if that is booked, as ``reader`` reads it."""
    worker, kinds = kept.obligation.worker_id, meet_in(work, kept)
    if kept.obligation.key.kind_of_duty == Duty.REBOOK and kinds == GROUP_ONLY:
        leader = sessions.session(work, kept.obligation.key.subject.id).supervisor.id
        led = (v for v in sessions.booked_for(work, leader) if v.group and v.ends_at > work.now)
        starts = next((moment(work, v.starts_at) for v in led), None)
        return NextMeeting(leader, starts, group=True, begun=has_begun(work, starts))
    found, over = next_sessions.next_start(work, worker, kinds) if worker else None, may_be_met_in(work, kept)
    on, noted = (over.on, over.noted) if over else (None, False)
    if found is None:
        waits = of_worker(work, worker, reader) if worker and kinds != GROUP_ONLY else None
        return NextMeeting(worker, group=kinds == GROUP_ONLY, over=on, noted=noted, unsaid=waits)
    starts, group = moment(work, found.starts_at), found.kind is SessionKind.GROUP
    holder = "" if reader in (worker, found.holder_id) else people.person(work, found.holder_id).name
    begun = has_begun(work, starts)
    return NextMeeting(worker, starts, group=group, over=on, noted=noted, holder=holder, begun=begun)


def has_begun(work: Work, starts: Moment | None) -> bool:
    return starts is not None and starts.instant <= work.now


def in_time(work: Work, kept: KeptObligation, meets: NextMeeting) -> bool:
    """Whether the next session comes by its day, so that no other needs to be booked for it."""
    due = kept.obligation.due
    return meets.starts is not None and (due is None or work.calendar.day_of(meets.starts.instant) <= due)


def may_be_met_in(work: Work, kept: KeptObligation) -> UnansweredSession | None:
    """The session since its clock began that is over, of which nobody has said yet whether it took place; of what has
    no rule, and so nothing that meets it, none."""
    o = kept.obligation
    if o.waiting_for is Waiting.NO_RULE or o.worker_id is None:
        return None
    in_groups = meet_in(work, kept) == GROUP_ONLY
    read = unanswered_sessions.groups if in_groups else unanswered_sessions.unanswered
    found = read(work, [o.worker_id]).get(o.worker_id)
    return found if found and found.on >= o.started else None


#: What a session meets.
MET_BY_SESSIONS: Final = (Duty.DISCUSS, Duty.REVIEW_PLAN, Duty.SUPERVISE)


def met_by_sessions(obligation: Obligation) -> bool:
    return obligation.key.kind_of_duty in MET_BY_SESSIONS


def booked_in_time(work: Work, kept: KeptObligation) -> bool:
    """Whether a session is booked by its day that does it."""
    o = kept.obligation
    if o.worker_id is None or o.due is None or not met_by_sessions(o):
        return False
    found = next_sessions.next_start(work, o.worker_id, _kinds_that_do(work, kept))
    if found is None or work.calendar.day_of(found.starts_at) > o.due:
        return False
    return o.key.kind_of_duty != Duty.SUPERVISE or _one_does(work.rule_of(o), found.minutes)


def _kinds_that_do(work: Work, kept: KeptObligation) -> frozenset[SessionKind]:
    """No case is discussed in personal supervision, but where the policy has all of them acknowledged."""
    supervised = kept.obligation.key.kind_of_duty == Duty.SUPERVISE
    with_cases = supervised or work.rules.has(Duty.ACKNOWLEDGE)
    return meet_in(work, kept) - (frozenset() if with_cases else {SessionKind.PERSONAL})


def _one_does(rule: Rule | None, minutes: int) -> bool:
    """Whether one session of that length meets it, whoever of the line holds it."""

    def asks_one(part: Row | Phase) -> bool:
        return part.at_least == 1 and not part.in_total and (part.minutes or 0) <= minutes

    rows = rule.rows if rule else ()
    return bool(rows) and all(
        not row.held_by and asks_one(row) and all(map(asks_one, row.phases)) for row in rows
    )
