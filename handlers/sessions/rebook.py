"""A cancelled session is held after all: by when, at which times and who books; what the clock does unasked is in
``auto_rebook.py``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cards.model import Form
from cards.sessions import book as cards_book
from cards.sessions import rebook as cards_rebook
from cards.sessions import refusals
from cards.sessions.asks import RebookForm, SessionRebooked, TimeConfirmed, TimeProposed
from cards.shared.meeting import Meeting
from handlers.notifications.notifier import latest, notify, notify_then
from handlers.sessions import notices, wishes
from handlers.sessions.asked import ProposalUnanswered
from handlers.sessions.book import Added, plan_session, read_back
from handlers.shared import common_times, session_lengths, times
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.cancelled_session import answered_by
from handlers.shared.meetings import meeting, moment
from handlers.shared.permissions import OfSession, is_supervisor
from handlers.shared.rebooking import (
    booked_at,
    booked_by,
    gone,
    limit_of,
    offers,
    pair_of,
    times_for_both,
)
from handlers.shared.uncovered import nobody_now
from handlers.shared.unsaid import of_pair
from policy.facts import SessionState
from storage import diary, outbox, sessions, stand_ins
from storage.sessions import SessionView
from storage.work import Work

# Booked by the supervisor, proposed by the supervisee


def _open(request: Request[OfSession], work: Work) -> SessionView:
    """The cancelled session, if nothing stands in for it yet (a provisional time may still be changed); of one for
    which something did that was cancelled too, that."""
    view = sessions.session(work, stand_ins.newest_cancelled(work, request.ask.session))
    if view.state is not SessionState.CANCELLED:
        raise Refusal(refusals.NOT_CANCELLED)
    stand_in = stand_ins.stand_in(work, view.id)
    if stand_in and not stand_in.provisional:
        raise Refusal(refusals.rebooked_already(moment(work, stand_in.starts_at)))
    left = gone(work, pair_of(work, view))
    if left:
        raise Refusal(refusals.has_left(left.name, view.supervisee.name))
    return view


def rebook_form(request: Request[RebookForm], work: Work) -> ShowForm | Reply:
    """Whoever only proposes is first offered times, one tap each."""
    view = _open(request, work)
    if request.ask.another or is_supervisor(request.actor, view, work):
        return ShowForm(_form(request, work, view))
    pair, shown = pair_of(work, view), _to_hold(request, work, view)
    unsaid = of_pair(work, pair, request.actor.id)
    found = () if unsaid else times.moments(work, times_for_both(work, view))
    known = times.known(work, pair, request.actor)
    alone = (unsaid,) if unsaid else nobody_now(work, request.actor.id)
    return Reply(cards_rebook.times_to_propose(shown, found, pair[1].name, known, alone))


def _to_hold(request: Request[object], work: Work, view: SessionView) -> Meeting:
    """The session that is to be made up for, with whoever is to hold it now."""
    shown = meeting(work, view, request.actor)
    return replace(shown, name=pair_of(work, view)[1].name) if request.actor == view.supervisee else shown


def _form(request: Request[object], work: Work, view: SessionView) -> Form:
    """Whoever only proposes reads no limit, and no time that would tell of one."""
    books, shown = is_supervisor(request.actor, view, work), _to_hold(request, work, view)
    known = times.known(work, pair_of(work, view), request.actor)
    if not books:
        return cards_rebook.rebook_form(shown, None, books, None, known)
    limit = limit_of(work, view)
    booked = None if stand_ins.stand_in(work, view.id) else booked_by(work, view, limit.due)
    first = booked.starts_at if booked else next(iter(offers(work, view, limit)), None)
    at = moment(work, first) if first else None
    return cards_rebook.rebook_form(shown, limit.due, books, at, known, at if booked else None)


def rebook(request: Request[SessionRebooked], work: Work) -> ShowForm | Reply | Done:
    """The supervisor's one tap, on an offered time, on a proposal or from the form. One that is booked then stands
    in."""
    view = _open(request, work)
    at = _checked(request, work, view)
    if not isinstance(at, datetime):
        return at
    stand_in, pair = stand_ins.stand_in(work, view.id), pair_of(work, view)
    instead_of = stand_ins.newest_cancelled(work, view.id)
    booked = None if stand_in else booked_at(work, view, at)
    if booked:
        stand_ins.let_stand_in(work, booked, instead_of, request.actor.id)
        notify(work, notices.ProvisionallyBooked(session=booked.id), to=view.supervisee.id)
        return Done(cards_rebook.just_stands_in(booked.id, moment(work, at), view.supervisee.name))
    if stand_in:
        sessions.move(work, stand_in, at, request.actor.id)
        sessions.confirm(work, stand_in, request.actor.id)
        new = stand_in.id
    else:
        pair = common_times.pair_at(work, pair, at)
        new = sessions.book(work, view.kind, *pair, at, view.minutes, request.actor.id, replaces=instead_of)
    notify_booked(work, new, *({p.id for p in pair} - {request.actor.id}))
    back = common_times.who_is_back(work, pair_of(work, view), at)
    limit = limit_of(work, view)
    late = limit.due is not None and work.calendar.day_of(at) > limit.due
    holds = common_times.pair_at(work, pair_of(work, view), at)[1]
    instead = "" if back or holds.id == request.actor.id else holds.name
    told, shown = view.supervisee.name, moment(work, at)
    return Done(cards_rebook.just_booked(new, shown, told, late=late, back=back, holds=instead))


def _checked(
    request: Request[SessionRebooked | TimeProposed], work: Work, view: SessionView
) -> datetime | ShowForm | Reply:
    """The time asked for, both diaries locked; or the answer that says why not, or that their next is booked."""
    at = times.picked(request, work, request.ask.at)
    if isinstance(at, dict):
        return with_errors(request, _form(request, work, view), at)
    pair, stand_in = pair_of(work, view), stand_ins.stand_in(work, view.id)
    diary.hold(work, common_times.pair_at(work, pair, at))
    if stand_in is None and booked_at(work, view, at):
        return _beside_next(request, work, view, at) or at
    wrong = times.problem(work, pair, at, view.minutes, request.actor, stand_in.id if stand_in else None)
    if wrong is None:
        return _beside_next(request, work, view, at) or at
    return with_errors(request, _form(request, work, view), {"date": times.sentence(work, wrong)})


def _beside_next(request: Request[object], work: Work, view: SessionView, at: datetime) -> Reply | None:
    """Where the pair's next is booked, which answers the cancelled one, this would be another: they are asked."""
    booked = answered_by(work, view, request.actor)
    if booked is None or not work.now < booked.starts_at != at:
        return None
    pair, asks = pair_of(work, view), not is_supervisor(request.actor, view, work)
    as_long = Added(minutes=session_lengths.unless_usual(work, view.minutes))
    plan = plan_session(work, request.actor, pair, view.kind, at, asks, as_long)
    close = wishes.near(work, pair, view.kind, at) == booked
    near = cards_book.BookedNear(booked.id, moment(work, booked.starts_at), close)
    return Reply(read_back(work, request.actor, pair, plan, near))


def notify_booked(work: Work, session_id: int, *recipients: int) -> None:
    view = sessions.session(work, session_id)
    for person in recipients:
        notify(work, notices.Booked(session=session_id, at=int(view.starts_at.timestamp())), to=person)


def propose_time(request: Request[TimeProposed], work: Work) -> ShowForm | Reply | Done:
    """The supervisee's proposal; the supervisor books (B32)."""
    view = _open(request, work)
    at = _checked(request, work, view)
    if not isinstance(at, datetime):
        return at
    supervisor = pair_of(work, view)[1]
    proposal = _proposal(work, view, int(at.timestamp()), request.actor.id)
    notify(work, proposal, to=supervisor.id)
    beside = stand_ins.stand_in(work, view.id)
    over = ProposalUnanswered(
        session=view.id, at=proposal.at, to=supervisor.id, beside=beside.id if beside else 0
    )
    notify_then(work, over, request.actor.id, at)
    outbox.refresh(work, [view.subject])
    return Done(cards_rebook.just_proposed(supervisor.name, moment(work, at)))


def _proposal(work: Work, view: SessionView, at: int, by: int) -> notices.RebookingProposed:
    """It takes the place of those before; the same once more is no other."""
    before = latest(work, notices.RebookingProposed, notices.proposals_of(view.id))
    number = before.notice.number + (before.notice.at != at) if before else 0
    return notices.RebookingProposed(session=view.id, at=at, by=by, number=number)


def confirm_time(request: Request[TimeConfirmed], work: Work) -> Done:
    """Either of the two: a provisional time is fine."""
    view = sessions.session(work, request.ask.session)
    if view.state is not SessionState.BOOKED or not view.provisional:
        raise Refusal(refusals.NOT_PROVISIONAL)
    sessions.confirm(work, view, request.actor.id)
    other = view.supervisee if request.actor.id != view.supervisee.id else view.supervisor
    return Done(cards_rebook.just_confirmed(view.id, moment(work, view.starts_at), other.name))
