"""Why is it due then? The derivation of an obligation, without what is private of it to others."""

from __future__ import annotations

from typing import Final

from cards.cases import due as cards_due
from cards.cases.asks import Why
from cards.model import Card
from cards.shared import policy_words
from cards.shared.duty_claims import IntervalDecidedBy
from handlers.cases.due import left_open
from handlers.shared import obligation_words, redaction
from handlers.shared.base import Reply, Request
from handlers.shared.case_lookup import in_case_line
from handlers.shared.permissions import in_line_of
from handlers.shared.rebooking import PERSONAL
from handlers.shared.to_allocate import waits_to_be_allocated
from policy.facts import Subject, SubjectKind
from policy.obligations import Obligation, Step, Waiting
from policy.ruleset import Duty
from storage import answering, cases, duties, intervals, people, sessions
from storage.duties import KeptObligation
from storage.people import Person
from storage.work import Work


def why(request: Request[Why], work: Work) -> Reply:
    """The derivation of one obligation, or of those that were said together; always traced."""
    return Reply(cards_due.derivations([_derivation(work, request.actor, one) for one in _asked(request)]))


def _asked(request: Request[Why]) -> tuple[int, ...]:
    return (request.ask.obligation, *request.ask.also)


def _derivation(work: Work, actor: Person, obligation_id: int) -> Card:
    kept = duties.of(work, obligation_id)
    work.trace(actor.id, "why", kept.obligation.key.subject)
    open_, o = "", kept.obligation
    if o.key.duty == Duty.REBOOK and not knows_reason(work, actor, kept):
        o, open_ = _without_reason(work, actor, kept), cards_due.LIMIT_BY_REASON
    version = policy_words.named(work.rules.council, work.rules.title, o.version)
    words, events = obligation_words.describe(work, [kept])[kept.id], work.rules.vocabulary.events
    waiting = None if o.due and o.waiting_for is Waiting.RETURN else o.waiting_for
    open_, ask = open_ or left_open(work, o, actor.id), obligation_words.ask_of(work, o, actor.id)
    decided = _decided(work, o)
    return cards_due.derivation(words, o.derivation, waiting, version, events, open_, ask, decided)


#: Steps of an interval that somebody decided for one case.
_BY_SOMEBODY: Final = ("longer", "more_often", "not_counted")


def _decided(work: Work, o: Obligation) -> list[IntervalDecidedBy]:
    """By whom, and when."""
    if o.key.subject.kind is not SubjectKind.CASE:
        return []
    case, found = o.key.subject.id, dict[IntervalDecidedBy, None]()
    for step in o.derivation:
        if step.op in _BY_SOMEBODY and step.on and step.amount:
            by = intervals.decided_by(work, case, step.on, step.amount)
            name = people.person(work, by).name if by else ""
            found |= {IntervalDecidedBy(case, step.amount, step.on, name): None} if by else {}
    return list(found)


def _without_reason(work: Work, actor: Person, kept: KeptObligation) -> Obligation:
    """What was booked and cancelled, and the limit; whose return it waits for to whoever answers for it. Not by which
    rule, nor from what it counts."""
    o, shown = kept.obligation, redaction.redacted(kept.obligation)
    view = sessions.session(work, o.key.subject.id)
    happened = (
        Step("start", fact="booked", on=view.on),
        Step("start", fact="cancellation", on=view.cancelled_on or view.on),
    )
    waits = o.due is None and answering.who_answers(work, o) == actor.id
    limit = shown.derivation if o.due else ()
    return shown._replace(derivation=(*happened, *limit), waiting_for=o.waiting_for if waits else None)


def knows_reason(work: Work, actor: Person, kept: KeptObligation) -> bool:
    """Whether this is a session that was cancelled for the actor's own absence, or for no personal reason."""
    subject = kept.obligation.key.subject
    view = sessions.session(work, subject.id) if subject.kind is SubjectKind.SESSION else None
    return view is not None and (view.away_id == actor.id or view.reason not in PERSONAL)


def may_know_why(request: Request[Why], work: Work) -> bool:
    """Those in the obligation's line, and whoever it asks; of a case that nobody holds whoever can have it allocated,
    and of what nobody answers for administrators."""
    return all(_in_line_of(request, work, one) for one in _asked(request))


def _in_line_of(request: Request[Why], work: Work, obligation_id: int) -> bool:
    actor, o = request.actor, duties.of(work, obligation_id).obligation
    subject: Subject = o.key.subject
    if subject.kind is SubjectKind.CASE:
        case = cases.case(work, subject.id)
        in_line = o.holder_id == actor.id or in_case_line(work, actor, case)
        return in_line or waits_to_be_allocated(work, actor, case)
    around = [i for i in (o.worker_id, o.holder_id) if i is not None]
    asked = answering.who_answers(work, o)
    answers = actor.id == asked or (asked is None and actor.administrator)
    return answers or any(in_line_of(work, actor, i) for i in around)
