"""Who acknowledges the cases of a session, and which of them they haven't."""

from __future__ import annotations

from policy.facts import FactRef
from policy.ruleset import Duty, Role, Rule
from storage import cases, duties
from storage.cases import CaseView
from storage.sessions import SessionView
from storage.work import Work


def acknowledging_rule(work: Work, who: Role) -> Rule | None:
    """The rule that asks this of the worker (supervisee) or the manager (supervisor); without one it isn't asked."""
    return next((r for r in work.rules.asking(Duty.ACKNOWLEDGE) if r.answers is who), None)


def waiting(work: Work, view: SessionView, who: Role) -> list[CaseView]:
    """The cases that this one of the two hasn't acknowledged for a held session, by reference."""
    theirs = cases.allocated_to(work, view.supervisee.id, view.on)
    if not theirs:
        return []
    found = duties.open_about(work, [c.subject for c in theirs], f"{Duty.ACKNOWLEDGE}:{who}")
    fact = FactRef("session", str(view.id))
    open_ = {k.obligation.key.subject.id for k in found if k.obligation.key.fact == fact}
    return [c for c in theirs if c.id in open_]
