"""A cancelled session is held after all: by when, at which times, who books, and what the clock does unasked."""

from __future__ import annotations

from datetime import date, datetime

from cards import words
from cards.message import MessageItem
from cards.model import Form
from cards.sessions import cancel as cards_cancel
from cards.sessions import rebook as cards_rebook
from cards.sessions.asks import RebookForm, SessionMoved, SessionRebooked, TimeConfirmed, TimeProposed
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from handlers.notifications.notifier import notify
from handlers.sessions.notices import Booked
from handlers.shared import times
from handlers.shared.base import Done, Refusal, Request, ShowForm, done, with_errors
from handlers.shared.cancelled_session import as_read
from handlers.shared.meetings import meeting, moment
from handlers.shared.permissions import OfSession, is_supervisor
from handlers.shared.rebooking import gone, limit_of, offers, pair_of, times_before
from policy.facts import SessionState
from policy.ruleset import Delivery
from storage import diary, outbox, people, sessions
from storage.sessions import SessionView
from storage.work import Work


def both(view: SessionView) -> str:
    return f"{view.supervisee.name} and {view.supervisor.name}"


# What each of the two reads


def compose_cancelled(work: Work, context: NudgeContext) -> MessageItem | None:
    """Cancelled, or (``returned``) back at work: true for good, its buttons only while nothing is booked instead."""
    view = sessions.session(work, int(context.nudge.data["session"]))
    if view.state is not SessionState.CANCELLED:
        return None
    reader = people.person(work, context.nudge.recipient_id)
    return cards_cancel.cancelled(as_read(work, view, reader), back=context.nudge.kind == "returned")


# Booked by the supervisor, proposed by the supervisee


def _open(request: Request[OfSession], work: Work) -> SessionView:
    """The cancelled session, if nothing stands in for it yet (a provisional time may still be changed)."""
    view = sessions.session(work, request.ask.session)
    if view.state is not SessionState.CANCELLED:
        raise Refusal("This session isn't cancelled, so there is nothing to rebook. To change its time: move")
    stand_in = sessions.stand_in(work, view.id)
    if stand_in and not stand_in.provisional:
        at = moment(work, stand_in.starts_at)
        raise Refusal(f"It is already rebooked for {words.moment(at)}. To change that: move")
    left = gone(work, pair_of(work, view))
    if left:
        raise Refusal(
            f"{left.name} has left. Ask an administrator to record who supervises {view.supervisee.name}."
        )
    return view


def rebook_form(request: Request[RebookForm], work: Work) -> ShowForm:
    return ShowForm(_form(request, work, _open(request, work)))


def _form(request: Request[object], work: Work, view: SessionView) -> Form:
    limit = limit_of(work, view)
    first = next(iter(offers(work, view, limit)), None)
    books = is_supervisor(request.actor, view, work)
    at = moment(work, first) if first else None
    return cards_rebook.rebook_form(meeting(work, view, request.actor), limit.due, books, at)


def rebook(request: Request[SessionRebooked], work: Work) -> ShowForm | Done:
    """The supervisor's one tap, on an offered time, on a proposal or from the form."""
    view = _open(request, work)
    at = _checked(request, work, view)
    if not isinstance(at, datetime):
        return at
    stand_in, pair = sessions.stand_in(work, view.id), pair_of(work, view)
    if stand_in:
        sessions.move(work, stand_in, at, request.actor.id)
        sessions.confirm(work, stand_in, request.actor.id)
        new = stand_in.id
    else:
        new = sessions.book(work, view.kind, *pair, at, view.minutes, request.actor.id, replaces=view.id)
    notify_booked(work, new, view.supervisee.id)
    limit, when = limit_of(work, view), moment(work, at)
    late = limit.due is not None and work.calendar.day_of(at) > limit.due
    said_late = (
        ("It is after the limit, which stays on the list as overdue until it is held.",) if late else ()
    )
    return done(f"Booked for {words.slot(when)}", f"{view.supervisee.name} is told.", *said_late)


def _checked(
    request: Request[SessionRebooked | TimeProposed], work: Work, view: SessionView
) -> datetime | ShowForm:
    """The time asked for, both diaries locked; or the answer that says why it won't do."""
    at = times.picked(request, work, request.ask.at)
    if isinstance(at, dict):
        return with_errors(request, _form(request, work, view), at)
    pair, stand_in = pair_of(work, view), sessions.stand_in(work, view.id)
    diary.hold(work, pair)
    wrong = times.problem(work, pair, at, view.minutes, request.actor, stand_in.id if stand_in else None)
    if wrong is None:
        return at
    if "date" in request.typed:
        return with_errors(request, _form(request, work, view), {"date": times.sentence(work, wrong)})
    raise Refusal(times.sentence(work, wrong))


def notify_booked(work: Work, session_id: int, *recipients: int) -> None:
    view = sessions.session(work, session_id)
    for person in recipients:
        notify(work, Booked(session=session_id, at=int(view.starts_at.timestamp())), to=person)


def propose_time(request: Request[TimeProposed], work: Work) -> ShowForm | Done:
    """The supervisee's proposal; the supervisor books (B32)."""
    view = _open(request, work)
    at = _checked(request, work, view)
    if not isinstance(at, datetime):
        return at
    supervisor = pair_of(work, view)[1]
    source = f"session:{view.id}:proposed:{int(at.timestamp())}"
    data = {"session": view.id, "at": int(at.timestamp()), "by": request.actor.id}
    notifier.notify(work, outbox.NewNudge(supervisor.id, "proposed_time", source, "told", Delivery.OWN, data))
    return done("Proposed", f"{supervisor.name} is asked to confirm {words.moment(moment(work, at))}.")


def compose_proposed(work: Work, context: NudgeContext) -> MessageItem | None:
    """True until something is booked, or the time proposed has come or is taken."""
    view = sessions.session(work, int(context.nudge.data["session"]))
    at = times.instant(int(context.nudge.data["at"]))
    stand_in = sessions.stand_in(work, view.id)
    reader = people.person(work, context.nudge.recipient_id)
    taken = times.problem(
        work, pair_of(work, view), at, view.minutes, reader, stand_in.id if stand_in else None
    )
    if (stand_in and not stand_in.provisional) or taken:
        return None
    limit = limit_of(work, view)
    late = limit.due is not None and work.calendar.day_of(at) > limit.due
    return cards_rebook.proposed(meeting(work, view, reader), moment(work, at), limit.due, late)


def confirm_time(request: Request[TimeConfirmed], work: Work) -> Done:
    """Either of the two: a provisional time is fine."""
    view = sessions.session(work, request.ask.session)
    if view.state is not SessionState.BOOKED or not view.provisional:
        raise Refusal("This time is no longer provisional, so there is nothing to confirm.")
    sessions.confirm(work, view, request.actor.id)
    other = view.supervisee if request.actor.id != view.supervisee.id else view.supervisor
    return done(
        f"Confirmed: {words.slot(moment(work, view.starts_at))}", f"{other.name} sees that it stands."
    )


def compose_earlier(work: Work, context: NudgeContext) -> MessageItem | None:
    data = context.nudge.data
    view, first = sessions.session(work, int(data["session"])), date.fromisoformat(data["first"])
    found = (
        times_before(work, view, first) if view.state is not SessionState.HELD and view.on >= first else []
    )
    if not found:
        return None
    reader = people.person(work, context.nudge.recipient_id)
    ask: cards_cancel.AskAtTime = SessionMoved
    if view.state is SessionState.CANCELLED:
        ask = SessionRebooked if is_supervisor(reader, view, work) else TimeProposed
    verb = "Book" if ask is SessionRebooked else "Propose"
    away = int(data["away"])
    who = "You are" if away == reader.id else f"{people.person(work, away).name} is"
    return cards_rebook.earlier(meeting(work, view, reader), who, times.moments(work, found), ask, verb)
