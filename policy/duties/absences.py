"""Absences: a supervisor's long one is reported, and other arrangements are made."""

from __future__ import annotations

from collections.abc import Iterator

from policy.clocks import Deadline, Start, after
from policy.duties.common import Work
from policy.facts import AbsenceFacts, FactRef
from policy.obligations import Obligation
from policy.ruleset import Duty, Rule, condition_of


def absence(work: Work, facts: AbsenceFacts) -> None:
    for rule in work.rules.duties(facts.subject.kind):
        for row in rule.rows:
            if row.after and condition_of(rule, row).unplanned in (None, not facts.planned):
                start = Start("absence", facts.first)
                _long(work, facts, rule, after(work.calendar, rule, row, start, row.after, "after"))


def _long(work: Work, facts: AbsenceFacts, rule: Rule, deadline: Deadline) -> None:
    """From the day after the longest that nothing is asked of (day 15 of 14 days) until the return."""
    begins = deadline.due or facts.first
    work.changes_on(begins)
    if facts.last:
        work.changes_after(facts.last)
    if work.on < begins or (facts.last and work.on > facts.last) or not facts.affected:
        return
    if rule.duty is Duty.REPORT_ABSENCE:
        work.found += _reports(work, facts, rule, deadline)
    else:
        work.found.append(_arrangement(work, facts, rule, deadline))


def _reports(work: Work, facts: AbsenceFacts, rule: Rule, deadline: Deadline) -> Iterator[Obligation]:
    """Each supervisee's own, unless arrangements were made before they said anything."""
    for one in facts.affected:
        about = work.about(rule, facts.subject, one.supervisee_id)
        fact = FactRef("relationship", str(one.relationship_id))
        if one.reported_on:
            yield about.met(fact, facts.first, FactRef("report", fact.id), one.reported_on)
        elif not one.arranged_on:
            yield about.open(fact, facts.first, deadline)


def _arrangement(work: Work, facts: AbsenceFacts, rule: Rule, deadline: Deadline) -> Obligation:
    about, itself = work.about(rule, facts.subject, None, facts.person_id), str(facts.absence_id)
    fact, days = FactRef("absence", itself), [one.arranged_on for one in facts.affected if one.arranged_on]
    if len(days) == len(facts.affected):
        return about.met(fact, facts.first, FactRef("cover", itself), max(days))
    return about.open(fact, facts.first, deadline)
