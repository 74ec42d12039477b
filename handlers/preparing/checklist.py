"""The day of a case session: the supervisor's checklist (B14), and the agenda for both of the pair (B12, B26)."""

from __future__ import annotations

from collections.abc import Sequence

from cards.message import MessageItem
from cards.model import Button
from cards.preparing import checklist as cards_checklist
from cards.preparing.asks import AgendaOpened, PreparationForm
from cards.preparing.checklist import ActionLine, Agenda, Prepared
from cards.preparing.invitation import ToPrepare
from cards.words import cited
from handlers.notifications.compose import NudgeContext
from handlers.preparing.prepare import to_prepare
from handlers.preparing.share import read_button
from handlers.shared import meetings
from handlers.shared.base import Reply, Request
from policy.ruleset import GuidancePoint
from storage import actions, people, preparations, sessions
from storage.actions import ActionView
from storage.people import Person
from storage.preparations import PreparationView
from storage.sessions import SessionView
from storage.work import Work


def compose_checklist(work: Work, context: NudgeContext) -> MessageItem | None:
    """To whoever holds the session today, until it ends."""
    assert context.kept
    view = sessions.session(work, context.kept.obligation.key.subject.id)
    if view.ends_at <= work.now:
        return None
    reader = people.person(work, context.nudge.recipient_id)
    ready = [Prepared(p.case.reference, _read(p)) for p in _readable(work, view, reader)]
    return cards_checklist.Checklist(
        to_prepare(work, view.supervisee, view, reader),
        view.supervisee.name,
        ready,
        meetings.guidance(work, GuidancePoint.CHECK),
    ).item()


def _read(found: PreparationView) -> Button:
    return read_button(found, f"Read {found.case.reference}")


def _readable(work: Work, view: SessionView, reader: Person) -> list[PreparationView]:
    """What is shared with this reader for the session, or for none yet, or for one that was cancelled."""
    current = [p for p in preparations.of_person(work, view.supervisee.id) if not p.past]
    return [p for p in current if preparations.readable(work, p, reader.id)]


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
        return [
            Button(f"Prepare {line.reference}", PreparationForm(case=line.id)) for line in shown.lines[:5]
        ]
    return [_read(p) for p in _readable(work, view, reader)]
