"""Back at work, said on a session that waited for it: what waited goes on, and an absence that runs is ended."""

from __future__ import annotations

from datetime import date

from cards.absence import absence as cards_absence
from cards.message import message_card
from cards.model import Form
from cards.sessions import cancel as cards_cancel
from cards.words import day
from handlers.absence import absence
from handlers.shared import cancelled_session, rebooking, times
from handlers.shared.base import Done, Outcome, Refusal, Request, ShowForm, read_date, with_errors
from handlers.shared.meetings import meeting
from storage import absences, sessions
from storage.absences import AbsenceView
from storage.sessions import SessionView
from storage.work import Work


def back_form(request: Request, work: Work) -> Outcome:
    """Where an absence runs, the form that ends it: one return, said once."""
    view = _waiting(request, work)
    running = _running(request, work, view, work.today)
    if running:
        return ShowForm(cards_absence.back_form(absence.shown(running, request.actor), work.today))
    return ShowForm(_form(request, work, view))


def _form(request: Request, work: Work, view: SessionView) -> Form:
    who = cancelled_session.whose_return(view, request.actor)
    return cards_cancel.back_form(meeting(work, view, request.actor), who, work.today)


def _waiting(request: Request, work: Work) -> SessionView:
    view = sessions.session(work, request.id("session"))
    if not rebooking.limit_of(work, view).waits:
        raise Refusal("The return is already noted, or nothing waits for it any more.")
    return view


def _running(request: Request, work: Work, view: SessionView, on: date) -> AbsenceView | None:
    """The absence that a return on this day would contradict. Raises Refusal for who may not end it."""
    assert view.away_id
    found = absences.overlapping(work, view.away_id, on, on)
    if found is None or found.state != "confirmed" or found.first >= on:
        return None
    if not absence.may_record(work, request.actor, found.person):
        until = f" until {day(found.last)}" if found.last else ""
        name = found.person.name
        raise Refusal(
            f"{name} is recorded as unavailable{until}. Only {name} and their managers can end that."
        )
    return found


def back(request: Request, work: Work) -> Outcome:
    """Either of the two says which was the first day back; all that waited for it goes on."""
    view, first = _waiting(request, work), read_date(request.text("date"))
    error = _not_a_return(work, view, first)
    if error or first is None:
        return with_errors(request, _form(request, work, view), {"date": error})
    running = _running(request, work, view, first)
    if running:
        return ShowForm(cards_absence.back_form(absence.shown(running, request.actor), first))
    assert view.away_id
    rebooking.on_return(work, view.away_id, first)
    read = cancelled_session.as_read(work, sessions.session(work, view.id), request.actor)
    return Done(message_card([cards_cancel.cancelled(read, back=True)]))


def _not_a_return(work: Work, view: SessionView, first: date | None) -> str:
    if first is None:
        return "Choose a day."
    if view.cancelled_on and first < view.cancelled_on:
        return f"The session was cancelled on {day(view.cancelled_on)}: the first day back comes after that."
    if first > work.today + times.FURTHEST:
        return "That is more than a year ahead. Give a nearer date."
    return ""
