"""What became of what was owed: on time, late, missed or overdue. Whoever counts it, counts by this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from policy.facts import FactRef
from policy.obligations import Explanation, Obligation, State, is_overdue
from policy.ruleset import Duty


class DutyOutcome(StrEnum):
    """``explained``: missed, and something explains it, such as an absence that lasted throughout."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    EXPLAINED = "explained"
    OVERDUE = "overdue"


def outcome(o: Obligation, today: date) -> DutyOutcome | None:
    """What became of it by today; None for what has no day, isn't due yet or is asked no more."""
    if o.due is None:
        return None
    match o.state:
        case State.MET:
            return DutyOutcome.LATE if o.met_on and is_overdue(o.due, o.met_on) else DutyOutcome.ON_TIME
        case State.MISSED:
            return DutyOutcome.MISSED if o.ended in (Explanation.NONE, None) else DutyOutcome.EXPLAINED
        case State.WITHDRAWN:
            return None
        case _:
            return DutyOutcome.OVERDUE if is_overdue(o.due, today) else None


def each_window(o: Obligation) -> Iterator[Obligation]:
    """The obligation, and each later window counted inside it, as one of its own."""
    yield o
    for step in o.derivation:
        if step.op == "went_by" and step.on and step.result:
            key = o.key._replace(fact=FactRef(step.fact or "", step.on.isoformat()))
            yield o._replace(key=key, started=step.on, due=step.result, derivation=())


class Area(StrEnum):
    """What is counted together. To prepare, and to report that somebody is away, is in none: it is told to nobody."""

    SUPERVISION = "supervision"
    CASES = "cases"
    PLANS = "plans"
    DECISIONS = "decisions"
    RECORDS = "records"
    SIGN_OFFS = "sign_offs"
    REBOOKED = "rebooked"
    GAPS = "gaps"
    MILESTONES = "milestones"


_AREAS: Final = {
    Duty.SUPERVISE: Area.SUPERVISION,
    Duty.DISCUSS: Area.CASES,
    Duty.ACKNOWLEDGE: Area.CASES,
    Duty.REVIEW_PLAN: Area.PLANS,
    Duty.RAISE: Area.DECISIONS,
    Duty.RECORD_DECISION: Area.DECISIONS,
    Duty.RECORD_INTERVAL: Area.RECORDS,
    Duty.RECORD: Area.RECORDS,
    Duty.AGREE: Area.SIGN_OFFS,
    Duty.SETTLE: Area.SIGN_OFFS,
    Duty.DECIDE: Area.SIGN_OFFS,
    Duty.OVERSEE: Area.SIGN_OFFS,
    Duty.REBOOK: Area.REBOOKED,
    Duty.NOTE_GAP: Area.GAPS,
    Duty.MILESTONE: Area.MILESTONES,
}


def duty_of(o: Obligation) -> Duty:
    """Which of the duties it is."""
    return Duty(o.key.kind_of_duty)


def area(o: Obligation) -> Area | None:
    """Where it is counted; None for what isn't anybody else's to see, or is only a step on the way."""
    return _AREAS.get(duty_of(o))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each outcome."""

    on_time: int = 0
    late: int = 0
    missed: int = 0
    explained: int = 0
    overdue: int = 0

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.missed + self.explained + self.overdue

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.on_time + other.on_time,
            self.late + other.late,
            self.missed + other.missed,
            self.explained + other.explained,
            self.overdue + other.overdue,
        )


def tally(outcomes: Iterable[DutyOutcome]) -> Tally:
    """Each counted once."""
    found = list(outcomes)
    return Tally(**{str(one): found.count(one) for one in DutyOutcome})
