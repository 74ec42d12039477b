"""When is it due? A case by anyone, everything of mine, my team's, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from cards.cases import acts
from cards.cases import due as cards_due
from cards.cases import grant as cards_grant
from cards.cases.asks import Due, DueForMe, DueInTeam, LateBefore, Why
from cards.cases.due import Page
from cards.model import Button, Card
from cards.sessions import hold as cards_hold
from cards.shared import policy_words, windows
from cards.shared.due_lines import DueLine
from handlers.cases.council_words import category_words
from handlers.shared import milestone_buttons, obligation_words, redaction, team_workload
from handlers.shared.base import Reply, Request
from handlers.shared.cancelled_session import PERSONAL
from handlers.shared.case_lookup import in_case_line, near_case
from handlers.shared.permissions import in_line, in_line_of
from handlers.shared.redaction import PRIVATE
from policy.facts import Subject, SubjectKind
from policy.obligations import Obligation, Waiting
from policy.ruleset import Duty, Role
from storage import answering, cases, duties, people, sessions
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
    return _mine(work, request.actor, Page(DueForMe))


def due_mine(request: Request[DueForMe], work: Work) -> Reply:
    return _mine(work, request.actor, Page(DueForMe, request.ask.first))


def late_before(request: Request[LateBefore], work: Work) -> Reply:
    """What the asker was told of that was late before the bot's first day, with what can be done about their own."""
    found = duties.told_late_before(work, request.actor.id)
    own = {kept.id for kept in duties.answered_by(work, request.actor.id)}
    lines = can_do(work, found, obligation_words.lines(work, found))
    lines = [one if k.id in own else replace(one, acts=()) for k, one in zip(found, lines, strict=True)]
    ask = obligation_words.contact_of(work, lines)
    return Reply(cards_due.listed(lines, work.today, Page(LateBefore, request.ask.first), ask=ask))


def _mine(work: Work, actor: Person, page: Page) -> Reply:
    found = duties.answered_by(work, actor.id)
    gaps = obligation_words.lines(work, duties.gaps(work, actor.id))
    lines = can_do(work, found, obligation_words.listed(work, found))
    ask = obligation_words.contact_of(work, lines)
    return Reply(cards_due.listed(lines, work.today, page, gaps, over_lines(work, [actor.id]), ask))


def over_lines(work: Work, worker_ids: Sequence[int]) -> list[str]:
    """What was missed of these people's windows in the last year, by person and duty, and how much was past before the
    bot began."""
    said: dict[str, list[str]] = {}
    found = duties.missed(work, worker_ids, work.today - timedelta(days=366))
    words = obligation_words.describe(work, found)
    for kept in found:
        o = kept.obligation
        said.setdefault(words[kept.id], []).append(windows.missed(o.key.fact.kind, o.started, o.ended))
    before = duties.before_bot(work, worker_ids)
    past = [cards_due.before_bot([k.obligation.due for k in before if k.obligation.due])] if before else []
    return [cards_due.missed(what, names) for what, names in said.items()] + past


def can_do(work: Work, found: Sequence[KeptObligation], lines: Sequence[DueLine]) -> list[DueLine]:
    """Each line with what can be done about it at once: nobody has to wait for its reminder."""
    asked = [k.obligation.key.subject.id for k in found if k.obligation.key.duty == "say_held"]
    begun = {s.id for s in sessions.sessions(work, asked) if s.starts_at <= work.now}
    return [replace(line, acts=_acts(work, k, begun)) for k, line in zip(found, lines, strict=True)]


def _acts(work: Work, kept: KeptObligation, begun: set[int]) -> tuple[Button, ...]:
    key = kept.obligation.key
    number = key.fact.id.partition(".")[0]
    match key.duty:
        case "say_held" if key.subject.id in begun:
            return cards_hold.outcomes(key.subject.id)
        case "record":
            return acts.record(int(number))
        case "agree":
            return acts.agree(int(number), signs=kept.obligation.answers == Role.SIGNER)
        case "oversee":
            return acts.oversee(int(number))
        case "close":
            return acts.close(int(number))
        case duty if duty.startswith("milestone:"):
            return tuple(milestone_buttons.record_buttons(work, kept))
        case _:
            return _further_acts(kept)


def _further_acts(kept: KeptObligation) -> tuple[Button, ...]:
    key = kept.obligation.key
    match key.kind_of_duty:
        case "prepare":
            return acts.PREPARE
        case "sign":
            return acts.show_agreement(int(key.fact.id))
        case "meet":
            return acts.show_meeting(int(key.fact.id))
        case "record_interval":
            return (cards_grant.recorded_button(int(key.fact.id)),)
        case "acknowledge":
            return acts.acknowledge(int(key.fact.id), key.subject.id)
        case _:
            return ()


def due_case(work: Work, actor: Person, reference: str) -> Reply:
    case = cases.by_reference(work, reference) or near_case(work, actor.id, reference)
    work.trace(actor.id, "due", case.subject if case else None)
    found = duties.open_about(work, [case.subject]) if case else []
    if case is None or not case.is_open(work.today) or not in_case_line(work, actor, case):
        first = next((k.obligation.due for k in found if k.obligation.key.duty == "discuss"), None)
        return Reply(date_only(work, reference, case, first))
    worker = people.person(work, case.worker_id).name if case.worker_id else ""
    return Reply(
        cards_due.case_for_line(
            case.reference,
            kind_of(work, case),
            worker,
            obligation_words.listed(work, found),
            work.today,
            unset(work, found),
        )
    )


def unset(work: Work, found: Sequence[KeptObligation]) -> str:
    """A policy without an interval for cases, or that leaves something about them open, says so, and whom to ask."""
    if not work.rules.has(Duty.DISCUSS):
        return cards_due.no_interval(work.rules.council, obligation_words.contact(work))
    return next((said for k in found if (said := left_open(work, k.obligation))), "")


def left_open(work: Work, obligation: Obligation) -> str:
    """What its rule leaves to somebody, in the rule's own words, where that is why it has no date; and whom to ask."""
    rule = work.rule_of(obligation)
    if rule is None or not rule.blanks or obligation.due or obligation.waiting_for not in LEFT_OPEN:
        return ""
    return cards_due.left_open(rule.blanks, obligation_words.contact(work))


#: Without a date because the policy leaves it to somebody.
LEFT_OPEN: Final = (Waiting.NO_DEADLINE, Waiting.AGREEMENT, Waiting.SET_ELSEWHERE)


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
    where that isn't the whole answer: for those in the case's line, and for a case to be worked out again first."""
    found = case_dates(work, {reference for _, reference in asked})
    lines = people.lines(work, {case.worker_id for case in found.values() if case.worker_id})
    return [_case_date_answer(work, who, reference, found.get(reference), lines) for who, reference in asked]


def _case_date_answer(
    work: Work, who: int, reference: str, case: CaseDate | None, lines: Mapping[int, people.ManagementLine]
) -> CaseDateAnswer | None:
    worker = case.worker_id if case else None
    if case and (case.stale or (worker and in_line(who, worker, lines[worker]))):
        return None
    if case is None and near_case(work, who, reference):
        return None
    return CaseDateAnswer(
        date_only(work, reference, case, case.due if case else None), case.id if case else None
    )


def kind_of(work: Work, case: CaseView) -> str:
    service = work.rules.vocabulary.services.get(case.service, case.service)
    return cards_due.kind_of_case(service, category_words(work, case.categories))


def has_team(request: Request[object], work: Work) -> bool:
    """Whoever supervises somebody today."""
    return bool(people.supervisees_now(work, request.actor.id))


def team(request: Request[DueInTeam], work: Work) -> Reply:
    """What concerns the people I supervise, whoever answers for it."""
    mine = people.supervisees_now(work, request.actor.id)
    found = [k for k in duties.concerning(work, mine) if k.obligation.key.duty not in PRIVATE]
    lines = obligation_words.listed(work, found)
    return Reply(
        cards_due.listed(
            lines,
            work.today,
            Page(DueInTeam, request.ask.first),
            ask=obligation_words.contact_of(work, lines),
            foot=[
                *over_lines(work, mine),
                *team_workload.lines(work, [p.team for p in people.people(work, mine).values()]),
            ],
        )
    )


def why(request: Request[Why], work: Work) -> Reply:
    """The derivation of one obligation, or of those that were said together; always traced."""
    return Reply(cards_due.derivations([_derivation(work, request.actor, one) for one in _asked(request)]))


def _asked(request: Request[Why]) -> tuple[int, ...]:
    return (request.ask.obligation, *request.ask.also)


def _derivation(work: Work, actor: Person, obligation_id: int) -> Card:
    kept = duties.of(work, obligation_id)
    work.trace(actor.id, "why", kept.obligation.key.subject)
    o = kept.obligation if knows_reason(work, actor, kept) else redaction.redacted(kept.obligation)
    version = policy_words.named(work.rules.council, work.rules.title, o.version)
    words, events = obligation_words.describe(work, [kept])[kept.id], work.rules.vocabulary.events
    return cards_due.derivation(words, o.derivation, o.waiting_for, version, events, left_open(work, o))


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
