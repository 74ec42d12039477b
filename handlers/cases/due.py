"""When is it due? A case by anyone, everything of mine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases import due as cards_due
from cards.cases.asks import Due, DueForMe
from cards.cases.unknown_case import unknown_case
from cards.model import Card
from handlers.cases import mine
from handlers.cases.council_words import category_words
from handlers.shared import awaiting_outcome, obligation_words
from handlers.shared.base import Reply, Request
from handlers.shared.case_lookup import find_case, in_case_line, near_case
from handlers.shared.permissions import in_line, in_line_of
from handlers.shared.to_allocate import waits_to_be_allocated
from policy.obligations import Obligation, Waiting
from policy.ruleset import Duty
from storage import cases, duties, people, supervision
from storage.case_dates import CaseDate, case_dates
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.people import Person
from storage.references import repeated, unlike
from storage.work import Work


def due(request: Request[Due], work: Work) -> Reply:
    """``due`` alone: mine. ``due CASE``: that case. A date-only look and a look at a derivation both leave a trace."""
    if request.ask.case:
        return due_case(work, request.actor, request.ask.case)
    return mine.due_mine(request.asking(DueForMe()), work)


def due_case(work: Work, actor: Person, reference: str) -> Reply:
    case = find_case(work, actor, reference)
    work.trace(actor.id, "due", case.subject if case else None)
    found = duties.open_about(work, [case.subject]) if case else []
    if case is None or not case.is_open(work.today) or not in_case_line(work, actor, case):
        if case and waits_to_be_allocated(work, actor, case):
            lines = obligation_words.lines(work, found)
            return Reply(cards_due.case_nobody_holds(case.id, case.reference, lines, work.today))
        if case and case.closed_on and _had_it(work, actor, case):
            return Reply(cards_due.case_is_closed(case.reference, case.closed_on))
        first = next((k.obligation.due for k in found if k.obligation.key.duty == Duty.DISCUSS), None)
        named = "" if case else _person_called(work, actor.id, reference)
        return Reply(date_only(work, reference, case, first, named))
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


def _had_it(work: Work, actor: Person, case: CaseView) -> bool:
    """Of a case that is closed: whoever held it last, and their line."""
    last = cases.last_worker(work, case.id)
    return last is not None and not case.is_open(work.today) and in_line_of(work, actor, last)


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


def _person_called(work: Work, actor_id: int, typed: str) -> str:
    """The one person in somebody's line whom they may mean by what stands for a reference."""
    found = people.find(work, typed) if len(typed) >= SHORTEST_NAME else []
    lines = supervision.lines(work, {one.id for one in found})
    mine = [one for one in found if in_line(actor_id, one.id, lines[one.id])]
    return mine[0].name if len(mine) == 1 else ""


#: Fewer letters are the beginning of many names.
SHORTEST_NAME: Final = 2


def date_only(
    work: Work, reference: str, case: CaseView | CaseDate | None, due: date | None, person: str = ""
) -> Card:
    """For those who have no part in the case. A closed one and a restricted one are as one that nobody has.
    ``person``: who may be meant instead."""
    if case is None or not case.is_open(work.today) or case.restricted:
        shapes = work.config.references
        return unknown_case(repeated(reference[:40], shapes), unlike(reference, shapes), person)
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
    nobodys = case is not None and (worker is None or not case.is_open(work.today))
    if nobodys or (case and (case.stale or (worker and in_line(who, worker, lines[worker])))):
        return None
    if case is None and (near_case(work, who, reference) or _person_called(work, who, reference)):
        return None
    return CaseDateAnswer(
        date_only(work, reference, case, case.due if case else None), case.id if case else None
    )


def kind_of(work: Work, case: CaseView) -> str:
    service = work.rules.vocabulary.services.get(case.service, case.service)
    return cards_due.kind_of_case(service, category_words(work, case.categories))
