"""The case drawn for an audit: who audits is told which, says that it is done, and notes its points (B22, B26)."""

from __future__ import annotations

from typing import Protocol

from cards.model import Form
from cards.people import milestone as cards_milestone
from cards.people import refusals
from cards.people.asks import AuditDone, AuditDoneForm
from handlers.people.notices import notify_person
from handlers.people.recording import day_errors, may_record
from handlers.shared.base import Done, Request, ShowForm, read_date, with_errors
from handlers.shared.milestone_buttons import audit_case
from policy.facts import Subject, SubjectKind
from storage import audit_draws, milestones, outbox, people, supervision
from storage.audit_draws import DrawView
from storage.people import Person
from storage.work import Work


def draw_missing(work: Work) -> None:
    """Each night, for every window that has begun."""
    for kept in audit_draws.missing(work):
        audit_draws.make(work, kept)


def audits(work: Work, actor: Person, view: DrawView) -> bool:
    """Whoever the rule says answers for the audit today."""
    kept = audit_draws.obligation(work, view)
    if kept is None:
        return actor.id in (
            supervision.supervisor_now(work, view.person_id),
            supervision.line_supervisor(work, view.person_id),
        )
    return may_record(work, actor, kept)


class OfDraw(Protocol):
    """An ask about one drawn case."""

    @property
    def draw(self) -> int: ...


def may_say(request: Request[OfDraw], work: Work) -> bool:
    return audits(work, request.actor, audit_draws.one(work, request.ask.draw))


def form(request: Request[AuditDoneForm], work: Work) -> ShowForm:
    return ShowForm(_form(work, audit_draws.one(work, request.ask.draw)))


def _form(work: Work, view: DrawView) -> Form:
    return cards_milestone.audit_form(view.case.reference, view.id, work.today)


def save(request: Request[AuditDone], work: Work) -> ShowForm | Done:
    """Done in its own window it meets what was asked; later it is noted on the draw, and the next is still asked."""
    view, on = audit_draws.one(work, request.ask.draw), read_date(request.text("on"))
    who = people.person(work, view.person_id)
    errors = day_errors(work, who, on, view.drawn_on)
    if view.done_on:
        errors = {"on": refusals.AUDITED}
    if errors or on is None:
        return with_errors(request, _form(work, view), errors)
    kept = audit_draws.obligation(work, view)
    audit_draws.done(work, view, on, request.actor.id)
    if kept:
        what = kept.obligation.key.duty.partition(":")[2]
        new = milestones.record(work, who.id, what, on, request.actor.id, request.actor.id)
        notify_person(work, who.id, new, request.actor.id)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, who.id)], [kept.id] if kept else [])
    return Done(cards_milestone.audited(audit_case(work, view), on))
