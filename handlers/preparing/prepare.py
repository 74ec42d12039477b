"""Prepare: the command, and the form whose draft is the supervisee's alone until they share it."""

from __future__ import annotations

from typing import Protocol

from cards.model import Form
from cards.preparing import invitation as cards_invitation
from cards.preparing import prepare as cards_prepare
from cards.preparing import refusals
from cards.preparing.asks import (
    CaseChoiceForm,
    CaseChosen,
    DraftForgotten,
    DraftSaved,
    ExtraCanWait,
    ExtraWondered,
    PreparationCopied,
    PreparationForm,
    PrepareCommand,
)
from cards.shared.refusals import WHICH_SPELLING
from handlers.preparing.preparation import PreparationState, preparation_state, preparing, show_again
from handlers.preparing.to_prepare import case_lines, to_prepare, unseen
from handlers.shared import meetings
from handlers.shared.base import (
    Done,
    Refusal,
    Reply,
    Request,
    ShowForm,
    with_errors,
)
from handlers.shared.case_lookup import OfCaseId
from handlers.shared.free_text import wrong_texts
from handlers.shared.meetings import next_case_session
from policy.ruleset import Duty, GuidancePoint
from storage import cases, preparations
from storage.cases import CaseView
from storage.people import Person
from storage.preparations import PreparedAnswers
from storage.work import Work

# The command and the choice of a case


def may_prepare_named(request: Request[PrepareCommand], work: Work) -> bool:
    """The case that is named is allocated to whoever asks; one that there isn't gets the same answer."""
    return not request.ask.reference or _named(request, work) is not None


def _named(request: Request[PrepareCommand], work: Work) -> CaseView | None:
    typed = request.ask.reference
    found = cases.meant(cases.allocated_to(work, request.actor.id), typed)
    if len(found) > 1:
        raise Refusal(WHICH_SPELLING)
    found = found or [c for c in cases.with_digits(work, typed) if c.worker_id == request.actor.id]
    return found[0] if len(found) == 1 else None


def prepare(request: Request[PrepareCommand], work: Work) -> ShowForm | Reply:
    """``prepare``: what there is to prepare. ``prepare CASE``: its form."""
    named = _named(request, work)
    if named:
        return ShowForm(open_form(work, request.actor, named))
    view = next_case_session(work, request.actor.id)
    if not cases.allocated_to(work, request.actor.id):
        return Reply(cards_invitation.nothing_to_prepare())
    return Reply(
        cards_invitation.overview(to_prepare(work, request.actor, view), unseen(work, request.actor, view))
    )


class OfForm(OfCaseId, Protocol):
    """About one case's preparation, with what was typed or without."""

    @property
    def form(self) -> bool: ...


def may_prepare(request: Request[OfCaseId], work: Work) -> bool:
    """The case is allocated to whoever asks, today."""
    return any(c.id == request.ask.case for c in cases.allocated_to(work, request.actor.id))


def _case(request: Request[OfCaseId], work: Work) -> CaseView:
    return cases.case(work, request.ask.case)


def prepare_form(request: Request[PreparationForm], work: Work) -> ShowForm:
    return ShowForm(open_form(work, request.actor, _case(request, work)))


def has_cases(request: Request[object], work: Work) -> bool:
    """Whoever a case is allocated to, today."""
    return bool(cases.allocated_to(work, request.actor.id))


def choose(request: Request[CaseChoiceForm], work: Work) -> ShowForm:
    return ShowForm(_choice(request, work))


def _choice(request: Request[object], work: Work, errors: dict[str, str] | None = None) -> Form:
    """At most a hundred, which is as many as a list can hold; the command takes any case."""
    return cards_invitation.choose(case_lines(work, request.actor, None)[:100], errors)


def chosen(request: Request[CaseChosen], work: Work) -> ShowForm:
    wanted = request.text("chosen")
    found = next((c for c in cases.allocated_to(work, request.actor.id) if str(c.id) == wanted), None)
    if found is None:
        return ShowForm(_choice(request, work, {"chosen": refusals.CHOOSE_CASE}))
    return ShowForm(open_form(work, request.actor, found))


# The form


def open_form(work: Work, supervisee: Person, case: CaseView) -> Form:
    return cards_prepare.form(preparing(work, supervisee, case, preparation_state(work, supervisee, case.id)))


def answers_in(request: Request[OfForm], now: PreparationState) -> PreparedAnswers:
    """What was typed, where the form was sent; what is kept, where a button under it was pressed."""
    if not request.ask.form:
        return now.answers
    return PreparedAnswers(*(request.text(name) for name in cards_prepare.PROMPTS))


def shown_again(
    request: Request[OfForm], work: Work, case: CaseView, now: PreparationState, errors: dict[str, str]
) -> ShowForm | None:
    """The form with what was typed and what is wrong with it; None if nothing is, its length included."""
    form = cards_prepare.form(preparing(work, request.actor, case, now))
    wrong = errors | (wrong_texts(request, work, form) if request.ask.form else {})
    return with_errors(request, form, wrong) if wrong else None


def save(request: Request[DraftSaved], work: Work) -> ShowForm | Done:
    """Keeps the draft. Its form can be sent again, so a second press or going back loses nothing."""
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    answers = answers_in(request, now)
    wrong = shown_again(request, work, case, now, _empty(answers, refusals.NOTHING_TO_SAVE))
    if wrong:
        return wrong
    return Done(cards_prepare.saved(_kept(request, work, case, now, answers)), keep=True)


def _kept(
    request: Request[OfForm], work: Work, case: CaseView, now: PreparationState, answers: PreparedAnswers
) -> cards_prepare.Preparing:
    """As it stands once these answers are kept."""
    keep(work, request.actor, case.id, now, answers)
    return preparing(work, request.actor, case, preparation_state(work, request.actor, case.id), answers)


def _empty(answers: PreparedAnswers, sentence: str) -> dict[str, str]:
    return {"worrying": sentence} if answers.is_empty else {}


def keep(
    work: Work, supervisee: Person, case_id: int, now: PreparationState, answers: PreparedAnswers
) -> None:
    """A draft, unless these very words are there already."""
    if answers.is_empty or ((now.draft or now.shared) and answers == now.answers):
        return
    session_id = now.session.id if now.session else None
    preparations.save(work, supervisee.id, case_id, session_id, answers)
    show_again(work, now.session, Duty.PREPARE)


def forget(request: Request[DraftForgotten], work: Work) -> Done:
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    if now.draft is None:
        raise Refusal(refusals.NO_DRAFT)
    preparations.forget_draft(work, request.actor.id, case.id)
    show_again(work, now.session, Duty.PREPARE)
    return Done(cards_prepare.draft_deleted(case.reference, shared=now.shared is not None))


def copy(request: Request[PreparationCopied], work: Work) -> ShowForm | Done:
    """The text for the child's file, in a view; what was typed is kept as a draft."""
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    answers = answers_in(request, now)
    wrong = shown_again(request, work, case, now, _empty(answers, refusals.NOTHING_TO_COPY))
    if wrong:
        return wrong
    guidance = meetings.guidance(work, GuidancePoint.SHARE)
    return Done(cards_prepare.copied(_kept(request, work, case, now, answers), guidance), keep=True)


# Wondering about an ad hoc session


def wonder(request: Request[ExtraWondered], work: Work) -> ShowForm | Done:
    """Whoever answered the first three is asked whether it can wait for the next one booked (B13)."""
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    answers = answers_in(request, now)
    wrong = shown_again(request, work, case, now, {})
    if wrong:
        return wrong
    shown = _kept(request, work, case, now, answers)
    if answers.worrying and answers.working_well and answers.decided:
        card = cards_prepare.can_it_wait(shown, meetings.guidance(work, GuidancePoint.PREPARE))
    else:
        card = cards_prepare.first_three(shown)
    return Done(card, keep=True)


def waits(request: Request[ExtraCanWait], work: Work) -> Reply:
    case = _case(request, work)
    return Reply(
        cards_prepare.waits(
            preparing(work, request.actor, case, preparation_state(work, request.actor, case.id))
        )
    )
