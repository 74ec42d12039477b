"""What others asked of somebody and wait for: an absence to confirm, a longer interval to grant, a session, another
time, when they are back, a record to write in their place. Agreements and meetings are duties, and stand with those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cards.message import MessageItem
from cards.sessions.unanswered import ReturnAsked
from handlers.shared import absence_claims, asked_sessions
from handlers.shared.interval_request import to_grant
from handlers.shared.longer_interval import knows_longer
from handlers.shared.meetings import meeting
from handlers.shared.proposed import all_proposed_instead, proposed, proposed_instead
from handlers.shared.records import handed_over
from handlers.shared.unsaid import asked_of_oneself
from storage import asked_for, intervals, records, sessions
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def asked_of(work: Work, me: Person) -> list[MessageItem]:
    """Each as its message asks it."""
    claims = [one.item() for one in absence_claims.asked_of(work, me.id)]
    asked = (
        *_intervals(work, me),
        *_sessions(work, me),
        *_moves(work, me),
        *_new_times(work, me),
        *_returns(work, me),
        *_records(work, me),
    )
    return [*claims, *asked]


def _intervals(work: Work, me: Person) -> Iterator[MessageItem]:
    waiting = intervals.unanswered(work) if knows_longer(work.rules) else []
    for one in waiting:
        message = to_grant(work, one, me) if one.by != me.id else None
        if message:
            yield message.item()


def _sessions(work: Work, me: Person) -> Iterator[MessageItem]:
    for one in asked_sessions.all_asked(work, me.id):
        asked = asked_sessions.asked_now(work, one.supervisee, one.supervisor)
        if asked == me.id and asked_sessions.is_open(work, one):
            message = asked_sessions.asked(work, asked_sessions.wish_of(one), one.at, me.id)
            if message:
                yield message.item()


def _moves(work: Work, me: Person) -> Iterator[MessageItem]:
    booked = _ahead(work, me)
    for session, one in asked_for.proposals(work, [view.id for view in booked]).items():
        if one.to == me.id and one.by != me.id:
            of, minutes = (one.number, one.booked_at), one.minutes
            message = proposed(work, session, me.id, at=one.at, of=of, minutes=minutes)
            if message:
                yield message.item()


def _new_times(work: Work, me: Person) -> Iterator[MessageItem]:
    for one in all_proposed_instead(work, me.id):
        message = proposed_instead(work, one.session, me, one.at) if one.to == me.id else None
        if message:
            yield message.item()


def _returns(work: Work, me: Person) -> Iterator[MessageItem]:
    """Since when they are back, which a new time for a session of theirs waits for, once its day is over: said once for
    all. Whoever is to find the time has it among what is due."""
    for view in asked_of_oneself(work, me)[-1:]:
        yield ReturnAsked(meeting(work, view, me)).item()


def _ahead(work: Work, me: Person) -> Sequence[SessionView]:
    return [v for v in sessions.booked_for(work, me.id) if v.ends_at > work.now]


def _records(work: Work, me: Person) -> Iterator[MessageItem]:
    for one in records.delegated_to(work, me.id):
        yield handed_over(work, sessions.session(work, one.session_id), one).item()
