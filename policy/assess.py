"""``assess(facts, on)``: which obligations the policy makes of the facts, and until when that holds."""

from __future__ import annotations

from datetime import date

from policy.calendar import WorkingCalendar
from policy.duties.absences import absence
from policy.duties.cases import case as case_
from policy.duties.common import Assessing, one_per_key
from policy.duties.people import person
from policy.duties.sessions import session
from policy.facts import AbsenceFacts, CaseFacts, Facts, PersonFacts, SessionFacts
from policy.obligations import Assessment
from policy.ruleset import RuleSet


def assess(
    rules: RuleSet, calendar: WorkingCalendar, facts: Facts, on: date, since: date = date.min
) -> Assessment:
    """The obligations about one subject as seen on a day (a date in the council's zone). Pure.

    One obligation per key; those met come with the fact that met them. ``since``: windows that began before that day
    are another version's to ask. Raises ValueError for a date, given or reached, outside the calendar's years."""
    work = Assessing(rules, calendar, on, since)
    match facts:
        case CaseFacts():
            case_(work, facts)
        case PersonFacts():
            person(work, facts)
        case SessionFacts():
            session(work, facts)
        case AbsenceFacts():
            absence(work, facts)
    until = min(work.changes, default=None)
    return Assessment(
        one_per_key(work.found),
        until,
        lambda: one_per_key([o for found in work.links for o in found()]),
        work.passed_over,
        min(work.instants, default=None),
    )
