"""A decision outside supervision as messages show it, and the policy's rule about such."""

from __future__ import annotations

from cards.cases.decision import KINDS, Decided
from cards.formats import titled
from policy.ruleset import Duty, Rule, condition_of
from storage.decisions import DecisionView
from storage.work import Work


def decision_rule(work: Work, kind: str) -> Rule | None:
    """The rule that asks for a decision of this kind on the file; without one it isn't asked for."""
    found = (
        rule
        for rule in work.rules.asking(Duty.RECORD_DECISION)
        for row in rule.rows
        if kind in (condition_of(rule, row).decision or KINDS)
    )
    return next(found, None)


def decision_source(work: Work, kind: str) -> str:
    return titled(decision_rule(work, kind))


def decided(work: Work, view: DecisionView) -> Decided:
    return Decided(
        *(view.id, view.case.reference, view.kind, view.made_by.name, view.made_on),
        work.rules.case_system,
        view.recorded_on,
    )
