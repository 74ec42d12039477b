"""Back at work, said on a session that waited for it: what waited goes on, and an absence that runs is ended."""

from __future__ import annotations

from datetime import date

from cards.absence import absence as cards_absence
from cards.absence import refusals
from cards.absence.asks import ReturnForm, ReturnSaid
from cards.message import message_card
from cards.model import Form
from cards.sessions import cancel as cards_cancel
from cards.sessions import return_form as return_form_words
from cards.shared.refusals import CHOOSE_DAY
from handlers.shared import cancelled_session, notify_pair, permissions, rebooking, times
from handlers.shared.absent import shown
from handlers.shared.base import Done, Refusal, Request, ShowForm, read_date, with_errors
from handlers.shared.meetings import meeting
from handlers.shared.permissions import OfSession
from handlers.shared.typed_days import Days
from storage import absences, returns, sessions
from storage.absences import AbsenceView
from storage.people import Person
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work


def may_say(request: Request[OfSession], work: Work) -> bool:
    """The two, unless an absence is recorded that it would end, which is for the person and their managers alone.

    Raises Refusal with who they are."""
    if not permissions.pair(request, work):
        return False
    running = _running(work, sessions.session(work, request.ask.session), _first_day(request) or work.today)
    if running and not permissions.may_record_absence(work, request.actor, running.person.id):
        raise Refusal(refusals.not_to_end(running.person.name, running.last))
    return True


def _first_day(request: Request[object]) -> date | None:
    return read_date(request.text("date"))


def return_form(request: Request[ReturnForm], work: Work) -> ShowForm:
    """Where an absence runs, the form that ends it: one return, said once."""
    view = _waiting(work, request.ask.session)
    running = _running(work, view, work.today)
    if running:
        return ShowForm(cards_absence.back_form(shown(running, request.actor), (work.today,)))
    return ShowForm(_form(work, request.actor, view, (work.today,)))


def form_of_waiting(work: Work, actor: Person, away: Person, first: Days) -> Form | None:
    """Of the latest session of the actor's that waits for the return of whoever is ``away``, with the first day that
    was typed; None where none does."""
    every = sessions.sessions(work, returns.waiting_for_return(work, away.id))
    waiting = [view for view in every if permissions.is_pair(actor, view, work)]
    return _form(work, actor, waiting[-1], first or (work.today,)) if waiting else None


def _form(work: Work, actor: Person, view: SessionView, days: Days) -> Form:
    who = cancelled_session.whose_return(work, view, actor)
    return return_form_words.back_form(meeting(work, view, actor), who, days)


def _waiting(work: Work, session_id: int) -> SessionView:
    view = sessions.session(work, session_id)
    if not rebooking.limit_of(work, view).unknown:
        raise Refusal(refusals.NOTHING_WAITS)
    return view


def _running(work: Work, view: SessionView, on: date) -> AbsenceView | None:
    """The absence that a return on this day would contradict."""
    found = absences.overlapping(work, view.away_id, on, on) if view.away_id else None
    if found is None or found.state != AbsenceState.CONFIRMED or found.first >= on:
        return None
    return found


def save(request: Request[ReturnSaid], work: Work) -> ShowForm | Done:
    """Either of the two says which was the first day back; all that waited for it goes on."""
    view, first = _waiting(work, request.ask.session), _first_day(request)
    error = _not_a_return(work, view, first)
    if error or first is None:
        return with_errors(request, _form(work, request.actor, view, (first or work.today,)), {"date": error})
    running = _running(work, view, first)
    if running:
        return ShowForm(cards_absence.back_form(shown(running, request.actor), (first,)))
    assert view.away_id
    notify_pair.on_return(work, view.away_id, first, answered=view.id, by=request.actor.id)
    read = cancelled_session.as_read(work, sessions.session(work, view.id), request.actor)
    return Done(message_card([cards_cancel.Cancelled(read, back=True).item()]))


def _not_a_return(work: Work, view: SessionView, first: date | None) -> str:
    if first is None:
        return CHOOSE_DAY
    if view.cancelled_on and first < view.cancelled_on:
        return refusals.back_before_cancelled(view.cancelled_on)
    if first > work.today + times.FURTHEST:
        return refusals.DAY_TOO_FAR
    return ""


def ask_again(work: Work, since: date) -> None:
    """Each night, whoever's first day back it is, or was ``since``."""
    for view in absences.just_over(work, since):
        notify_pair.ask_again(work, view.person.id)
