"""The next session, proposed after one was held: the day to aim at, never later than every rule allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from cards.sessions import book as cards_book
from cards.sessions import limits, refusals
from cards.sessions.asks import NextProposed, SessionKept
from handlers.sessions.book import plan_session
from handlers.sessions.falls_due import Falls, falls_due
from handlers.sessions.pairs import leads
from handlers.sessions.wishes import to_come
from handlers.shared import common_times, session_lengths, times
from handlers.shared.base import Refusal, Reply, Request
from handlers.shared.common_times import Pair
from handlers.shared.meetings import meeting, moment
from policy.facts import SessionState
from policy.obligations import is_overdue
from storage import sessions
from storage.sessions import SessionView
from storage.work import Work


def propose_next(request: Request[NextProposed], work: Work) -> Reply:
    """After a held session: the day to aim at, never later than every rule allows; one tap books."""
    view = with_a_next_one(work, request.ask.session)
    supervisor = request.actor if leads(work, request.actor.id, view.supervisee.id) else view.supervisor
    pair, wall = (view.supervisee, supervisor), work.calendar.wall(view.starts_at).time()
    falls = falls_due(work, view.supervisee, view.kind)
    usual = session_lengths.length(work, None)
    found = next_times(work, pair, aim_and_limit(work, falls, view.on), usual, wall)
    if not found:
        raise Refusal(refusals.NO_TIME_FREE)
    plan = plan_session(work, request.actor, pair, view.kind, found[0], asks=False)
    aims = [limits.aim(f.what, f.target, f.due, passed=is_overdue(f.due, work.today)) for f in falls]
    because = limits.soonest(aims, 4)
    ahead = to_come(work, pair, view.kind)
    already = cards_book.BookedNear(ahead.id, moment(work, ahead.starts_at)) if ahead else None
    return Reply(cards_book.next_one(plan, because, times.moments(work, found[1:]), already))


def with_a_next_one(work: Work, session_id: int) -> SessionView:
    """A session after which there can be a next one. Raises Refusal for one with somebody who has left."""
    view = sessions.session(work, session_id)
    if not view.supervisee.in_post(work.today):
        raise Refusal(refusals.no_next_session(view.supervisee.name))
    return view


def keep(request: Request[SessionKept], work: Work) -> Reply:
    """Nothing changes: the one that is booked will do."""
    view = sessions.session(work, request.ask.session)
    if view.state is not SessionState.BOOKED:
        raise Refusal(refusals.outcome_known(view.state))
    return Reply(cards_book.kept(meeting(work, view, request.actor)))


def aim_and_limit(work: Work, falls: Sequence[Falls], last: date) -> tuple[date, date]:
    """The day to aim at and the last one allowed. A limit on a day off is kept by meeting before it; one that has
    passed, or none, means as soon as can be or the usual rhythm."""
    booking = work.rules.practice.booking
    usual = work.calendar.add(last, booking.rhythm)
    limit = min((f.due for f in falls), default=usual)
    targets = [f.target for f in falls if f.target]
    aim = min([*targets, limit] if targets else [limit, usual])
    limit = work.calendar.previous_working(limit)
    if limit <= work.today:
        return work.today, work.calendar.add(work.today, booking.late)
    return max(work.today, min(work.calendar.next_working(aim), limit)), limit


def next_times(work: Work, pair: Pair, within: tuple[date, date], minutes: int, wall: time) -> list[datetime]:
    """Up to three common times: from the aim to the limit, then before it; each day at about the usual time."""
    aim, limit = within
    every = list(common_times.every_time(work, pair, times.soonest(work), limit, minutes))
    by_day: dict[date, list[datetime]] = {}
    for at in every:
        by_day.setdefault(work.calendar.day_of(at), []).append(at)
    order = sorted(by_day, key=lambda day: (day < aim, abs((day - aim).days)))
    return [min(by_day[day], key=lambda at: times.minutes_apart(work, at, wall)) for day in order[:3]]
