"""A request for a longer interval as it stands: whether anybody can still answer it, and if not why."""

from __future__ import annotations

from collections.abc import Sequence

from cards.cases import refusals
from cards.cases.grant import LongerRequest as Shown
from cards.cases.grant import ToGrant
from handlers.shared import case_lookup, longer_interval
from handlers.shared.case_lookup import cite_rule, condition_terms
from policy.ruleset import Duty, LongerInterval
from storage import cases, intervals, people
from storage.cases import CaseView
from storage.intervals import IntervalRequestView
from storage.people import Person
from storage.work import Work


def standing(work: Work, case: CaseView) -> IntervalRequestView | None:
    """The request that still waits for an answer: its asker is in post and in the case's line."""
    found = [a for a in intervals.open_of(work, case.id) if not why_lapsed(work, case, a)]
    return found[-1] if found else None


def why_gone(work: Work, case: CaseView, asked: IntervalRequestView) -> str:
    """Why nobody can answer it any more; empty while somebody can."""
    return why_answered(work, asked) or why_lapsed(work, case, asked)


def why_answered(work: Work, asked: IntervalRequestView) -> str:
    """Who answered it, how and when; empty while nobody did."""
    if asked.answered_on is None:
        return ""
    if asked.answered_by == asked.by and asked.grant_id is None:
        return refusals.TAKEN_BACK
    assert asked.answered_by
    name = people.person(work, asked.answered_by).name
    return refusals.answered(name, asked.answered_on, granted=asked.grant_id is not None)


def why_lapsed(work: Work, case: CaseView, asked: IntervalRequestView) -> str:
    """Why a request that nobody answered is no longer one; empty while it is."""
    asker = people.person(work, asked.by)
    if not case.is_open(work.today):
        return refusals.closed(case.reference)
    if not asker.in_post(work.today):
        return refusals.asker_left(asker.name)
    if case.worker_id is None:
        return refusals.no_worker(case.reference)
    if not case_lookup.in_case_line(work, asker, case):
        return refusals.asker_moved(asker.name, case.reference)
    if asked.until and asked.until < work.today:
        return refusals.UNTIL_PASSED
    return ""


def case_of_request(work: Work, case_id: int) -> CaseView:
    return cases.case(work, case_id)


def shown(work: Work, case: CaseView, asked: IntervalRequestView) -> Shown:
    asker = people.person(work, asked.by).name
    return Shown(asked.id, case.reference, str(asked.every), asked.until, asker, asked.on)


def to_grant(work: Work, asked: IntervalRequestView, reader: Person) -> ToGrant | None:
    """As whoever may grant it reads it; None once it is answered, lapsed, or no longer theirs to grant."""
    case = case_of_request(work, asked.case_id)
    if asked.answered_on or why_lapsed(work, case, asked):
        return None
    tiers = longer_interval.tiers_for(work, case, asked.every)
    if not longer_interval.grants_as(work, reader, case, tiers):
        return None
    others = [p.name for p in longer_interval.granters(work, case, tiers) if p.id != reader.id]
    return ToGrant(shown(work, case, asked), _tier_source(work, case, tiers), others)


def _tier_source(work: Work, case: CaseView, tiers: Sequence[LongerInterval]) -> str:
    """The rule whose tier reaches so far."""
    fitting = work.rules.fitting(Duty.DISCUSS, *condition_terms(work, case))
    return next((cite_rule(rule) for rule, row in fitting for t in row.longer if t in tiers), "")
