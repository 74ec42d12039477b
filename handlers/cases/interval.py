"""``interval CASE``: a manager decides that a case is discussed more often; where the policy lets somebody grant a
longer interval, those in the case's line ask for one here too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cards.cases import interval as cards_interval
from cards.cases import refusals
from cards.cases.asks import IntervalDecided, IntervalForm, LongerIntervalAsked
from cards.model import Form
from cards.shared.refusals import CHOOSE_DAY_OR_NONE, CHOOSE_HOW_OFTEN
from handlers.cases import grant
from handlers.cases.notices import OftenDecided
from handlers.notifications.notifier import notify
from handlers.shared import case_lookup, longer_interval
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, read_date, with_errors
from handlers.shared.case_lookup import OfCase, manages_case, require_open_case
from handlers.shared.free_text import wrong_texts
from handlers.shared.interval_request import standing
from handlers.shared.next_due import discuss_due, next_due, reassess_and_refresh
from policy.periods import parse_period
from policy.ruleset import Duty
from storage import answering, intervals, people
from storage.cases import CaseView
from storage.people import Person
from storage.work import Work


def may_open(request: Request[OfCase], work: Work) -> bool:
    """Whoever may decide; the worker too, where there is something to ask for."""
    if longer_interval.knows_longer(work.rules):
        return case_lookup.may_report_event(request, work)
    return case_lookup.may_manage(request, work)


def interval_form(request: Request[IntervalForm], work: Work) -> Reply | ShowForm:
    """What is asked for already comes first; ``more`` leads past it."""
    case = require_open_case(request, work)
    if not work.rules.has(Duty.DISCUSS):
        raise Refusal(refusals.no_interval(work.rules.council))
    waiting = standing(work, case)
    if waiting and not request.ask.more:
        return grant.status(work, request.actor, case, waiting)
    if not longer_interval.choices(work, case, decides=manages_case(work, request.actor, case)):
        return grant.not_allowed(work, request.actor, case)
    return ShowForm(_form(work, request.actor, case, more=request.ask.more))


def _form(work: Work, actor: Person, case: CaseView, *, more: bool = False) -> Form:
    decides = manages_case(work, actor, case)
    if more or not longer_interval.knows_longer(work.rules):
        return cards_interval.form(case.id, case.reference)
    allowed, longer = longer_interval.allowed_words(work, case), longer_interval.longer_for(work, case)
    runs = next((str(one.every) for one in reversed(longer_interval.standing_grants(work, case))), "")
    every, judges = longer_interval.choices(work, case, decides=decides), bool(work.rules.vocabulary.judged)
    return cards_interval.either_form(
        case.id,
        case.reference,
        every,
        allowed,
        decides=decides,
        asks=bool(longer),
        judges=decides and judges,
        runs=runs,
    )


def _read(
    request: Request[object], work: Work, shown: Form, every: Sequence[str]
) -> tuple[dict[str, str], date | None]:
    """The faults of what was sent, by field, and until when. ``every``: what may be chosen."""
    errors, until = wrong_texts(request, work, shown), read_date(request.text("until"))
    if request.text("every") not in every:
        errors["every"] = CHOOSE_HOW_OFTEN
    if not request.text("why"):
        errors["why"] = refusals.DECISION_WHY
    if request.text("until") and until is None:
        errors["until"] = CHOOSE_DAY_OR_NONE
    elif until and until < work.today:
        errors["until"] = refusals.PASSED
    return errors, until


def decide(request: Request[IntervalDecided], work: Work) -> ShowForm | Done:
    """Saves the decision; the case's dates follow from it at once. It can only bring a date forward."""
    case = require_open_case(request, work)
    shown = _form(work, request.actor, case)
    errors, until = _read(request, work, shown, longer_interval.often_for(work, case))
    if errors:
        return with_errors(request, shown, errors)
    every, before = parse_period(request.text("every")), discuss_due(work, case)
    intervals.decide(work, case, every, request.actor.id, until, request.text("why"))
    reassess_and_refresh(work, case)
    told = _notify(work, case, request.actor.id, str(every), until)
    return Done(cards_interval.decided(case.reference, str(every), until, before, next_due(work, case), told))


def _notify(work: Work, case: CaseView, by: int, every: str, until: date | None) -> list[str]:
    """The names of whom it is news for: whose case it is, and their supervisor where it was somebody above."""
    others = answering.pair_but(work, case.worker_id, by) if case.worker_id else set[int]()
    news = OftenDecided(case=case.id, by=by, every=every, at=int(work.now.timestamp()), until=until)
    for one in others:
        notify(work, news, to=one)
    return sorted(p.name for p in people.people(work, sorted(others)).values())


def ask_for_longer(request: Request[LongerIntervalAsked], work: Work) -> Reply | ShowForm | Done:
    """A longer one: granted at once by whoever may, else asked of them."""
    case = require_open_case(request, work)
    shown = _form(work, request.actor, case)
    every = longer_interval.choices(work, case, decides=manages_case(work, request.actor, case))
    errors, until = _read(request, work, shown, every)
    if not errors and not longer_interval.is_longer(work, case, parse_period(request.text("every"))):
        errors["every"] = refusals.CHOOSE_LONGER
    if errors:
        return with_errors(request, shown, errors)
    return grant.wanted(request, work, case, parse_period(request.text("every")), until)
