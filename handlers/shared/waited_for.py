"""What somebody asked of others and has no answer to yet: an agreement, a meeting, another time, a session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cards.answers import waited as cards_waited
from cards.answers.waited import Waited
from cards.shared.meeting import KINDS
from handlers.shared import times
from handlers.shared.meetings import meeting, moment
from policy.requests import RequestKind
from storage import asked_for, people, requests
from storage.people import Person
from storage.requests import RequestView
from storage.sessions import SessionView
from storage.work import Work


def waited_for(work: Work, me: Person, booked: Sequence[SessionView]) -> list[Waited]:
    """``booked``: this person's sessions to come."""
    return [*_requests(work, me), *_moves(work, me, booked), *_sessions(work, me)]


def _requests(work: Work, me: Person) -> Iterator[Waited]:
    open_ = [one for one in requests.asked_by(work, me.id) if one.answer is None]
    names = people.people(work, [one.asked_of for one in open_])
    return (_request(work, one, names[one.asked_of].name) for one in open_)


def _request(work: Work, one: RequestView, name: str) -> Waited:
    if one.kind is RequestKind.SIGN:
        return cards_waited.agreement(name, one.asked_on)
    over = one.arranged_for is not None and one.arranged_for < work.today
    return cards_waited.meeting(name, one.asked_on, one.arranged_for, over=over)


def _moves(work: Work, me: Person, booked: Sequence[SessionView]) -> Iterator[Waited]:
    proposed = asked_for.proposals(work, [view.id for view in booked])
    for view in booked:
        one = proposed.get(view.id)
        if one is None or one.by != me.id or one.booked_at != int(view.starts_at.timestamp()):
            continue
        to, shown = moment(work, times.instant(one.at)), meeting(work, view, me)
        if to.instant > work.now:
            yield cards_waited.move(view.id, shown.kind, shown.name, to, shown.starts)


def _sessions(work: Work, me: Person) -> Iterator[Waited]:
    for one in asked_for.sessions_asked(work, me.id):
        at, on = times.instant(one.at), work.calendar.day_of(one.on)
        if at > work.now and not asked_for.booked_since(work, me.id, one.supervisor, on):
            name = people.person(work, one.supervisor).name
            yield cards_waited.session(KINDS[one.session_kind], name, moment(work, at))
