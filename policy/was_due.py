"""By when something was due that is done, or would have been had it been done: what an assessment of that day says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy.calendar import WorkingCalendar
from policy.facts import CaseFacts, DiscussionFact, Facts, Held, PersonFacts
from policy.obligations import Obligation
from policy.versions import RuleBook


def was_due(versions: RuleBook, calendar: WorkingCalendar, facts: Facts, o: Obligation) -> date | None:
    """By when a met obligation was due; None where that can't be told, or it was met before the bot began. A case's
    clock is wound back to before the discussion that met it."""
    if o.due or o.met_on is None or not isinstance(facts, CaseFacts):
        return o.due
    if o.met_on < facts.bot_started:
        return None
    before = tuple(_before(d, o.met_on) for d in facts.discussions if d.on < o.met_on)
    then = versions.assess(calendar, replace(facts, discussions=before), o.met_on)
    return next((one.due for one in then.obligations if one.key == o.key and one.is_open), None)


def due_after(
    versions: RuleBook, calendar: WorkingCalendar, facts: PersonFacts, duty: str, day: date
) -> date | None:
    """By when somebody's supervision would have been due next, had it been held on a day."""
    held = (*(h for h in facts.held if h.on < day), Held(0, None, day, 0))
    then = versions.assess(calendar, replace(facts, held=held), day)
    return next((o.due for o in then.obligations if o.key.duty == duty and o.is_open), None)


def _before(discussion: DiscussionFact, day: date) -> DiscussionFact:
    """Without what was said of it on that day or later."""
    worker_on, manager_on = discussion.worker_on, discussion.manager_on
    return discussion._replace(
        by_worker=discussion.by_worker and not (worker_on and worker_on >= day),
        by_manager=discussion.by_manager and not (manager_on and manager_on >= day),
    )
