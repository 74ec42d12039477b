"""Another time that one of a session's two proposed."""

from __future__ import annotations

from cards.sessions import move as cards_move
from handlers.shared import times
from handlers.shared.meetings import meeting, moment
from policy.facts import SessionState
from storage import asked_for, people, sessions
from storage.sessions import SessionView
from storage.work import Work


def is_proposed(work: Work, view: SessionView, number: int, booked_at: int) -> bool:
    """Whether a proposal is the latest of its session, which stands as it did then."""
    latest = asked_for.proposal(work, view.id)
    same = view.state is SessionState.BOOKED and int(view.starts_at.timestamp()) == booked_at
    return same and (latest is None or latest.number == number)


def proposed(
    work: Work, session: int, reader: int, *, at: int, of: tuple[int, int]
) -> cards_move.MoveAsked | None:
    """As whoever is to answer reads it: None once the session moved, ended or its day came, or another time was
    proposed. ``of``: the proposal's number, and from when it moves the session."""
    view, to = sessions.session(work, session), moment(work, times.instant(at))
    begun = work.today >= view.on and not view.provisional
    if begun or to.instant <= work.now or not is_proposed(work, view, *of):
        return None
    return cards_move.MoveAsked(meeting(work, view, people.person(work, reader)), to)
