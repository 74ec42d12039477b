"""Share: the supervisor may read what was prepared, is told that it is there, and reads it in a view."""

from __future__ import annotations

from datetime import date

from cards.preparing import prepare as cards_prepare
from cards.preparing import refusals
from cards.preparing.asks import PreparationShared, SharedAgain, ShareTakenBack
from handlers.notifications.notifier import notify
from handlers.preparing.notices import PreparationThere
from handlers.preparing.preparation import PreparationState, preparation_state, preparing, show_again
from handlers.preparing.prepare import answers_in, shown_again
from handlers.shared import meetings
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm
from handlers.shared.meetings import next_case_session
from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty, GuidancePoint
from storage import cases, outbox, preparations, readable_preparations
from storage.cases import CaseView
from storage.people import Person
from storage.preparations import PreparationView, PreparedAnswers
from storage.work import Work


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
    told = now.shared is not None and readable_preparations.readable(work, now.shared, reader.id)
    notify(work, _prepared(now, request.actor, case, shared, changed=told), to=reader.id)
    return _done(request, work, case, answers)


def _missing(answers: PreparedAnswers) -> dict[str, str]:
    """No prompt is required: the form says which matters where another can't be answered (B13, appendix 4)."""
    return {"worrying": refusals.NOTHING_TO_SHARE} if answers.is_empty else {}


def _reader(now: PreparationState) -> Person:
    if now.reader is None:
        raise Refusal(refusals.NO_SUPERVISOR)
    return now.reader


def _unchanged(
    request: Request[object], work: Work, case: CaseView, now: PreparationState, shared: PreparationView
) -> Reply | Done:
    """Nothing new to read: said so, unless whoever answers as supervisor now was never shown it."""
    reader = _reader(now)
    if now.draft:
        preparations.forget_draft(work, request.actor.id, case.id)
    if readable_preparations.readable(work, shared, reader.id):
        return Reply(cards_prepare.already_shared(case.reference, reader.name))
    return _again(request, work, case, now, shared)


def _done(request: Request[object], work: Work, case: CaseView, answers: PreparedAnswers) -> Done:
    now = preparation_state(work, request.actor, case.id)
    show_again(work, now.session, Duty.PREPARE, Duty.CHECK)
    shown = preparing(work, request.actor, case, now, answers)
    return Done(cards_prepare.shared(shown, meetings.guidance(work, GuidancePoint.SHARE)), keep=True)


def may_share_again(request: Request[SharedAgain | ShareTakenBack], work: Work) -> bool:
    found = preparations.of(work, request.ask.preparation)
    return found is not None and found.supervisee_id == request.actor.id


def share_again(request: Request[SharedAgain], work: Work) -> Reply | Done:
    """With whoever covers now: what was shared before they were named (only the supervisee decides that)."""
    found = preparations.of(work, request.ask.preparation)
    assert found
    case = cases.case(work, found.case.id)
    now = preparation_state(work, request.actor, case.id)
    if found.is_draft or found.past or now.shared is None:
        raise Refusal(refusals.SESSION_OVER)
    if readable_preparations.readable(work, found, _reader(now).id):
        return Reply(cards_prepare.already_shared(case.reference, _reader(now).name))
    return _again(request, work, case, now, found)


def _again(
    request: Request[object], work: Work, case: CaseView, now: PreparationState, shared: PreparationView
) -> Done:
    preparations.share_again(work, shared, now.session.id if now.session else None)
    notify(work, _prepared(now, request.actor, case, shared.id, again=work.today), to=_reader(now).id)
    return _done(request, work, case, shared.answers)


def _prepared(
    now: PreparationState,
    supervisee: Person,
    case: CaseView,
    preparation: int,
    again: date | None = None,
    *,
    changed: bool = False,
) -> PreparationThere:
    return PreparationThere(
        preparation=preparation,
        supervisee=supervisee.id,
        case=case.id,
        session=now.session.id if now.session else None,
        again=again,
        changed=changed,
    )


def take_back(request: Request[ShareTakenBack], work: Work) -> Done:
    found = preparations.locked(work, request.ask.preparation)
    if found is None or found.is_draft:
        raise Refusal(refusals.NOT_SHARED)
    if found.past:
        raise Refusal(refusals.SESSION_OVER)
    if preparations.was_read(work, found.id):
        raise Refusal(refusals.READ_ALREADY)
    preparations.take_back(work, found)
    _show_again(work, found)
    case = cases.case(work, found.case.id)
    now = preparation_state(work, request.actor, case.id)
    return Done(cards_prepare.taken_back(preparing(work, request.actor, case, now)))


def _show_again(work: Work, taken_back: PreparationView) -> None:
    """To whoever was told that it is there, and in what counts what is prepared."""
    supervisee, session = taken_back.supervisee_id, taken_back.session_id
    about = [
        Subject(SubjectKind.PERSON, supervisee),
        *([Subject(SubjectKind.SESSION, session)] if session else []),
    ]
    outbox.refresh(work, about)
    show_again(work, next_case_session(work, supervisee), Duty.PREPARE, Duty.CHECK)
