"""Moved, agreed by both before the day and inside every limit: not a cancellation. Outside a limit it is refused with
why, and the cancellation that is then left to them is theirs to choose knowingly.

A limit is kept by this session only where no earlier booked one of the supervisee keeps it, and where it is booked by
then; an earlier time than the one booked breaks none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cards.model import Text
from cards.sessions import limits as cards_limits
from cards.sessions import move as cards_move
from cards.sessions import refusals
from cards.sessions.asks import MoveAgreed, SessionMoved
from handlers.notifications.notifier import notify, notify_then
from handlers.sessions import cancel
from handlers.sessions.asked import unanswered
from handlers.sessions.falls_due import falls_due
from handlers.sessions.notices import Booked, MoveAsked, Moved
from handlers.shared import common_times, rebooking, session_lengths, times
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.common_times import Pair
from handlers.shared.meetings import meeting, moment
from handlers.shared.permissions import OfSession, is_supervisor
from handlers.shared.proposed import is_movable, over_from
from storage import asked_for, diary, outbox, sessions
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def move_form(request: Request[OfSession], work: Work) -> ShowForm | Reply:
    view = _movable(request, work)
    if isinstance(view, Reply):
        return view
    return _form(request, work, view, {})


def _form(request: Request[object], work: Work, view: SessionView, errors: Mapping[str, str]) -> ShowForm:
    at = moment(work, view.starts_at)
    lines = cards_limits.soonest([cards_limits.by(what, due) for what, due in limits(work, view)], 4)
    known = times.known(work, _pair(work, view), request.actor)
    form = cards_move.move_form(meeting(work, view, request.actor), view.minutes, lines, at, known)
    return with_errors(request, form, errors) if errors else ShowForm(form)


def _movable(request: Request[OfSession], work: Work) -> SessionView | Reply:
    """The booked session; on its day or later only the cancellation is left."""
    view = cancel.open_session(request, work)
    if is_movable(work, view):
        return view
    return _cannot(request, work, view, [(refusals.TOO_LATE_TO_MOVE,)], again=False)


def _cannot(
    request: Request[object], work: Work, view: SessionView, why: list[Text], *, again: bool
) -> Reply:
    shown = meeting(work, view, request.actor)
    return Reply(cards_move.cannot_move(shown, why, cancel.limits(work, view), again))


def limits(work: Work, view: SessionView) -> list[tuple[str, date]]:
    """What the session keeps where it is booked, each with its last day, soonest first."""
    booked = [s for s in sessions.booked_for(work, view.supervisee.id) if s.group is None]
    before = [s.on for s in booked if s.starts_at < view.starts_at]
    served = falls_due(work, view.supervisee, view.kind)
    found = [(f.what, f.due) for f in served if not any(on <= f.due for on in before)]
    for cancelled in sessions.sessions(work, sessions.stands_for(work, view)):
        due = rebooking.limit_of(work, cancelled).due
        if due:
            found.append((cards_limits.REBOOK, due))
    return sorted(((what, due) for what, due in found if due >= view.on), key=lambda one: one[1])


def outside(work: Work, view: SessionView, day: date) -> list[Text]:
    """The limits that a later day would break."""
    if day <= view.on:
        return []
    return [cards_limits.broken(what, due) for what, due in limits(work, view) if due < day]


def move(request: Request[SessionMoved], work: Work) -> ShowForm | Reply | Done:
    """One of the two proposes a new time; a provisional one the supervisor moves on one tap."""
    view = _movable(request, work)
    if isinstance(view, Reply):
        return view
    asked = request.ask
    found = session_lengths.picked_with_length(request, work, asked.at, asked.minutes, view.minutes)
    if isinstance(found, dict):
        return _form(request, work, view, found)
    at, minutes = found
    to = _New(at, None if minutes == view.minutes else minutes)
    wrong = _not_free(work, view, to, request.actor)
    if wrong and request.ask.at is None:
        return _form(request, work, view, {"date": times.sentence(work, wrong)})
    cannot = _breaks(request, work, view, to, wrong)
    if cannot:
        return cannot
    if view.provisional and is_supervisor(request.actor, view, work):
        return _carry_out(request, work, view, to)
    other = _other(work, view, request.actor)
    proposal = _proposal(work, view, to, request.actor)
    notify(work, proposal, to=other.id)
    over = unanswered(proposal, other.id, over=True)
    notify_then(work, over, request.actor.id, over_from(work, view, at))
    outbox.refresh(work, [view.subject])
    return Done(cards_move.just_proposed(other.name, moment(work, at), to.minutes))


@dataclass(frozen=True, slots=True)
class _New:
    """When a session is to be instead (UTC). ``minutes``: how long, where it isn't as long as before."""

    at: datetime
    minutes: int | None


def _proposal(work: Work, view: SessionView, to: _New, actor: Person) -> MoveAsked:
    """It takes the place of those before; the same once more is no other."""
    at_, booked_at = int(to.at.timestamp()), int(view.starts_at.timestamp())
    before = asked_for.proposal(work, view.id)
    number = before.number + 1 if before else 0
    same = (at_, booked_at, actor.id, to.minutes)
    if before and (before.at, before.booked_at, before.by, before.minutes) == same:
        number = before.number
    return MoveAsked(
        session=view.id, at=at_, booked_at=booked_at, by=actor.id, number=number, minutes=to.minutes
    )


def _other(work: Work, view: SessionView, actor: Person) -> Person:
    """The other one of the pair; of the supervisors, who answers today."""
    return view.supervisee if actor.id != view.supervisee.id else _pair(work, view)[1]


def _pair(work: Work, view: SessionView) -> Pair:
    return rebooking.pair_of(work, view)


def _not_free(work: Work, view: SessionView, to: _New, reader: Person) -> times.Problem | None:
    """Why the two can't meet then, both diaries locked; None if they can."""
    pair = common_times.pair_at(work, _pair(work, view), to.at)
    diary.hold(work, pair)
    return times.problem(work, pair, to.at, to.minutes or view.minutes, reader, moving=view.id)


def _breaks(
    request: Request[object], work: Work, view: SessionView, to: _New, wrong: times.Problem | None
) -> Reply | None:
    """The answer where a limit is in the way of a new time, or one of the two isn't free, with what would do; None
    where it will do. Raises Refusal for any other reason why not."""
    if wrong:
        would = [one for one in wrong.instead if not outside(work, view, work.calendar.day_of(one))]
        shown = meeting(work, view, request.actor)
        return Reply(cards_move.not_then(shown, wrong.sentence, times.moments(work, would), to.minutes))
    if to == _New(view.starts_at, None):
        raise Refusal(refusals.BOOKED_THEN)
    why = outside(work, view, work.calendar.day_of(to.at))
    return _cannot(request, work, view, why, again=True) if why else None


def agree_move(request: Request[MoveAgreed], work: Work) -> Reply | Done:
    """The other one's tap; looked at again, since days may have passed. Nobody agrees to their own proposal."""
    view = _movable(request, work)
    if isinstance(view, Reply):
        return view
    if request.ask.booked_at != int(view.starts_at.timestamp()):
        raise Refusal(refusals.MOVED_SINCE)
    latest = asked_for.proposal(work, view.id)
    if latest and (latest.at, latest.minutes) != (request.ask.at, request.ask.minutes):
        raise Refusal(refusals.PROPOSED_SINCE)
    to = _New(times.instant(request.ask.at), request.ask.minutes)
    cannot = _breaks(request, work, view, to, _not_free(work, view, to, request.actor))
    return cannot or _carry_out(request, work, view, to)


def _carry_out(request: Request[object], work: Work, view: SessionView, to: _New) -> Done:
    """What whoever covers holds goes to the supervisor with a day after the return."""
    pair, at = _pair(work, view), to.at
    then = common_times.pair_at(work, pair, at)[1]
    sessions.move(work, view, at, request.actor.id, minutes=to.minutes)
    if view.provisional:
        sessions.confirm(work, view, request.actor.id)
    if then != pair[1] == view.supervisor:
        sessions.hand_over(work, view, then.id)
        notify(work, Booked(session=view.id, at=int(at.timestamp())), to=then.id)
    other = _other(work, view, request.actor)
    moved = Moved(session=view.id, at=int(at.timestamp()), minute=f"{work.now:%Y%m%d%H%M}")
    notify(work, moved, to=other.id)
    after = sessions.session(work, view.id)
    long = session_lengths.unless_usual(work, after.minutes)
    short = session_lengths.too_short(work, pair, after.kind, at, after.minutes) if to.minutes else ()
    return Done(cards_move.just_moved(meeting(work, after, request.actor), other.name, long, short))
