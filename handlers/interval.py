"""A manager decides that one case is discussed more often than its row asks: who, why, until when."""

from __future__ import annotations

from datetime import date

from cards.messages import interval as cards_interval
from handlers.base import Ask, Done, Outcome, Refusal, Request, read_date, with_errors
from handlers.may import in_line_of
from policy.periods import parse_period
from storage import cases, duties
from storage.cases import CaseView
from storage.work import Work

REFUSAL = "Only those who supervise the case's worker can decide that, and only for a case there is."


def may_decide(request: Request, work: Work) -> bool:
    """Whoever supervises the case's worker today, and the managers above: the judgement is a manager's (B9)."""
    case = _case(request, work)
    return case is not None and may_decide_on(request, work, case)


def may_decide_on(request: Request, work: Work, case: CaseView) -> bool:
    worker = case.worker_id
    return worker is not None and worker != request.actor.id and in_line_of(work, request.actor, worker)


def _case(request: Request, work: Work) -> CaseView | None:
    if isinstance(request.fields.get("case"), int):
        return cases.cases(work, [request.id("case")]).get(request.id("case"))
    return cases.by_reference(work, request.text("case"))


def _found(request: Request, work: Work) -> CaseView:
    case = _case(request, work)
    if case is None or case.closed_on:
        raise Refusal("There is no open case with that reference.")
    return case


def interval_form(request: Request, work: Work) -> Outcome:
    case = _found(request, work)
    return Ask(cards_interval.form(case.id, case.reference))


def interval(request: Request, work: Work) -> Outcome:
    """Saves the decision; the case's dates follow from it at once. It can only bring a date forward."""
    case = _found(request, work)
    form, until = cards_interval.form(case.id, case.reference), read_date(request.text("until"))
    errors = {}
    if request.text("every") not in cards_interval.PERIODS:
        errors["every"] = "Choose how often."
    if not request.text("why"):
        errors["why"] = "Say why, in a few words: the decision is recorded with its reason."
    if request.text("until") and until is None:
        errors["until"] = "Choose a day, or leave it empty."
    elif until and until < work.today:
        errors["until"] = "That day has passed. Choose a later one, or leave it empty."
    if errors:
        return with_errors(request, form, errors)
    every, before = parse_period(request.text("every")), _due(work, case)
    cases.decide_interval(work, case, every, request.actor.id, until, request.text("why"))
    return Done(cards_interval.decided(case.reference, str(every), until, before))


def _due(work: Work, case: CaseView) -> date | None:
    found = [k for k in duties.open_about(work, [case.subject], "discuss") if k.obligation.due]
    return found[0].obligation.due if found else None
