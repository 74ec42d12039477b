"""Somebody is away by a session that was cancelled for it, until nobody has said when: told of the pair whose new time
waits for that, for leave and sickness alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cards.shared.claims import AwayUnsaid
from handlers.shared.common_times import Pair
from storage import people, returns, sessions, stand_ins, supervision
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def of_worker(work: Work, worker_id: int, reader_id: int) -> AwayUnsaid | None:
    """Of somebody and whoever supervises them today, as ``reader_id`` reads it."""
    return _of(work, worker_id, partial(supervision.supervisors, work, worker_id), reader_id)


def of_pair(work: Work, pair: Pair, reader_id: int) -> AwayUnsaid | None:
    """Of a supervisee and whoever is to meet them."""
    return _of(work, pair[0].id, lambda: [pair[1].id], reader_id)


def asked_of_oneself(work: Work, me: Person) -> Sequence[SessionView]:
    """The sessions of somebody's own, cancelled for their days away, of whose end they have said nothing once that day
    is over: the latest last. None while they are recorded as away."""
    if not work.rules.asks_sickness or people.absence_now(work, me.id):
        return ()
    waiting = sessions.sessions(work, returns.waiting_for_return(work, me.id))
    instead = stand_ins.stand_ins(work, [view.id for view in waiting])
    return [v for v in waiting if v.supervisee.id == me.id and v.on < work.today and v.id not in instead]


def _of(
    work: Work, supervisee: int, supervisors: Callable[[], Sequence[int]], reader_id: int
) -> AwayUnsaid | None:
    for one in returns.unavailable(work, [supervisee])[supervisee]:
        if one.away_id == supervisee or one.away_id in supervisors():
            name = "" if one.away_id == reader_id else people.person(work, one.away_id).name
            return AwayUnsaid(one.session_id, name, one.on if one.on > work.today else None)
    return None
