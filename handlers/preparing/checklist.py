"""The day of a case session: the supervisor's checklist (B14), and the agenda for both of the pair (B12, B26)."""

from __future__ import annotations

from collections.abc import Sequence

from cards.model import Button
from cards.preparing import checklist as cards_checklist
from cards.preparing.asks import AgendaOpened
from cards.preparing.checklist import ActionLine, Agenda
from cards.preparing.invitation import ToPrepare
from cards.words import cited
from handlers.preparing.preparation import read_case_button, readable_now
from handlers.preparing.to_prepare import to_prepare
from handlers.shared.base import Reply, Request
from storage import actions, preparations, sessions
from storage.actions import ActionView
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def agenda(request: Request[AgendaOpened], work: Work) -> Reply:
    """What the session goes through, with the words of the actions: a view, and a look that is traced."""
    view = sessions.session(work, request.ask.session)
    work.trace(request.actor.id, "agenda", view.subject)
    mine = request.actor.id == view.supervisee.id
    shown = to_prepare(work, view.supervisee, view, None if mine else request.actor)
    return Reply(
        cards_checklist.agenda(_agenda(work, view, shown, _buttons(work, view, shown, request.actor)))
    )


def _agenda(work: Work, view: SessionView, shown: ToPrepare, buttons: Sequence[Button]) -> Agenda:
    parts, audit = work.rules.part("case_agenda"), work.rules.part("audit")
    found = actions.still_open(work, view.supervisee.id, view.supervisor.id)
    return Agenda(
        shown,
        [heading for part in parts for heading in part.headings],
        [cited(part.id, part.clause) for part in parts],
        [_line(a) for a in found if not a.from_audit],
        [heading for part in audit for heading in part.headings],
        [_line(a) for a in preparations.audit_done(work, view.supervisee.id)],
        [_line(a) for a in found if a.from_audit],
        buttons,
    )


def _line(a: ActionView) -> ActionLine:
    case = a.case.reference if a.case else ""
    return ActionLine(case, a.owner.name, a.what, a.why, a.agreed_on, a.carried + 1)


def _buttons(work: Work, view: SessionView, shown: ToPrepare, reader: Person) -> list[Button]:
    """The supervisee goes on preparing; the supervisor reads what is there."""
    if reader.id == view.supervisee.id:
        return [cards_checklist.prepare_button(line) for line in shown.lines[:5]]
    return [read_case_button(p) for p in readable_now(work, view, reader)]
