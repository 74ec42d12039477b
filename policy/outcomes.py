"""What became of what was owed: on time, late, missed or overdue; of what is to be agreed, that nobody replied, that it
was refused or passed on. Whoever counts it, counts by this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from policy.facts import FactRef, RecordAnswer
from policy.obligations import Explanation, Obligation, State, is_overdue
from policy.ruleset import Duty

#: Of which date one is that went by: the kind of its fact.
DATE: Final = "date"
_DAY: Final = timedelta(days=1)


class EndedBy(StrEnum):
    """How it came that nobody is asked any more: ``silence``: nobody replied, which was taken as agreement;
    ``refusal``: a record isn't agreed, or isn't signed off; ``referral``: it was passed on to the next tier."""

    DONE = "done"
    SILENCE = "silence"
    REFUSAL = "refusal"
    REFERRAL = "referral"


_ENDED_BY: Final = {
    "silence": EndedBy.SILENCE,
    str(RecordAnswer.DISAGREED): EndedBy.REFUSAL,
    "referral": EndedBy.REFERRAL,
}


def ended_by(met_by: str) -> EndedBy:
    """``met_by``: the fact that met it, kind and id."""
    return _ENDED_BY.get(met_by.partition(":")[0], EndedBy.DONE)


class KnownFrom(StrEnum):
    """Which other system alone knows that it was done, and when, and no more."""

    STAFF_SYSTEM = "staff_system"
    CASE_SYSTEM = "case_system"


class DutyOutcome(StrEnum):
    """``explained``: missed, and something explains it, such as an absence that lasted throughout. ``silence``,
    ``refused`` and ``referred``: nobody is asked any more, and it wasn't done."""

    ON_TIME = "on_time"
    LATE = "late"
    SILENCE = "silence"
    REFUSED = "refused"
    REFERRED = "referred"
    MISSED = "missed"
    EXPLAINED = "explained"
    OVERDUE = "overdue"


#: Met other than by being done.
_UNDONE: Final = {
    EndedBy.SILENCE: DutyOutcome.SILENCE,
    EndedBy.REFUSAL: DutyOutcome.REFUSED,
    EndedBy.REFERRAL: DutyOutcome.REFERRED,
}


def outcome(o: Obligation, today: date) -> DutyOutcome | None:
    """What became of it by today; None for what has no day, isn't due yet or is asked no more."""
    if o.due is None:
        return None
    match o.state:
        case State.MET:
            late = o.met_on and is_overdue(o.due, o.met_on)
            done = DutyOutcome.LATE if late else DutyOutcome.ON_TIME
            return _UNDONE.get(ended_by(str(o.met_by or "")), done)
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


def each_date(o: Obligation, after: Callable[[date], date | None], until: date) -> Iterator[Obligation]:
    """What is asked every so often, once it is late: each later date that went by without it before a day, as one of
    its own, which is owed as long as it is, and missed once it was done. ``after``: by when it is asked next after one
    of a day."""
    before = o.due if is_overdue(o.due, until) else None
    while before and (due := after(before)) and is_overdue(due, until):
        key = o.key._replace(fact=FactRef(DATE, due.isoformat()))
        state = o.state if o.is_open else State.MISSED
        yield o._replace(key=key, started=before + _DAY, due=due, state=state, derivation=())
        before = due


class Area(StrEnum):
    """What is counted together. To prepare, and to report that somebody is away, is in none: it is told to nobody."""

    SUPERVISION = "supervision"
    CASES = "cases"
    ACKNOWLEDGED = "acknowledged"
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
    Duty.ACKNOWLEDGE: Area.ACKNOWLEDGED,
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


def by_staff_system(o: Obligation, met_by: str | None) -> bool:
    """Whether supervision was met by what a staff system alone knows of, and by no session."""
    return duty_of(o) is Duty.SUPERVISE and (met_by or "").startswith("milestone:")


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
    silence: int = 0
    refused: int = 0
    referred: int = 0

    @property
    def due(self) -> int:
        return sum(map(self.of, DutyOutcome))

    def of(self, one: DutyOutcome) -> int:
        return int(getattr(self, one))

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{str(one): self.of(one) + other.of(one) for one in DutyOutcome})


def outcomes_of(area: Area) -> tuple[DutyOutcome, ...]:
    """What can become of what is counted there: only what others are to agree is left, refused or passed on."""
    undone = set() if area is Area.SIGN_OFFS else {*_UNDONE.values()}
    return tuple(one for one in DutyOutcome if one not in undone)


def tally(outcomes: Iterable[DutyOutcome]) -> Tally:
    """Each counted once."""
    found = list(outcomes)
    return Tally(**{str(one): found.count(one) for one in DutyOutcome})
