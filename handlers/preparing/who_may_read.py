"""Who may read what was prepared, and reading it: only what was shared, in a view."""

from __future__ import annotations

from cards.preparing import prepare as cards_prepare
from cards.preparing import refusals
from cards.preparing.asks import PreparationRead
from handlers.preparing.preparation import PreparationState, find, preparing
from handlers.shared import meetings
from handlers.shared.base import Refusal, Reply, Request
from policy.facts import Subject, SubjectKind
from storage import cases, people, preparations, readable_preparations
from storage.work import Work


def may_read(request: Request[PreparationRead], work: Work) -> bool:
    return readable_preparations.readable(work, find(work, request.ask), request.actor.id)


def read(request: Request[PreparationRead], work: Work) -> Reply:
    """Only what was shared, in a view; every look leaves its trace."""
    found = preparations.locked(work, find(work, request.ask).id)
    if found is None or found.last_shared is None:
        raise Refusal(refusals.NOT_SHARED_WITH_YOU)
    work.trace(request.actor.id, preparations.look(found.id), Subject(SubjectKind.CASE, found.case.id))
    who = people.person(work, found.supervisee_id)
    case = cases.case(work, found.case.id)
    shown = preparing(work, who, case, PreparationState(None, found, None, None), found.answers)
    return Reply(cards_prepare.read(shown, who.name, meetings.moment(work, found.last_shared)))
