"""Who supervises somebody, as far as it has begun."""

from __future__ import annotations

from policy.duties.common import Assessing
from policy.facts import PersonFacts, RelationshipFact


def current(work: Assessing, facts: PersonFacts) -> list[RelationshipFact]:
    """The relationships in force; of several line supervisors whose end nobody recorded, the latest."""
    found = begun(work, facts)
    for one in found:
        if one.until:
            work.changes_after(one.until)
    now = [r for r in found if r.until is None or r.until >= work.on]
    line = [r for r in now if not r.professional]
    return [r for r in now if r.professional or r is line[-1]]


def begun(work: Assessing, facts: PersonFacts) -> list[RelationshipFact]:
    """The relationships that have begun, in their order."""
    for one in facts.relationships:
        work.changes_on(one.since)
    return sorted((r for r in facts.relationships if r.since <= work.on), key=lambda r: (r.since, r.id))
