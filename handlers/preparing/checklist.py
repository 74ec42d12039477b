"""The day of a case session: the supervisor's checklist (B14), and the agenda for both of the pair (B12, B26)."""

from __future__ import annotations

from collections.abc import Sequence

from cards.formats import cited
from cards.model import Button, Form, Option
from cards.preparing import checklist as cards_checklist
from cards.preparing import refusals
from cards.preparing.asks import ActionsDone, ActionsForm, AgendaOpened
from cards.preparing.checklist import ActionLine, Agenda
from cards.preparing.invitation import ToPrepare
from handlers.preparing.preparation import read_case_button, readable_now, show_again
from handlers.preparing.to_prepare import to_prepare
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.open_actions import open_actions
from policy.facts import SubjectKind
from policy.ruleset import Duty
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
    return Reply(cards_checklist.agenda(_agenda(work, view, shown, request.actor)))


def _agenda(work: Work, view: SessionView, shown: ToPrepare, reader: Person) -> Agenda:
    """Both tick off what is done."""
    parts, audit = work.rules.part("case_agenda"), work.rules.part("audit")
    found = actions.still_open(work, view.supervisee.id, view.supervisor.id)
    tick = [cards_checklist.tick_button(view.id)] if found else []
    return Agenda(
        shown,
        [heading for part in parts for heading in part.headings],
        [cited(part.id, part.clause) for part in parts],
        [_line(a) for a in found if not a.from_audit],
        [heading for part in audit for heading in part.headings],
        [_line(a) for a in preparations.audit_done(work, view.supervisee.id)],
        [_line(a) for a in found if a.from_audit],
        [*tick, *_buttons(work, view, shown, reader)],
    )


def actions_form(request: Request[ActionsForm], work: Work) -> ShowForm:
    view = sessions.session(work, request.ask.session)
    return ShowForm(_form(request, view, _open(work, view)))


def _open(work: Work, view: SessionView) -> list[Option]:
    """Raises Refusal where none is."""
    found = open_actions(work, view)
    if not found:
        raise Refusal(refusals.NO_ACTION_OPEN)
    return found


def _form(request: Request[object], view: SessionView, found: Sequence[Option]) -> Form:
    other = view.supervisor if request.actor.id == view.supervisee.id else view.supervisee
    return cards_checklist.actions_form(view.id, other.name, found)


def actions_done(request: Request[ActionsDone], work: Work) -> ShowForm | Done:
    """By either of the two, before the session as well: what is done isn't gone through again."""
    view = sessions.session(work, request.ask.session)
    found, ticked = _open(work, view), set(request.many("actions_done"))
    if not ticked or not ticked <= {option.value for option in found}:
        return with_errors(request, _form(request, view, found), {"actions_done": refusals.TICK_ACTION})
    work.touch(SubjectKind.SESSION, view.id)
    actions.finish(work, [int(one) for one in sorted(ticked)])
    work.log("actions.done", view.subject, request.actor.id, actions=sorted(map(int, ticked)))
    show_again(work, view, Duty.PREPARE, Duty.CHECK)
    return Done(cards_checklist.ticked_off(view.id, len(ticked)))


def _line(a: ActionView) -> ActionLine:
    case = a.case.reference if a.case else ""
    return ActionLine(case, a.owner.name, a.what, a.why, a.agreed_on, a.carried + 1)


def _buttons(work: Work, view: SessionView, shown: ToPrepare, reader: Person) -> list[Button]:
    """The supervisee goes on preparing; the supervisor reads what is there."""
    if reader.id == view.supervisee.id:
        lines = shown.lines[:5] if shown.form else []
        return [cards_checklist.prepare_button(line) for line in lines]
    return [read_case_button(p) for p in readable_now(work, view, reader)]
