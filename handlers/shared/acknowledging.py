"""Who acknowledges the cases of a session, and which of them they haven't."""

from __future__ import annotations

from collections.abc import Sequence

from policy.facts import FactRef
from policy.ruleset import Duty, Role, Rule
from storage import cases, duties
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.sessions import SessionView
from storage.work import Work


def acknowledging_rule(work: Work, who: Role) -> Rule | None:
    """The rule that asks this of the worker (supervisee) or the manager (supervisor); without one it isn't asked."""
    return next((r for r in work.rules.asking(Duty.ACKNOWLEDGE) if r.answers is who), None)


def waiting(work: Work, view: SessionView, who: Role) -> list[CaseView]:
    """The cases that this one of the two hasn't acknowledged for a held session, by reference."""
    theirs = cases.allocated_to(work, view.supervisee.id, view.on)
    open_ = {k.obligation.key.subject.id for k in _to_acknowledge(work, view, who, theirs)}
    return [c for c in theirs if c.id in open_]


def waiting_ids(work: Work, view: SessionView, who: Role) -> list[int]:
    """The ids of the duties to do so."""
    theirs = cases.allocated_to(work, view.supervisee.id, view.on)
    return [k.id for k in _to_acknowledge(work, view, who, theirs)]


def _to_acknowledge(
    work: Work, view: SessionView, who: Role, theirs: Sequence[CaseView]
) -> list[KeptObligation]:
    duty, fact = f"{Duty.ACKNOWLEDGE}:{who}", FactRef("session", str(view.id))
    found = duties.open_about(work, [c.subject for c in theirs], duty) if theirs else []
    return [k for k in found if k.obligation.key.fact == fact]
