"""Audit: its learning points and actions go in the next case supervision, under their own heading (B26)."""

from __future__ import annotations

from datetime import date

from cards.model import Form, Option
from cards.people import refusals
from cards.people.asks import AuditPointForm, AuditPointNoted, AuditPointOf
from cards.preparing import checklist as cards_checklist
from cards.shared.refusals import NEEDED
from handlers.people.audit_draw import audits
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.case_lookup import OfCaseId, find_case
from handlers.shared.free_text import wrong_texts
from handlers.shared.meetings import next_case_session
from handlers.shared.milestone_buttons import takes_points
from handlers.shared.permissions import in_line_of
from handlers.shared.person_lookup import picked_among
from storage import actions, audit_draws, cases, people, preparations, supervision
from storage.cases import CaseView
from storage.people import Person
from storage.work import Work


def may_audit_typed(request: Request[AuditPointOf], work: Work) -> bool:
    """An unknown case and one of somebody else's line get the same answer."""
    case = find_case(work, request.actor, request.ask.reference)
    return case is not None and _manages(work, request.actor, case)


def audit(request: Request[AuditPointOf], work: Work) -> ShowForm:
    """``audit CASE``."""
    case = find_case(work, request.actor, request.ask.reference)
    assert case, "may_audit_typed lets only a known one through"
    return ShowForm(_form(work, case))


def _manages(work: Work, actor: Person, case: CaseView) -> bool:
    """Whoever supervises the case's worker today and the managers above; nobody audits their own case."""
    worker = case.worker_id
    if worker is None or worker == actor.id or not case.is_open(work.today):
        return False
    return in_line_of(work, actor, worker)


def may_audit(request: Request[OfCaseId], work: Work) -> bool:
    """Whoever manages it, and whoever the case was drawn for."""
    case = cases.case(work, request.ask.case)
    drawn = any(audits(work, request.actor, d) for d in audit_draws.of_case(work, case.id))
    return _manages(work, request.actor, case) or (drawn and takes_points(work, case))


def _owners(work: Work, case: CaseView) -> list[Person]:
    """The case's worker and whoever supervises them."""
    assert case.worker_id
    ids = [case.worker_id, supervision.supervisor_now(work, case.worker_id)]
    known = people.people(work, ids)
    return [known[i] for i in ids if i]


def _form(work: Work, case: CaseView) -> Form:
    if not work.rules.part("audit"):
        raise Refusal(refusals.NO_AUDITS)
    owners = [Option(p.staff_number, p.name) for p in _owners(work, case)]
    return cards_checklist.audit_form(case.id, case.reference, owners)


def audit_form(request: Request[AuditPointForm], work: Work) -> ShowForm:
    return ShowForm(_form(work, cases.case(work, request.ask.case)))


def save(request: Request[AuditPointNoted], work: Work) -> ShowForm | Done:
    case = cases.case(work, request.ask.case)
    owner = picked_among(_owners(work, case), request.text("owner"))
    form = _form(work, case)
    errors = _errors(request) | wrong_texts(request, work, form)
    if owner is None:
        errors["owner"] = refusals.CHOOSE_OF_TWO
    if errors or owner is None:
        return with_errors(request, form, errors)
    session_id, on = _session(work, case)
    what, why = request.text("what"), request.text("why")
    actions.add(work, session_id, case.id, owner.id, what, why, from_audit=True)
    work.log("audit.noted", case.subject, request.actor.id, owner=owner.id)
    assert case.worker_id
    worker = people.person(work, case.worker_id).name
    return Done(cards_checklist.audit_saved(case.id, case.reference, worker, on))


def _errors(request: Request[object]) -> dict[str, str]:
    return {name: NEEDED for name in ("what", "why") if not request.text(name)}


def _session(work: Work, case: CaseView) -> tuple[int, date | None]:
    """The session in which the point comes up: the next one booked, else whichever follows the last one held."""
    assert case.worker_id
    booked = next_case_session(work, case.worker_id)
    if booked:
        return booked.id, booked.on
    last = preparations.last_session(work, case.worker_id)
    if last is None:
        raise Refusal(refusals.NO_SESSION)
    return last, None
