"""Every open case is acknowledged at every session, by worker and manager (C4): by the manager as the session is marked
as held, by the worker with one tap after it. Asked only where the rule set knows it."""

from __future__ import annotations

from collections.abc import Sequence

from cards.model import Option
from cards.records import acknowledge as cards_acknowledge
from cards.records import refusals
from cards.records.asks import AcknowledgeForm, CasesAcknowledged, SomeAcknowledged
from handlers.shared.acknowledging import waiting
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from policy.ruleset import Role
from storage import held_sessions, sessions
from storage.cases import CaseView
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def _side(view: SessionView, actor: Person) -> Role:
    return Role.SUPERVISEE if actor.id == view.supervisee.id else Role.SUPERVISOR


def acknowledge(request: Request[CasesAcknowledged], work: Work) -> Done:
    """One case, or all of the session that are left."""
    view = sessions.session(work, request.ask.session)
    left, one = waiting(work, view, _side(view, request.actor)), request.ask.case
    return _save(work, request.actor, view, left, [c for c in left if one in (None, c.id)])


def _save(
    work: Work, actor: Person, view: SessionView, left: Sequence[CaseView], chosen: Sequence[CaseView]
) -> Done:
    if not chosen:
        raise Refusal(refusals.ACKNOWLEDGED)
    by_manager = _side(view, actor) is Role.SUPERVISOR
    held_sessions.acknowledge(work, view, [c.id for c in chosen], actor.id, by_manager=by_manager)
    return Done(cards_acknowledge.done([c.reference for c in chosen], len(left) - len(chosen)))


def acknowledge_form(request: Request[AcknowledgeForm], work: Work) -> ShowForm:
    view = sessions.session(work, request.ask.session)
    left = waiting(work, view, _side(view, request.actor))
    if not left:
        raise Refusal(refusals.ALL_ACKNOWLEDGED)
    return ShowForm(cards_acknowledge.form(view.id, [Option(str(c.id), c.reference) for c in left]))


def acknowledge_some(request: Request[SomeAcknowledged], work: Work) -> ShowForm | Done:
    view = sessions.session(work, request.ask.session)
    left = waiting(work, view, _side(view, request.actor))
    chosen = [c for c in left if str(c.id) in request.many("cases")]
    if left and not chosen:
        form = cards_acknowledge.form(view.id, [Option(str(c.id), c.reference) for c in left])
        return with_errors(request, form, {"cases": refusals.NO_CASE_TICKED})
    return _save(work, request.actor, view, left, chosen)
