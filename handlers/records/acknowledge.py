"""Every open case is acknowledged at every session, by worker and manager (C4): by the manager as the session is marked
as held, by the worker with one tap after it. Asked only where the rule set knows it."""

from __future__ import annotations

from collections.abc import Sequence

from cards.message import MessageItem
from cards.model import Option
from cards.records import acknowledge as cards_acknowledge
from cards.records import refusals
from cards.records.asks import AcknowledgeForm, CasesAcknowledged, SomeAcknowledged
from handlers.notifications.compose import NudgeContext
from handlers.shared import meetings
from handlers.shared.acknowledging import acknowledging_rule
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.case_lookup import cite_rule
from policy.facts import FactRef
from policy.ruleset import Duty, Role
from storage import cases, duties, held_sessions, people, sessions
from storage.cases import CaseView
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def waiting(work: Work, view: SessionView, who: Role) -> list[CaseView]:
    """The cases that this one of the two hasn't acknowledged for a held session, by reference."""
    theirs = cases.allocated_to(work, view.supervisee.id, view.on)
    if not theirs:
        return []
    found = duties.open_about(work, [c.subject for c in theirs], f"{Duty.ACKNOWLEDGE}:{who}")
    fact = FactRef("session", str(view.id))
    open_ = {k.obligation.key.subject.id for k in found if k.obligation.key.fact == fact}
    return [c for c in theirs if c.id in open_]


def _side(view: SessionView, actor: Person) -> Role:
    return Role.SUPERVISEE if actor.id == view.supervisee.id else Role.SUPERVISOR


def compose_request(work: Work, context: NudgeContext) -> MessageItem | None:
    view = sessions.session(work, int(context.nudge.data["session"]))
    left = waiting(work, view, Role.SUPERVISEE)
    rule = cite_rule(acknowledging_rule(work, Role.SUPERVISEE))
    shown = meetings.meeting(work, view, view.supervisee)
    return cards_acknowledge.ask(shown, [c.reference for c in left], rule) if left else None


def compose_reminder(work: Work, context: NudgeContext) -> MessageItem | None:
    """A reminder of one case, to the one of the two who hasn't. Nothing to somebody who wasn't there: the case has
    been reallocated since."""
    assert context.kept
    o = context.kept.obligation
    view = sessions.session(work, int(o.key.fact.id))
    reader = people.person(work, context.nudge.recipient_id)
    mine = waiting(work, view, Role(o.answers))
    case = next((c for c in mine if c.id == o.key.subject.id), None)
    if case is None or (o.answers == Role.SUPERVISEE and reader.id != view.supervisee.id):
        return None
    rule = cite_rule(work.rule_of(o))
    shown = meetings.meeting(work, view, reader)
    return cards_acknowledge.remind(shown, case.reference, case.id, len(mine), rule)


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
