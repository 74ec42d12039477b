"""When is it due? A case by anyone, everything of mine, my team's, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases import due as cards_due
from cards.cases.asks import Due, DueForMe, Why
from cards.model import Card
from cards.shared import policy_words
from cards.shared.duty_claims import IntervalDecidedBy
from handlers.cases import mine
from handlers.cases.council_words import category_words
from handlers.shared import awaiting_outcome, obligation_words, redaction
from handlers.shared.base import Reply, Request
from handlers.shared.case_lookup import find_case, in_case_line, near_case
from handlers.shared.permissions import in_line, in_line_of, manages
from handlers.shared.rebooking import PERSONAL
from policy.facts import Subject, SubjectKind
from policy.obligations import Obligation, Step, Waiting
from policy.ruleset import Duty
from storage import answering, cases, duties, intervals, people, sessions, supervision
from storage.case_dates import CaseDate, case_dates
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.people import Person
from storage.references import repeated
from storage.work import Work


def due(request: Request[Due], work: Work) -> Reply:
    """``due`` alone: mine. ``due CASE``: that case. A date-only look and a look at a derivation both leave a trace."""
    if request.ask.case:
        return due_case(work, request.actor, request.ask.case)
    return mine.due_mine(request.asking(DueForMe()), work)


def due_case(work: Work, actor: Person, reference: str) -> Reply:
    case = find_case(work, reference) or near_case(work, actor.id, reference)
    work.trace(actor.id, "due", case.subject if case else None)
    found = duties.open_about(work, [case.subject]) if case else []
    if case is None or not case.is_open(work.today) or not in_case_line(work, actor, case):
        if case and _waits_to_be_allocated(work, actor, case):
            lines = obligation_words.lines(work, found)
            return Reply(cards_due.case_nobody_holds(case.id, case.reference, lines, work.today))
        first = next((k.obligation.due for k in found if k.obligation.key.duty == Duty.DISCUSS), None)
        return Reply(date_only(work, reference, case, first))
    worker = people.person(work, case.worker_id).name if case.worker_id else ""
    return Reply(
        cards_due.case_for_line(
            case.reference,
            kind_of(work, case),
            worker,
            awaiting_outcome.listed(work, found, actor.id),
            work.today,
            unset(work, found, actor.id),
        )
    )


def unset(work: Work, found: Sequence[KeptObligation], reader_id: int) -> str:
    """A policy without an interval for cases, or that leaves something about them open, says so, and whom to ask."""
    if not work.rules.has(Duty.DISCUSS):
        return cards_due.no_interval(work.rules.council, obligation_words.contact(work, reader_id))
    return next((said for k in found if (said := left_open(work, k.obligation, reader_id))), "")


def left_open(work: Work, obligation: Obligation, reader_id: int) -> str:
    """What its rule leaves to somebody, in the rule's own words, where that is why it has no date; and whom to ask."""
    rule = work.rule_of(obligation)
    if rule is None or not rule.blanks or obligation.due or obligation.waiting_for not in LEFT_OPEN:
        return ""
    return cards_due.left_open(rule.blanks, obligation_words.contact(work, reader_id))


#: Without a date because the policy leaves it to somebody.
LEFT_OPEN: Final = (Waiting.NO_DEADLINE, Waiting.AGREEMENT, Waiting.SET_ELSEWHERE)


def _waits_to_be_allocated(work: Work, actor: Person, case: CaseView) -> bool:
    """By this person, among others; a restricted one is nobody's to see who has no part in it."""
    open_ = case.is_open(work.today) and not case.restricted
    return open_ and case.worker_id is None and may_allocate(work, actor, case.id)


def may_allocate(work: Work, actor: Person, case_id: int) -> bool:
    """Of a case that nobody holds: the managers above whoever held it last, and administrators; where nobody ever did,
    whoever supervises somebody."""
    last = cases.last_worker(work, case_id)
    if last is None:
        return actor.administrator or supervision.supervises_somebody(work, actor.id)
    return manages(work, actor, last)


def date_only(work: Work, reference: str, case: CaseView | CaseDate | None, due: date | None) -> Card:
    """For those who have no part in the case. A closed one and a restricted one are as one that nobody has."""
    if case is None or not case.is_open(work.today) or case.restricted:
        return cards_due.unknown_case(repeated(reference[:40], work.config.references))
    return cards_due.case_for_anyone(case.reference, due, work.today)


@dataclass(frozen=True, slots=True)
class CaseDateAnswer:
    """``case_id`` None: a reference that nobody has."""

    card: Card
    case_id: int | None


def case_date_answers(work: Work, asked: Sequence[tuple[int, str]]) -> list[CaseDateAnswer | None]:
    """``due CASE`` of many people (id and reference) at once, each allowed to ask and to be traced by the caller. None
    where that isn't the whole answer: for those in the case's line, for a case that nobody holds or that is to be
    worked out again first, and where a reference can mean several."""
    found = case_dates(work, {reference for _, reference in asked})
    lines = supervision.lines(work, {c.worker_id for some in found.values() for c in some if c.worker_id})
    return [_case_date_answer(work, who, typed, found.get(typed, []), lines) for who, typed in asked]


def _case_date_answer(
    work: Work,
    who: int,
    reference: str,
    found: Sequence[CaseDate],
    lines: Mapping[int, supervision.ManagementLine],
) -> CaseDateAnswer | None:
    if len(found) > 1:
        return None
    case = found[0] if found else None
    worker = case.worker_id if case else None
    unheld = case is not None and worker is None and case.is_open(work.today)
    if unheld or (case and (case.stale or (worker and in_line(who, worker, lines[worker])))):
        return None
    if case is None and near_case(work, who, reference):
        return None
    return CaseDateAnswer(
        date_only(work, reference, case, case.due if case else None), case.id if case else None
    )


def kind_of(work: Work, case: CaseView) -> str:
    service = work.rules.vocabulary.services.get(case.service, case.service)
    return cards_due.kind_of_case(service, category_words(work, case.categories))


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
    """Those in the obligation's line, and whoever it asks."""
    return all(_in_line_of(request, work, one) for one in _asked(request))


def _in_line_of(request: Request[Why], work: Work, obligation_id: int) -> bool:
    actor, o = request.actor, duties.of(work, obligation_id).obligation
    subject: Subject = o.key.subject
    if subject.kind is SubjectKind.CASE:
        case = cases.case(work, subject.id)
        return o.holder_id == actor.id or in_case_line(work, actor, case)
    around = [i for i in (o.worker_id, o.holder_id) if i is not None]
    asked = answering.who_answers(work, o)
    return actor.id == asked or any(in_line_of(work, actor, i) for i in around)
