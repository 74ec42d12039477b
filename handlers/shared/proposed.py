"""Another time that one of a session's two proposed, or one in place of a session that was cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cards.sessions import move as cards_move
from cards.sessions import new_time_proposed
from handlers.shared import rebooking, session_lengths, times
from handlers.shared.meetings import meeting, moment
from policy.facts import SessionState
from storage import asked_for, people, sessions, stand_ins, supervision
from storage.asked_for import TimeProposal
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work

#: What was asked for longer ago is forgotten: no time so far ahead is asked for.
LOOKED_BACK: Final = timedelta(days=120)
_READ: Final = ("nudge", "session", "person", "relationship", "absence", "arrangement")


def is_proposed(work: Work, view: SessionView, number: int, booked_at: int) -> bool:
    """Whether a proposal is the latest of its session, which stands as it did then."""
    return view.state is SessionState.BOOKED and _is_unmoved(work, view, number, booked_at)


def _is_unmoved(work: Work, view: SessionView, number: int, booked_at: int) -> bool:
    latest = asked_for.proposal(work, view.id)
    same = int(view.starts_at.timestamp()) == booked_at
    if latest and latest.at == booked_at and latest.minutes == view.minutes:
        return False  # only its length was to change, and has
    return same and (latest is None or latest.number == number)


def has_lapsed(work: Work, view: SessionView, number: int, booked_at: int, at: datetime) -> bool:
    """Whether nobody agreed to it in time, and the session wasn't cancelled."""
    stands = view.state is not SessionState.CANCELLED and _is_unmoved(work, view, number, booked_at)
    return stands and is_over(work, view, at)


def is_movable(work: Work, view: SessionView) -> bool:
    """A session is moved before its day, a provisional time on it too."""
    return work.today < view.on or view.provisional


def over_from(work: Work, view: SessionView, at: datetime) -> datetime:
    """From when on (UTC) a session can no longer be moved to an instant: that is past, or its own day has come."""
    return at if view.provisional else min(at, work.calendar.start_of(view.on))


def is_over(work: Work, view: SessionView, at: datetime) -> bool:
    return over_from(work, view, at) <= work.now


def proposed(
    work: Work, session: int, reader: int, *, at: int, of: tuple[int, int], minutes: int | None = None
) -> cards_move.MoveAsked | None:
    """As whoever is to answer reads it: None once the session moved, ended or its day came, or another time was
    proposed. ``of``: the proposal's number, and from when it moves the session; ``minutes``: how long from then on,
    where it changes."""
    view, to = sessions.session(work, session), moment(work, times.instant(at))
    if is_over(work, view, to.instant) or not is_proposed(work, view, *of):
        return None
    pair = rebooking.pair_of(work, view)
    unseen, shown = times.unseen_of(work, pair, reader), meeting(work, view, people.person(work, reader))
    short = session_lengths.too_short(work, pair, view.kind, to.instant, minutes) if minutes else ()
    return cards_move.MoveAsked(shown, to, unseen=unseen, minutes=minutes, short=short)


def proposed_instead(
    work: Work, session: int, reader: Person, at: int
) -> new_time_proposed.RebookingProposed | None:
    """As whoever books it reads it, while they can take it."""
    found = proposal_still_open(work, session, reader, at)
    return found if found and not found.wrong else None


def proposal_still_open(
    work: Work, session: int, reader: Person, at: int
) -> new_time_proposed.RebookingProposed | None:
    """The same also where the time has come or is taken; None once something is booked in its place, which may be
    cancelled too."""
    view, instead = sessions.session(work, session), stand_ins.stand_in(work, session)
    moving = instead.id if instead else None
    pair = rebooking.pair_of(work, view)
    taken = times.problem(work, pair, times.instant(at), view.minutes, reader, moving)
    if view.state is not SessionState.CANCELLED or (instead and not instead.provisional):
        return None
    if instead is None and rebooking.followed_by(work, view):
        return None
    to, limit = moment(work, times.instant(at)), rebooking.limit_of(work, view).due
    late = limit is not None and work.calendar.day_of(to.instant) > limit
    wrong = taken.sentence if taken else ""
    unseen = times.unseen_of(work, pair, reader.id)
    shown = meeting(work, view, reader)
    return new_time_proposed.RebookingProposed(shown, to, limit, late, wrong=wrong, unseen=unseen)


def all_proposed_instead(work: Work, person_id: int) -> Sequence[TimeProposal]:
    """The latest for each cancelled session of this person's, or of those they supervise, away or not, or answer for:
    read once for what they wait for and what waits for them."""

    def read(some: list[int]) -> dict[int, Sequence[TimeProposal]]:
        return {i: asked_for.proposed_instead(work, [i, *supervisees(work, i)], since) for i in some}

    since = work.today - LOOKED_BACK
    return work.reads.each(_READ, all_proposed_instead, [person_id], read)[person_id]


def supervisees(work: Work, person_id: int) -> list[int]:
    """Whom they supervise, away or not, or answer for."""
    every = [*supervision.supervisees_now(work, person_id), *supervision.supervised_by(work, person_id)]
    return list(dict.fromkeys(every))
