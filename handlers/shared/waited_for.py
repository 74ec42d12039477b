"""What somebody asked of others and has no answer to yet: an agreement, a meeting, a longer interval, another time, a
session, a cover; and what they don't agree with until it is settled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from cards.formats import listing
from cards.shared import line_buttons
from cards.shared import waited as cards_waited
from cards.shared.meeting import KINDS
from cards.shared.waited import Waited
from handlers.shared import absence_claims, asked_sessions, longer_interval, times
from handlers.shared.interval_request import case_of_request, why_lapsed
from handlers.shared.meetings import meeting, moment
from handlers.shared.proposed import all_proposed_instead, is_over, is_proposed, proposed_instead
from handlers.shared.records import decided, record_of, written
from handlers.shared.uncovered import uncovered, who_is_away
from policy.facts import Subject, SubjectKind
from policy.obligations import DECISION
from policy.requests import RequestKind
from policy.ruleset import Duty
from storage import absences, answering, asked_for, duties, intervals, people, records, requests, sessions
from storage.duties import KeptObligation
from storage.people import Person
from storage.requests import RequestView
from storage.sessions import SessionView
from storage.work import Work


def waited_for(
    work: Work, me: Person, booked: Sequence[SessionView], others: Sequence[KeptObligation]
) -> list[Waited]:
    """``booked``: this person's sessions to come; ``others``: what is about them and others answer for."""
    asked = (*_requests(work, me), *_intervals(work, me), *_moves(work, me, booked))
    news = (*_new_times(work, me), *_sessions(work, me))
    said = (*_disagreements(work, me, others), *_noted(work, me, others))
    return [*said, *_claims(work, me), *_covers(work, me), *asked, *news]


def _noted(work: Work, me: Person, others: Sequence[KeptObligation]) -> Iterator[Waited]:
    """Sessions that this person noted, until somebody says whether they took place."""
    for kept in others:
        if kept.obligation.key.duty != Duty.SAY_HELD:
            continue
        view, who = (
            sessions.session(work, kept.obligation.key.subject.id),
            answering.who_answers(work, kept.obligation),
        )
        if view.noted_by_id == me.id and who:
            shown = meeting(work, view, me)
            yield cards_waited.noted(shown, people.person(work, who).name)


def _claims(work: Work, me: Person) -> Iterator[Waited]:
    """Of whoever said that their supervisor is away, until somebody confirms it or not."""
    for view in absence_claims.claims_of(work, me.id):
        asked = people.people(work, absence_claims.asked_to_confirm(work, view)).values()
        yield cards_waited.claim(view.person.name, listing([one.name for one in asked], "or"))


def _covers(work: Work, me: Person) -> Iterator[Waited]:
    """Of whoever reported that their supervisor is away, and has nobody so far."""
    gone = uncovered(work, me.id)
    one = absences.arranged(work, gone.absence).get(me.id) if gone else None
    if gone and one and one.reported_on and not one.cover_id:
        yield cards_waited.cover(gone.name, one.reported_on)


def _disagreements(work: Work, me: Person, others: Sequence[KeptObligation]) -> Iterator[Waited]:
    for kept in [*others, *_of_groups(work, me, {k.id for k in others})]:
        if kept.obligation.key.kind_of_duty not in (Duty.SETTLE, Duty.DECIDE):
            continue
        who = answering.who_answers(work, kept.obligation)
        view, record = record_of(work, kept)
        settled = decided(work, view, record) if kept.obligation.key.fact.kind == DECISION else None
        mine = answering.reads_for(work, view) == me.id
        if settled and mine:
            made = (settled.by, settled.on, settled.amends, settled.away)
            yield cards_waited.to_amend(record.label, *made)
        elif who and mine:
            name, on = people.person(work, who).name, view.held_on or view.on
            settles = kept.obligation.key.kind_of_duty == Duty.SETTLE
            away = who_is_away(work, who) if settles else ()
            up = line_buttons.refer({record.id: ""}) if work.rules.refers else ()
            asked = (record.label, on, name, written(work, view, record).verb)
            yield cards_waited.disagreement(*asked, settles=settles, away=away, refer=up)


def _of_groups(work: Work, me: Person, known: Collection[int]) -> list[KeptObligation]:
    """What is about the records of groups that this person signs off and didn't."""
    groups = [Subject(SubjectKind.SESSION, one) for one in records.groups_refused(work, me.id)]
    found = chain.from_iterable(duties.all_open_about(work, groups).values()) if groups else ()
    return [k for k in found if k.id not in known]


def _intervals(work: Work, me: Person) -> Iterator[Waited]:
    waiting = intervals.unanswered(work) if longer_interval.knows_longer(work.rules) else []
    for one in (asked for asked in waiting if asked.by == me.id):
        case = case_of_request(work, one.case_id)
        if not why_lapsed(work, case, one):
            tiers = longer_interval.tiers_for(work, case, one.every)
            asked = [p.name for p in longer_interval.granters(work, case, tiers)]
            yield cards_waited.interval(case.id, case.reference, str(one.every), one.on, asked)


def _requests(work: Work, me: Person) -> Iterator[Waited]:
    open_ = [one for one in requests.asked_by(work, me.id) if one.answer is None]
    names = people.people(work, [one.asked_of for one in open_])
    return (_request(work, one, names[one.asked_of].name) for one in open_)


def _request(work: Work, one: RequestView, name: str) -> Waited:
    if one.kind is RequestKind.SIGN:
        return cards_waited.agreement(name, one.asked_on)
    return cards_waited.meeting(name, one.asked_on, one.arranged_for, over=one.day_is_over(work.today))


def _moves(work: Work, me: Person, booked: Sequence[SessionView]) -> Iterator[Waited]:
    proposed = asked_for.proposals(work, [view.id for view in booked])
    for view in booked:
        one = proposed.get(view.id)
        if one is None or one.by != me.id or not is_proposed(work, view, one.number, one.booked_at):
            continue
        to, shown = moment(work, times.instant(one.at)), meeting(work, view, me)
        if not is_over(work, view, to.instant):
            yield cards_waited.move(view.id, shown.kind, shown.name, to, shown.starts)


def _new_times(work: Work, me: Person) -> Iterator[Waited]:
    """In place of sessions that were cancelled, while whoever books them can still take the time."""
    for one in all_proposed_instead(work, me.id):
        other = people.person(work, one.to)
        if one.by == me.id and proposed_instead(work, one.session, other, one.at):
            shown = meeting(work, sessions.session(work, one.session), me)
            to = moment(work, times.instant(one.at))
            yield cards_waited.new_time(one.session, shown.kind, other.name, to, shown.starts)


def _sessions(work: Work, me: Person) -> Iterator[Waited]:
    for one in asked_for.sessions_asked(work, [me.id]):
        name, at = people.person(work, one.supervisor).name, moment(work, times.instant(one.at))
        if asked_sessions.is_unbooked(work, one):
            of = asked_sessions.wish_of(one)
            now_asked = asked_sessions.asked_now(work, me.id, one.supervisor)
            yield cards_waited.session_over(
                KINDS[one.session_kind], name, at, replace(of, supervisor=now_asked)
            )
        if asked_sessions.stands(work, one):
            now = people.person(work, asked_sessions.asked_now(work, me.id, one.supervisor))
            since = now.name if now.id != one.supervisor else ""
            away = asked_sessions.while_away(work, me.id, now)
            yield cards_waited.session(KINDS[one.session_kind], name, at, since, away)
