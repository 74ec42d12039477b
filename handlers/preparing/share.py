"""Share: the supervisor may read what was prepared, is told that it is there, and reads it in a view."""

from __future__ import annotations

from dataclasses import replace

from cards.ask import ask_of
from cards.message import MessageItem
from cards.model import Button, Style
from cards.preparing import prepare as cards_prepare
from cards.preparing.asks import PreparationRead, PreparationShared, SharedAgain
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from handlers.preparing.prepare import (
    PreparationState,
    answers_in,
    preparation_state,
    preparing,
    show_again,
    shown_again,
)
from handlers.shared import meetings
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, reply
from policy.facts import Subject, SubjectKind
from policy.ruleset import Delivery, GuidancePoint
from storage import cases, outbox, people, preparations, sessions
from storage.cases import CaseView
from storage.people import Person
from storage.preparations import PreparationView, PreparedAnswers
from storage.work import MissingRowError, Work


def share(request: Request[PreparationShared], work: Work) -> ShowForm | Reply | Done:
    """Shares what was typed or kept. The same words again change nothing, whoever presses twice."""
    case = cases.case(work, request.ask.case)
    now = preparation_state(work, request.actor, case.id)
    answers = answers_in(request, now)
    wrong = shown_again(request, work, case, now, _missing(answers))
    if wrong:
        return wrong
    if now.shared and now.shared.answers == answers:
        return _unchanged(request, work, case, now, now.shared)
    reader = _reader(now)
    shared = preparations.share(
        work, request.actor.id, case.id, now.session.id if now.session else None, answers
    )
    _notify(work, request.actor, now, case.id, shared, reader, f"shared.{shared}")
    return _done(request, work, case, answers)


def _missing(answers: PreparedAnswers) -> dict[str, str]:
    """The fourth is asked for where the third can't be answered (B13, appendix 4)."""
    if answers.is_empty:
        return {"worrying": "Write something before you share it. One note is enough."}
    if not answers.decided and not answers.help:
        return {"help": "If you can't answer 3, say what you need help with."}
    return {}


def _reader(now: PreparationState) -> Person:
    if now.reader is None:
        raise Refusal("No supervisor is recorded for you, so it can't be shared. Tell an administrator.")
    return now.reader


def _unchanged(
    request: Request[object], work: Work, case: CaseView, now: PreparationState, shared: PreparationView
) -> Reply | Done:
    """Nothing new to read: said so, unless whoever answers as supervisor now was never shown it."""
    reader = _reader(now)
    if now.draft:
        preparations.forget_draft(work, request.actor.id, case.id)
    if preparations.readable(work, shared, reader.id):
        return reply(f"Already shared: {case.reference}", f"{reader.name} can read it. Nothing was changed.")
    return _again(request, work, case, now, shared)


def _done(request: Request[object], work: Work, case: CaseView, answers: PreparedAnswers) -> Done:
    now = preparation_state(work, request.actor, case.id)
    show_again(work, now.session, "prepare", "check")
    shown = preparing(work, request.actor, case, now, answers)
    return Done(cards_prepare.shared(shown, meetings.guidance(work, GuidancePoint.SHARE)), keep=True)


def may_share_again(request: Request[SharedAgain], work: Work) -> bool:
    found = preparations.of(work, request.ask.preparation)
    return found is not None and found.supervisee_id == request.actor.id


def share_again(request: Request[SharedAgain], work: Work) -> Reply | Done:
    """With whoever covers now: what was shared before they were named (only the supervisee decides that)."""
    found = preparations.of(work, request.ask.preparation)
    assert found
    case = cases.case(work, found.case.id)
    now = preparation_state(work, request.actor, case.id)
    if found.is_draft or found.past or now.shared is None:
        raise Refusal("This was for a session that has taken place. To prepare for the next one: prepare")
    if preparations.readable(work, found, _reader(now).id):
        return reply(
            f"Already shared: {case.reference}", f"{_reader(now).name} can read it. Nothing was changed."
        )
    return _again(request, work, case, now, found)


def _again(
    request: Request[object], work: Work, case: CaseView, now: PreparationState, shared: PreparationView
) -> Done:
    preparations.share_again(work, shared, now.session.id if now.session else None)
    _notify(work, request.actor, now, case.id, shared.id, _reader(now), f"again.{shared.id}.{work.today}")
    return _done(request, work, case, shared.answers)


def _notify(
    work: Work,
    supervisee: Person,
    now: PreparationState,
    case_id: int,
    shared: int,
    reader: Person,
    step: str,
) -> None:
    about = f"session:{now.session.id}" if now.session else f"person:{supervisee.id}"
    data = {"preparation": shared, "supervisee": supervisee.id, "case": case_id}
    source = f"{about}:prepared:{case_id}"
    notifier.notify(work, outbox.NewNudge(reader.id, "prepared", source, step, Delivery.OWN, data))


# The supervisor's side


def find(work: Work, ask: PreparationRead) -> PreparationView:
    """What a message or button speaks of, or the newer version in its place. Raises MissingRowError if neither."""
    found = preparations.of(work, ask.preparation)
    if found is None:
        mine = preparations.of_person(work, ask.supervisee)
        about = [p for p in mine if p.case.id == ask.case and not p.is_draft and not p.past]
        found = next(reversed(about), None)
    if found is None:
        raise MissingRowError("preparation")
    return found


def compose_prepared(work: Work, context: NudgeContext) -> MessageItem | None:
    """True as long as its recipient may read it: whoever stopped covering may not."""
    try:
        found = find(work, ask_of(PreparationRead, context.nudge.data))
    except MissingRowError:
        return None
    if not preparations.readable(work, found, context.nudge.recipient_id):
        return None
    who = people.person(work, found.supervisee_id)
    view = sessions.session(work, found.session_id) if found.session_id else None
    meeting = meetings.meeting(work, view, people.person(work, context.nudge.recipient_id)) if view else None
    return cards_prepare.PreparationThere(
        found.case.reference, who.name, meeting, replace(read_button(found, "Read"), style=Style.PRIMARY)
    ).item()


def read_button(found: PreparationView, label: str) -> Button:
    ask = PreparationRead(preparation=found.id, supervisee=found.supervisee_id, case=found.case.id)
    return Button(label, ask)


def may_read(request: Request[PreparationRead], work: Work) -> bool:
    return preparations.readable(work, find(work, request.ask), request.actor.id)


def read(request: Request[PreparationRead], work: Work) -> Reply:
    """Only what was shared, in a view; every look leaves its trace."""
    found = find(work, request.ask)
    assert found.last_shared
    work.trace(request.actor.id, f"preparation {found.id}", Subject(SubjectKind.CASE, found.case.id))
    who = people.person(work, found.supervisee_id)
    case = cases.case(work, found.case.id)
    shown = preparing(work, who, case, PreparationState(None, found, None, None), found.answers)
    return Reply(cards_prepare.read(shown, who.name, meetings.moment(work, found.last_shared)))
