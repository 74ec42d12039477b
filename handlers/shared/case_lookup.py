"""The case that a command or a button is about, and what the rules read of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from cards.ask import Ask
from cards.formats import row
from cards.shared.refusals import NO_OPEN_CASE, WHICH_SPELLING, for_a_manager
from handlers.shared.base import Refusal, Request
from handlers.shared.permissions import in_line, in_line_of
from handlers.shared.to_allocate import waits_to_be_allocated
from policy.ruleset import Rule
from storage import case_events, cases, people, supervision
from storage.agenda import AgendaItem
from storage.cases import CaseView
from storage.people import Person
from storage.references import repeated
from storage.work import Work


class OfCase(Protocol):
    """An ask about one case: its id, or the reference that was typed."""

    @property
    def case(self) -> int | str: ...


class OfCaseId(Protocol):
    """An ask about one case, by its id."""

    @property
    def case(self) -> int: ...


def find_case(work: Work, actor: Person, meant: int | str) -> CaseView | None:
    """By its id, else by its reference, else the one that it can be in this person's line. Raises Refusal where several
    are spelt so nearly alike that any is meant."""
    if isinstance(meant, int):
        return cases.cases(work, [meant]).get(meant)
    found = cases.spelt_alike(work, meant)
    if len(found) > 1:
        raise Refusal(WHICH_SPELLING)
    return found[0] if found else near_case(work, actor.id, meant)


def near_case(work: Work, actor_id: int, typed: str) -> CaseView | None:
    """The one open case in somebody's line that a reference nobody has can be, by its digits."""
    found = cases.with_digits(work, typed)
    lines = supervision.lines(work, {c.worker_id for c in found if c.worker_id})
    mine = [
        c
        for c in found
        if (c.worker_id and in_line(actor_id, c.worker_id, lines[c.worker_id]))
        or waits_to_be_allocated(work, people.person(work, actor_id), c)
    ]
    return mine[0] if len(mine) == 1 else None


def with_reference(work: Work, actor: Person, ask: Ask) -> Ask:
    """An ask with the reference of the case that typed words mean: what else was typed isn't kept."""
    name = "reference" if hasattr(ask, "reference") else "case"
    typed = getattr(ask, name, None)
    if not isinstance(typed, str) or not typed:
        return ask
    found = find_case(work, actor, typed)
    kept = found.reference if found else repeated(typed, work.config.references, re.sub(r"\D", "", typed))
    same: Any = ask
    changed: Ask = replace(same, **{name: kept})
    return changed


def require_open_case(request: Request[OfCase], work: Work) -> CaseView:
    """Raises Refusal where there is no such open case."""
    case = find_case(work, request.actor, request.ask.case)
    if case is None or not case.is_open(work.today):
        raise Refusal(NO_OPEN_CASE)
    return case


def in_case_line(work: Work, actor: Person, case: CaseView) -> bool:
    """The case's worker, whoever supervises them today, and the managers above."""
    return case.worker_id is not None and in_line_of(work, actor, case.worker_id)


def known_to(work: Work, reader_id: int, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Of what stands on a group's agenda: a restricted case is its line's alone."""
    known = cases.cases(work, [one.case.id for one in items])
    lines = supervision.lines(work, {one.worker_id for one in items if known[one.case.id].restricted})
    return [
        one
        for one in items
        if not known[one.case.id].restricted or in_line(reader_id, one.worker_id, lines[one.worker_id])
    ]


def manages_case(work: Work, actor: Person, case: CaseView) -> bool:
    """In the case's line, and not its worker: judgements are a manager's."""
    return case.worker_id != actor.id and in_case_line(work, actor, case)


def may_manage(request: Request[OfCase], work: Work) -> bool:
    """Raises Refusal to the case's own worker, with whom to ask."""
    case = find_case(work, request.actor, request.ask.case)
    if case is not None and case.worker_id == request.actor.id and case.is_open(work.today):
        above = supervision.supervisor_now(work, request.actor.id)
        raise Refusal(for_a_manager(case.reference, people.person(work, above).name if above else ""))
    return case is not None and manages_case(work, request.actor, case)


def may_report_event(request: Request[OfCase], work: Work) -> bool:
    """Those in the case's line, its worker too."""
    case = find_case(work, request.actor, request.ask.case)
    return case is not None and in_case_line(work, request.actor, case)


def condition_terms(work: Work, case: CaseView) -> tuple[str, frozenset[str], str]:
    """What a row's condition reads: service, categories with what lasts today, and the worker's role."""
    now = {e.what for e in case_events.lasting(work, case.id)}
    role = people.person(work, case.worker_id).role if case.worker_id else ""
    return case.service, frozenset(case.categories) | now, role


def cite_rule(rule: Rule | None) -> str:
    """A rule by id, title and clause."""
    return f"{row(rule.id)}: {rule.title} (“{rule.clause}”)" if rule else ""
