"""What is owed to a child's file and to the agenda: cases acknowledged, decisions recorded, reports considered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy.deadlines import Deadline, Start, before, started, stepped
from policy.duties.common import Assessing
from policy.facts import CaseFacts, DiscussionFact, FactRef, WorkerSession
from policy.nudges import plan
from policy.obligations import Obligation
from policy.ruleset import Ahead, Role, Row, Rule, condition_of


def acknowledged(work: Assessing, facts: CaseFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """At every session held: the case acknowledged, or discussed in full, by whoever answers for it: its worker that
    day, whoever holds it now, and whoever held the session, whoever covers now."""
    found = {d.session_id: d for d in facts.discussions if _noted(d, rule.answers)}
    for one in (s for s in facts.sessions if s.held):
        work.changes_on(one.on)
        if one.on > work.on:
            continue
        holder = None if rule.answers is Role.SUPERVISEE else one.holder_id
        about = work.about(rule, facts.subject, one.worker_id or facts.worker_id, holder)
        fact, done = FactRef("session", str(one.session_id)), found.get(one.session_id)
        if done:
            yield about.met(fact, one.on, FactRef("discussion", str(done.id)), _noted_on(done, rule.answers))
        else:
            open_ = about.open(fact, one.on, _that_day(rule, row, one))
            answers = Role.HOLDER if holder else open_.answers
            yield open_._replace(not_before=work.asked_from(one.said_on, one.on), answers=answers)


def _noted(discussion: DiscussionFact, who: Role) -> bool:
    return discussion.by_worker if who is Role.SUPERVISEE else discussion.by_manager


def _noted_on(discussion: DiscussionFact, who: Role) -> date:
    """At the session, where nothing else is known."""
    later = discussion.worker_on if who is Role.SUPERVISEE else discussion.manager_on
    return later or discussion.on


def _that_day(rule: Rule, row: Row, one: WorkerSession) -> Deadline:
    steps = (*started(Start("session", one.on)), stepped("session", rule, row, "session", one.on))
    return Deadline(rule, one.on, steps, amount="session")


def decisions(work: Assessing, facts: CaseFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """A decision made outside a case session is recorded on the child's file by whoever made it."""
    kinds = condition_of(rule, row).decision
    for one in (d for d in facts.decisions if not kinds or d.kind in kinds):
        about = work.about(rule, facts.subject, facts.worker_id, one.made_by)
        fact = FactRef("decision", str(one.id))
        deadline = work.within(rule, row, Start("decision", one.made_on))
        yield about.open_or_met(fact, one.made_on, deadline, fact, one.recorded_on)


def raised(work: Assessing, facts: CaseFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """A case to be put on the agenda: so long before an event, or within so long of one that goes on."""
    return _ahead(work, facts, rule, row, row.ahead) if row.ahead else _while_it_lasts(work, facts, rule, row)


def _ahead(work: Assessing, facts: CaseFacts, rule: Rule, row: Row, ahead: Ahead) -> Iterator[Obligation]:
    """Before each event of a kind: put on the agenda in time, or discussed. It lapses when the event's day is over."""
    about = work.about(rule, facts.subject, facts.worker_id)
    for event in (e for e in facts.events if e.what in ahead.of):
        work.changes_after(event.on)
        known = event.known_on or event.on
        done = [d for d in facts.discussions if d.full and known <= d.on <= event.on]
        fact = FactRef("event", str(event.id))
        asked = before(work.calendar, rule, row, Start(event.what, event.on), ahead.by)
        if event.raised_on:
            yield about.met(fact, known, fact, event.raised_on, asked.due)
        elif done:
            first = min(done, key=lambda d: (d.on, d.id))
            yield about.met(fact, known, FactRef("discussion", str(first.id)), first.on)
        elif work.on <= event.on:
            yield about.open(fact, known, asked)


def _while_it_lasts(work: Assessing, facts: CaseFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """Since an event began: put on the agenda in time, or discussed since it was first asked for: the policy doesn't
    say how near the time that is. It lapses when the time, or what began, is over."""
    about = work.about(rule, facts.subject, facts.worker_id)
    for event in (e for e in facts.events if e.what == row.starts):
        asked = work.within(rule, row, Start(event.what, event.on))
        last = min(asked.due or date.max, event.until or date.max)
        work.changes_on(event.on)
        work.changes_after(last)
        fact = FactRef("event", str(event.id))
        open_ = about.open(fact, event.on, asked)
        done = _discussed_since_asked(work, facts, open_, last)
        if event.raised_on:
            yield about.met(fact, event.on, fact, event.raised_on, asked.due)
        elif done:
            yield about.met(fact, event.on, FactRef("discussion", str(done.id)), done.on)
        elif event.on <= work.on <= last:
            yield open_


def _discussed_since_asked(
    work: Assessing, facts: CaseFacts, open_: Obligation, last: date
) -> DiscussionFact | None:
    """The first discussion since the first reminder."""
    asks = plan(work.rules, work.calendar, open_)
    first = work.calendar.day_of(asks[0].at) if asks else date.max
    done = (d for d in facts.discussions if d.full and first <= d.on <= min(last, work.on))
    return min(done, key=lambda d: (d.on, d.id), default=None)
