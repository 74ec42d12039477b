"""What was imported and has no effect, or would have one if more were: so that nobody takes it for counted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from policy.obligations import Step
from policy.ruleset import Duty
from storage import tables as t
from storage.conditions import BEGAN, in_post, still_owed
from storage.work import Work


@dataclass(frozen=True, slots=True)
class IdleGrant:
    """A longer interval said to be granted for a case that doesn't count; ``step`` says why."""

    reference: str
    step: Step


def idle_grants(work: Work) -> list[IdleGrant]:
    """Those of open cases, by reference."""
    o, c, a = t.ObligationRow, t.Case, t.Authorisation
    granted = select(col(a.case_id)).where(col(a.less_often))
    query = (
        select(col(c.reference), col(o.derivation))
        .join(c.__table__, col(c.id) == col(o.subject_id))
        .where(col(o.duty) == str(Duty.DISCUSS), still_owed(), col(c.id).in_(granted))
        .order_by(col(c.reference))
    )
    steps = ((row.reference, one) for row in work.connection.execute(query) for one in row.derivation)
    return [IdleGrant(reference, step) for reference, step in steps if step.op == "not_counted"]


@dataclass(frozen=True, slots=True)
class OpenPhase:
    """Who is in a phase that an event ends, was in post before the bot, and of whom that isn't known; staff numbers."""

    rule: str
    event: str
    people: tuple[str, ...]


def open_phases(work: Work) -> list[OpenPhase]:
    """One for each rule and event, where there is anybody."""
    found = []
    for rule in work.rules.asking(Duty.SUPERVISE):
        for event in dict.fromkeys(p.ends_by for row in rule.rows for p in row.phases if p.ends_by):
            people = _in_phase(work, rule.id, event)
            found += [OpenPhase(rule.id, event, people)] if people else []
    return found


def _in_phase(work: Work, rule: str, event: str) -> tuple[str, ...]:
    o, p, m = t.ObligationRow, t.Person, t.Milestone
    query = (
        select(col(p.staff_number))
        .join(o.__table__, col(o.worker_id) == col(p.id))
        .where(
            *(col(o.rule) == rule, still_owed(), in_post(work.today), col(p.employed_from) < BEGAN),
            col(p.asye_until).is_(None)
            if event == "asye"
            else col(p.id).not_in(select(col(m.person_id)).where(col(m.what) == event)),
        )
        .order_by(col(p.staff_number))
    )
    return tuple(work.connection.execute(query).scalars())
