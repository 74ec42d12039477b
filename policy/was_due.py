"""By when something was due that is done: what an assessment of the day on which it was done would have said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy.calendar import WorkingCalendar
from policy.facts import CaseFacts, Facts
from policy.obligations import Obligation
from policy.versions import RuleBook


def was_due(versions: RuleBook, calendar: WorkingCalendar, facts: Facts, o: Obligation) -> date | None:
    """By when a met obligation was due; None where that can't be told, or it was met before the bot began. A case's
    clock is wound back to before the discussion that met it."""
    if o.due or o.met_on is None or not isinstance(facts, CaseFacts):
        return o.due
    if o.met_on < facts.bot_started:
        return None
    before = tuple(d for d in facts.discussions if d.on < o.met_on)
    then = versions.assess(calendar, replace(facts, discussions=before), o.met_on)
    return next((one.due for one in then.obligations if one.key == o.key and one.is_open), None)
